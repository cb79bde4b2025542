import type { CaseState, Closing } from './procedure';
import type { TransitionTable } from './transition-table';

export type CaseTransition = 'CLOSE' | 'MAKE_DORMANT' | 'CLOSE_WITH_ALERT' | 'WAKE' | 'REOPEN' | 'RECHECK';

/**
 * An entry of the register. Which way of ending an authority knows is in its file (S2 6.2 dormant, S3 closed with an
 * alert, S0 10 closed); a record with an alert is checked again and stays as it is (S3 App 1).
 */
export const CASE_TABLE: TransitionTable<CaseState, CaseTransition> = {
  OPEN: { CLOSE: 'CLOSED', MAKE_DORMANT: 'DORMANT_OPEN', CLOSE_WITH_ALERT: 'CLOSED_WITH_ALERT' },
  DORMANT_OPEN: { CLOSE: 'CLOSED', WAKE: 'OPEN' },
  CLOSED: { REOPEN: 'OPEN' },
  CLOSED_WITH_ALERT: { CLOSE: 'CLOSED', REOPEN: 'OPEN', RECHECK: 'CLOSED_WITH_ALERT' },
};

/** The event by which a way of closing ends a case; null where the policy keeps the case open. */
export const transitionOf = ({ state }: Closing): CaseTransition | null =>
  state === 'OPEN' ? null : BY_STATE[state];

const BY_STATE = {
  CLOSED: 'CLOSE',
  DORMANT_OPEN: 'MAKE_DORMANT',
  CLOSED_WITH_ALERT: 'CLOSE_WITH_ALERT',
} as const;
