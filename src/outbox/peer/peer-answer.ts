import type { Sql } from '../../gate/ports';
import type { MessageKind } from '../message';

/**
 * What another hub made of something that we told it. TAKEN: it had its effect there. REFUSED: it will have none, however
 * often it is sent. `code` is one of our own error codes, of a refusal alone.
 */
export interface PeerAnswered {
  readonly kind: MessageKind;
  /** Our public id of the notification or enquiry. */
  readonly about: string;
  /** Of a notification. */
  readonly type: string | null;
  readonly outcome: 'TAKEN' | 'REFUSED';
  readonly code: string | null;
  /** The id by which it is known there. */
  readonly theirs: string | null;
  /** The entry of their ledger. */
  readonly receipt: string | null;
}

/** Told in the transaction that settles the delivery: what it writes stands with that, or not at all. */
export type PeerListener = (tx: Sql, answered: PeerAnswered) => Promise<void>;
