import { conflict } from '../kernel/errors';
import type { ReviewOutcome } from './emergency';

/** Whether a use opens anything still, and whether it has been reviewed: the two do not wait for each other. */
export type UseState = 'OPEN' | 'EXPIRED' | 'REVIEWED_OPEN' | 'REVIEWED';
export type UseEvent =
  | { readonly kind: 'END' }
  | { readonly kind: 'REVIEW'; readonly outcome: ReviewOutcome; readonly text: string };
type EventKind = UseEvent['kind'];

const TRANSITIONS: Readonly<Record<UseState, Readonly<Partial<Record<EventKind, UseState>>>>> = {
  OPEN: { END: 'EXPIRED', REVIEW: 'REVIEWED_OPEN' },
  EXPIRED: { REVIEW: 'REVIEWED' },
  REVIEWED_OPEN: { END: 'REVIEWED' },
  REVIEWED: {},
};

const REFUSALS: Readonly<Record<EventKind, string>> = {
  END: 'id: this emergency access has ended already; declare another if there is a new danger.',
  REVIEW: 'id: this use has been reviewed already; its outcome stands.',
};

export interface UseTimes {
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly reviewedAt: Date | null;
}

export function stateOf({ expiresAt, endedAt, reviewedAt }: UseTimes, now: Date): UseState {
  const open = expiresAt > now && endedAt === null;
  if (reviewedAt === null) return open ? 'OPEN' : 'EXPIRED';
  return open ? 'REVIEWED_OPEN' : 'REVIEWED';
}

/** The state after an event. Throws CONFLICT when the table does not allow it. */
export function stateAfter(state: UseState, event: EventKind): UseState {
  const next = TRANSITIONS[state][event];
  if (next === undefined) throw conflict(REFUSALS[event]);
  return next;
}
