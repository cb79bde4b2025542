import { conflict } from '../kernel/errors';
import { REFERRAL_TABLE } from '../procedures/referral.transitions';
import { stateAfter as stateIn } from '../procedures/transition-table';
import type { AlertClosing, AlertState } from './alert';
import type { Lack } from './referral-form';

export type AlertEvent =
  | { readonly kind: 'WITHDRAW'; readonly reason: string }
  | { readonly kind: 'COMPLETE' }
  | { readonly kind: 'RETURN_LACKING'; readonly lacking: readonly Lack[] }
  | { readonly kind: 'ACCEPT'; readonly finding: string | null; readonly routedTo: string | null }
  | {
      readonly kind: 'ROUTE';
      readonly finding: string;
      readonly routedTo: string | null;
      readonly school: string | null;
    }
  | { readonly kind: 'DEAL_WITH'; readonly as: AlertClosing };
type EventKind = AlertEvent['kind'];

/**
 * For the raiser RECEIVED, ACCEPTED and IN_CASE must look alike, and ROUTED and DEALT_WITH: it learns that, not how.
 * What a raiser does to an alert that stands is refused in none of the first three (`alert.service.ts`).
 */
const DEALT_WITH = 'id: this alert has been dealt with; raise another if there is something new.';
const REFUSALS: Readonly<Record<AlertState, string>> = {
  RECEIVED: 'id: this alert has not been reviewed yet; review it first.',
  RETURNED: 'id: this alert went back to its raiser; it comes again when it is complete.',
  ACCEPTED: 'id: this alert has been accepted already; close it when it is dealt with.',
  IN_CASE: 'id: this alert has been accepted already; close it when it is dealt with.',
  ROUTED: DEALT_WITH,
  DEALT_WITH,
  WITHDRAWN: 'id: this alert has been withdrawn; raise another if there is something new.',
};

/** While its raiser may add to an alert or take it back. */
export const STANDS: ReadonlySet<AlertState> = new Set(['RECEIVED', 'RETURNED', 'ACCEPTED', 'IN_CASE']);

/** The state after an event. Throws CONFLICT when the table does not allow it. */
export function stateAfter(state: AlertState, event: EventKind): AlertState {
  const next = stateIn(REFERRAL_TABLE, state, event);
  if (next === null) throw refusal(state);
  return next;
}

export const refusal = (state: AlertState): Error => conflict(REFUSALS[state]);
