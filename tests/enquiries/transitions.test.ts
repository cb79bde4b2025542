import { HubError } from '../../src/kernel/errors';
import {
  ENQUIRY_STATES,
  enquiryAfter,
  RECIPIENT_STATES,
  recipientAfter,
} from '../../src/enquiries/enquiry.transitions';
import { transferAfter, type TransferState } from '../../src/notifications/transfer.transitions';

const EVENTS = ['ANSWER', 'WITHHOLD', 'WITHDRAW'] as const;

function outcome(move: () => string): string {
  try {
    return move();
  } catch (error) {
    if (error instanceof HubError) return error.code;
    throw error;
  }
}

describe('every state and every event', () => {
  it('of one who was asked: an answer is given once, to a question that waits', () => {
    const table = RECIPIENT_STATES.map((state) => [
      state,
      ...EVENTS.map((event) => outcome(() => recipientAfter(state, event))),
    ]);
    expect(table).toEqual([
      ['WAITING', 'ANSWERED', 'WITHHELD', 'WITHDRAWN'],
      ['ANSWERED', 'CONFLICT', 'CONFLICT', 'CONFLICT'],
      ['WITHHELD', 'CONFLICT', 'CONFLICT', 'CONFLICT'],
      ['WITHDRAWN', 'CONFLICT', 'CONFLICT', 'CONFLICT'],
    ]);
  });

  it('of an enquiry', () => {
    const events = ['SETTLE', 'WITHDRAW'] as const;
    const table = ENQUIRY_STATES.map((state) => [
      state,
      ...events.map((event) => outcome(() => enquiryAfter(state, event))),
    ]);
    expect(table).toEqual([
      ['OPEN', 'ANSWERED', 'WITHDRAWN'],
      ['ANSWERED', 'CONFLICT', 'CONFLICT'],
      ['WITHDRAWN', 'CONFLICT', 'CONFLICT'],
    ]);
  });

  it('of a transfer', () => {
    const states: TransferState[] = ['PROPOSED', 'ACCEPTED', 'DECLINED', 'ENDED'];
    const events = ['ACCEPT', 'DECLINE', 'END'] as const;
    const table = states.map((state) => [
      state,
      ...events.map((event) => outcome(() => transferAfter(state, event))),
    ]);
    expect(table).toEqual([
      ['PROPOSED', 'ACCEPTED', 'DECLINED', 'CONFLICT'],
      ['ACCEPTED', 'CONFLICT', 'CONFLICT', 'ENDED'],
      ['DECLINED', 'CONFLICT', 'CONFLICT', 'CONFLICT'],
      ['ENDED', 'CONFLICT', 'CONFLICT', 'CONFLICT'],
    ]);
  });
});
