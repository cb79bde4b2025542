import { conflict } from '../kernel/errors';
import type { NotificationType } from './notification.enums';

/** A transfer from offer to end. Whose the case is changes with ACCEPT alone. */
export type TransferState = 'PROPOSED' | 'ACCEPTED' | 'DECLINED' | 'ENDED';
export type TransferEvent =
  | { readonly kind: 'ACCEPT' }
  | { readonly kind: 'DECLINE'; readonly reason: string }
  | { readonly kind: 'END' };

const TRANSITIONS: Readonly<
  Record<TransferState, Readonly<Partial<Record<TransferEvent['kind'], TransferState>>>>
> = {
  PROPOSED: { ACCEPT: 'ACCEPTED', DECLINE: 'DECLINED' },
  ACCEPTED: { END: 'ENDED' },
  DECLINED: {},
  ENDED: {},
};

const REFUSALS: Readonly<Record<TransferState, string>> = {
  PROPOSED: 'id: this transfer has not been accepted yet.',
  ACCEPTED: 'notificationId: this transfer has been accepted already; end it by its own id.',
  DECLINED: 'notificationId: this transfer has been declined; the other authority may propose it again.',
  ENDED: 'id: this transfer has ended.',
};

/** The state after an event. Throws CONFLICT when the table does not allow it. */
export function transferAfter(state: TransferState, event: TransferEvent['kind']): TransferState {
  const next = TRANSITIONS[state][event];
  if (next === undefined) throw conflict(REFUSALS[state]);
  return next;
}

/** Where a proposal stands, from the notification that answered it. */
export const proposalState = (reply: NotificationType | null): TransferState =>
  reply === null ? 'PROPOSED' : reply === 'TRANSFER_ACCEPTED' ? 'ACCEPTED' : 'DECLINED';
