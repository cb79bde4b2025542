import type { Sql } from '../gate/ports';

/** An address, or that a child has left its own, as it has just been written. */
export interface SaidAddress {
  readonly child: string;
  /** The public id of its row. */
  readonly id: string;
  readonly kind: 'home' | 'temporary' | 'believed' | 'unknown';
  readonly authority: string | null;
  /** Whose word it is. */
  readonly source: string;
  readonly stands: 'REPORTED' | 'LEFT' | 'CONFIRMED';
  /** It was reported first and confirmed now. */
  readonly was: 'NEW' | 'REPORTED';
}

/** What follows from it in the same transaction: the part of a neighbour, who is told. */
export type OnAddress = (tx: Sql, said: SaidAddress) => Promise<void>;
