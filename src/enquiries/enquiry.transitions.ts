import { conflict } from '../kernel/errors';

export const ENQUIRY_STATES = ['OPEN', 'ANSWERED', 'WITHDRAWN'] as const;
export type EnquiryState = (typeof ENQUIRY_STATES)[number];
export const RECIPIENT_STATES = ['WAITING', 'ANSWERED', 'WITHHELD', 'WITHDRAWN'] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

export type RecipientEvent = 'ANSWER' | 'WITHHOLD' | 'WITHDRAW';
export type EnquiryEvent = 'SETTLE' | 'WITHDRAW';

/** SETTLE: nobody who was asked is still to be heard. */
const ENQUIRY: Readonly<Record<EnquiryState, Readonly<Partial<Record<EnquiryEvent, EnquiryState>>>>> = {
  OPEN: { SETTLE: 'ANSWERED', WITHDRAW: 'WITHDRAWN' },
  ANSWERED: {},
  WITHDRAWN: {},
};

const RECIPIENT: Readonly<Record<RecipientState, Readonly<Partial<Record<RecipientEvent, RecipientState>>>>> =
  {
    WAITING: { ANSWER: 'ANSWERED', WITHHOLD: 'WITHHELD', WITHDRAW: 'WITHDRAWN' },
    ANSWERED: {},
    WITHHELD: {},
    WITHDRAWN: {},
  };

const NO_REPLY: Readonly<Record<RecipientState, string>> = {
  WAITING: 'id: this enquiry still waits for your answer.',
  ANSWERED: 'id: you have answered this enquiry; if the answer has changed, ring whoever asked.',
  WITHHELD: 'id: you have said that you withhold the answer; if that has changed, ring whoever asked.',
  WITHDRAWN: 'id: this enquiry was withdrawn; no answer is wanted any more.',
};

/** The state of one who was asked, after an event. Throws CONFLICT when the table does not allow it. */
export function recipientAfter(state: RecipientState, event: RecipientEvent): RecipientState {
  const next = RECIPIENT[state][event];
  if (next === undefined) throw conflict(NO_REPLY[state]);
  return next;
}

/** The state of an enquiry after an event. Throws CONFLICT when the table does not allow it. */
export function enquiryAfter(state: EnquiryState, event: EnquiryEvent): EnquiryState {
  const next = ENQUIRY[state][event];
  if (next === undefined)
    throw conflict(`id: this enquiry is ${state === 'ANSWERED' ? 'answered' : 'withdrawn'} already.`);
  return next;
}
