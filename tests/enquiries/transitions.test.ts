import { HubError } from '../../src/kernel/errors';
import {
  ASKED_STATES,
  askedAfter,
  ENQUIRY_STATES,
  enquiryAfter,
} from '../../src/enquiries/enquiry.transitions';
import { HEARD_AS } from '../../src/enquiries/enquiry.enums';

function outcome(move: () => string): string {
  try {
    return move();
  } catch (error) {
    if (error instanceof HubError) return error.code;
    throw error;
  }
}

describe('every state and every event', () => {
  it('of one who was asked: an answer is given once, and more is only added where there was none', () => {
    const events = [
      'REMIND', 'ESCALATE', 'SUSPEND', 'RESUME', 'ANSWER_KNOWN', 'ANSWER_NOT_KNOWN', 'ANSWER_CANNOT_SEARCH', 'WITHHOLD', 'WITHDRAW',
    ] as const; // prettier-ignore
    const table = ASKED_STATES.map((state) => [
      state,
      ...events.map((event) => outcome(() => askedAfter(state, event))),
    ]);
    const heard = ['KNOWN', 'NOT_KNOWN', 'CANNOT_SEARCH', 'WITHHELD', 'WITHDRAWN'];
    const [no] = ['CONFLICT'];
    expect(table).toEqual([
      ['WAITING', 'REMINDED', no, 'SUSPENDED', no, ...heard],
      ['REMINDED', no, 'ESCALATED', 'SUSPENDED', no, ...heard],
      ['ESCALATED', no, no, 'SUSPENDED', no, ...heard],
      ['SUSPENDED', no, no, no, 'WAITING', no, no, no, no, 'WITHDRAWN'],
      ['KNOWN', no, no, no, no, no, no, no, no, no],
      ['NOT_KNOWN', no, no, no, no, 'KNOWN', no, no, no, no],
      ['CANNOT_SEARCH', no, no, no, no, 'KNOWN', 'NOT_KNOWN', no, no, no],
      ['WITHHELD', no, no, no, no, 'KNOWN', 'NOT_KNOWN', no, no, no],
      ['WITHDRAWN', no, no, no, no, no, no, no, no, no],
    ]);
  });

  it('takes whoever holds no such records for one that has looked, and nobody else', () => {
    expect(HEARD_AS).toEqual({
      KNOWN: 'ANSWER_KNOWN',
      NOT_KNOWN: 'ANSWER_NOT_KNOWN',
      NOTHING_HELD: 'ANSWER_NOT_KNOWN',
      CANNOT_SEARCH: 'ANSWER_CANNOT_SEARCH',
      KNOWN_BUT_WITHHELD: 'WITHHOLD',
    });
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
});
