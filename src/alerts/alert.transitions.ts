import { conflict } from '../kernel/errors';
import type { AlertClosing, AlertState } from './alert';

export type AlertEvent =
  | { readonly kind: 'ADD'; readonly text: string }
  | { readonly kind: 'WITHDRAW'; readonly reason: string }
  | { readonly kind: 'ACCEPT'; readonly routedTo: string | null }
  | { readonly kind: 'DISMISS'; readonly routedTo: string | null }
  | { readonly kind: 'CLOSE'; readonly as: AlertClosing };
type EventKind = AlertEvent['kind'];

const TRANSITIONS: Readonly<Record<AlertState, Readonly<Partial<Record<EventKind, AlertState>>>>> = {
  RECEIVED: { ADD: 'RECEIVED', WITHDRAW: 'WITHDRAWN', ACCEPT: 'ACCEPTED', DISMISS: 'NOT_CME' },
  ACCEPTED: { ADD: 'ACCEPTED', WITHDRAW: 'WITHDRAWN', CLOSE: 'CLOSED' },
  NOT_CME: {},
  CLOSED: {},
  WITHDRAWN: {},
};

/** For the raiser RECEIVED and ACCEPTED must look alike, and NOT_CME and CLOSED: it learns that, not how. */
const REFUSALS: Readonly<Record<AlertState, string>> = {
  RECEIVED: 'id: this alert has not been reviewed yet; review it first.',
  ACCEPTED: 'id: this alert has been accepted already; close it when it is dealt with.',
  NOT_CME: 'id: this alert has been dealt with; raise another if there is something new.',
  CLOSED: 'id: this alert has been dealt with; raise another if there is something new.',
  WITHDRAWN: 'id: this alert has been withdrawn; raise another if there is something new.',
};

/** The state after an event. Throws CONFLICT when the table does not allow it. */
export function stateAfter(state: AlertState, event: EventKind): AlertState {
  const next = TRANSITIONS[state][event];
  if (next === undefined) throw conflict(REFUSALS[state]);
  return next;
}
