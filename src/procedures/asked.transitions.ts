import type { TransitionTable } from './transition-table';

export type AskedState =
  | 'WAITING' | 'REMINDED' | 'ESCALATED' | 'SUSPENDED' | 'KNOWN' | 'NOT_KNOWN' | 'CANNOT_SEARCH' | 'WITHHELD' | 'WITHDRAWN'; // prettier-ignore
export type AskedTransition =
  | 'REMIND' | 'ESCALATE' | 'SUSPEND' | 'RESUME' | 'ANSWER_KNOWN' | 'ANSWER_NOT_KNOWN' | 'ANSWER_CANNOT_SEARCH'
  | 'WITHHOLD' | 'WITHDRAW'; // prettier-ignore

const HEARD = {
  ANSWER_KNOWN: 'KNOWN',
  ANSWER_NOT_KNOWN: 'NOT_KNOWN',
  ANSWER_CANNOT_SEARCH: 'CANNOT_SEARCH',
  WITHHOLD: 'WITHHELD',
  WITHDRAW: 'WITHDRAWN',
} as const;

/**
 * One who was asked (S1 4.1, S4 9): reminded when late, then the named lead. Silence never becomes "not known"; an
 * answer of "not known" is a state of its own, with its day, and fills the list of checks. One whose agreement is
 * suspended is neither late nor heard.
 */
export const ASKED_TABLE: TransitionTable<AskedState, AskedTransition> = {
  WAITING: { ...HEARD, REMIND: 'REMINDED', SUSPEND: 'SUSPENDED' },
  REMINDED: { ...HEARD, ESCALATE: 'ESCALATED', SUSPEND: 'SUSPENDED' },
  ESCALATED: { ...HEARD, SUSPEND: 'SUSPENDED' },
  SUSPENDED: { RESUME: 'WAITING', WITHDRAW: 'WITHDRAWN' },
  KNOWN: {},
  NOT_KNOWN: { ANSWER_KNOWN: 'KNOWN' },
  CANNOT_SEARCH: { ANSWER_KNOWN: 'KNOWN', ANSWER_NOT_KNOWN: 'NOT_KNOWN' },
  WITHHELD: { ANSWER_KNOWN: 'KNOWN', ANSWER_NOT_KNOWN: 'NOT_KNOWN' },
  WITHDRAWN: {},
};
