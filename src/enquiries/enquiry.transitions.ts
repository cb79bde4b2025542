import { conflict } from '../kernel/errors';
import { ASKED_TABLE, type AskedState, type AskedTransition } from '../procedures/asked.transitions';
import { stateAfter } from '../procedures/transition-table';

export const ENQUIRY_STATES = ['OPEN', 'ANSWERED', 'WITHDRAWN'] as const;
export type EnquiryState = (typeof ENQUIRY_STATES)[number];
export type EnquiryEvent = 'SETTLE' | 'WITHDRAW';

/** States in which one who was asked is still to be heard. */
export const UNHEARD = [
  'WAITING',
  'REMINDED',
  'ESCALATED',
  'SUSPENDED',
] as const satisfies readonly AskedState[];

/** SETTLE: nobody who was asked is still to be heard. */
const ENQUIRY: Readonly<Record<EnquiryState, Readonly<Partial<Record<EnquiryEvent, EnquiryState>>>>> = {
  OPEN: { SETTLE: 'ANSWERED', WITHDRAW: 'WITHDRAWN' },
  ANSWERED: {},
  WITHDRAWN: {},
};

const ANSWERED = 'id: you have answered this enquiry; if the answer has changed, ring whoever asked.';
const NOT_NOW: Readonly<Record<AskedState, string>> = {
  WAITING: 'id: this enquiry still waits for your answer.',
  REMINDED: 'id: this enquiry still waits for your answer.',
  ESCALATED: 'id: this enquiry still waits for your answer.',
  SUSPENDED: 'id: this enquiry rests; ring whoever asked.',
  KNOWN: ANSWERED,
  NOT_KNOWN: 'id: you have answered that you do not know the child; only that you know it now can be added.',
  CANNOT_SEARCH: 'id: you have answered that you cannot search; only what you have found since can be added.',
  WITHHELD: 'id: you have said that you withhold the answer; only an answer can be added.',
  WITHDRAWN: 'id: this enquiry was withdrawn; no answer is wanted any more.',
};

/** The state of one who was asked, after an event. Throws CONFLICT when the table does not allow it. */
export function askedAfter(state: AskedState, event: AskedTransition): AskedState {
  const next = stateAfter(ASKED_TABLE, state, event);
  if (next === null) throw conflict(NOT_NOW[state]);
  return next;
}

/** Those that one who was asked can be in, in the words of the procedure. */
export const ASKED_STATES = Object.keys(ASKED_TABLE) as readonly AskedState[];

/** The state of an enquiry after an event. Throws CONFLICT when the table does not allow it. */
export function enquiryAfter(state: EnquiryState, event: EnquiryEvent): EnquiryState {
  const next = ENQUIRY[state][event];
  if (next === undefined)
    throw conflict(`id: this enquiry is ${state === 'ANSWERED' ? 'answered' : 'withdrawn'} already.`);
  return next;
}
