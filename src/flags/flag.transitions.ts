import { conflict } from '../kernel/errors';
import { stateAfter as stateIn, type TransitionTable } from '../procedures/transition-table';

export const PLACEMENT_STATES = ['ASKED', 'PLACED', 'REFUSED', 'LIFTED'] as const;
export type PlacementState = (typeof PLACEMENT_STATES)[number];
export type PlacementEvent = 'CONFIRM' | 'REFUSE' | 'RECHECK' | 'LIFT';

/**
 * A flag on the system of a partner (S3, App 1 and failed to track): the partner says whether it holds it, and may have to
 * give up one that it held; the team checks once a year that it still stands, and it is lifted when the child is found.
 */
export const PLACEMENT_TABLE: TransitionTable<PlacementState, PlacementEvent> = {
  ASKED: { CONFIRM: 'PLACED', REFUSE: 'REFUSED', LIFT: 'LIFTED' },
  PLACED: { REFUSE: 'REFUSED', RECHECK: 'PLACED', LIFT: 'LIFTED' },
  REFUSED: { CONFIRM: 'PLACED', LIFT: 'LIFTED' },
  LIFTED: {},
};

const REFUSALS: Readonly<Record<PlacementState, string>> = {
  ASKED: 'id: the partner has not said yet whether it holds this flag.',
  PLACED: 'id: this flag is held already.',
  REFUSED: 'id: the partner has said that it cannot hold this flag.',
  LIFTED: 'id: this flag has been lifted; ask again if it is wanted.',
};

/** The state after an event. Throws CONFLICT when the table does not allow it. */
export function stateAfter(state: PlacementState, event: PlacementEvent): PlacementState {
  const next = stateIn(PLACEMENT_TABLE, state, event);
  if (next === null) throw conflict(REFUSALS[state]);
  return next;
}
