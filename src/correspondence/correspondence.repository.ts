import type { Outcome } from '../gate/act';
import type { Sql } from '../gate/ports';
import { conflict } from '../kernel/errors';

/** What hubs write to each other about: a thing of its own, the answer to one, or a word about one that both have. */
export type CorrespondenceKind = 'ENQUIRY' | 'NOTIFICATION' | 'ENQUIRY_ANSWERED' | 'WORD';

/** Of whom, and by what the sender knows it. */
export interface Correspondence {
  readonly peer: string;
  readonly kind: CorrespondenceKind;
  readonly message: string;
}

export interface CameOnce extends Correspondence {
  readonly theirReceipt: string;
  readonly onBehalfOf: string | null;
  readonly at: Date;
}

/** What came of it the first time; null while it is new, and then nobody else gives it an effect until the transaction ends. */
export async function cameBefore(tx: Sql, { peer, kind, message }: Correspondence): Promise<Outcome | null> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 7237123))`, [`${peer} ${message}`]);
  const [row] = await tx.query<{ kind: string; id: string; at: Date }>(
    `select kind, ours as id, at from correspondence where peer = $1 and not sent and message = $2`,
    [peer, message],
  );
  if (row && row.kind !== kind)
    throw conflict('correspondence: you have sent something else by this id; make a new one for each.');
  return row ? { id: row.id, receivedAt: row.at.toISOString() } : null;
}

/** Keeps what came, in the transaction of its effect. */
export async function keepCame(tx: Sql, came: CameOnce, { id }: Outcome): Promise<void> {
  await tx.query(
    `insert into correspondence (peer, sent, message, kind, ours, theirs, their_receipt, on_behalf_of, at, settled_at)
     values ($1, false, $2, $3, $4, $2, $5, $6, $7, $7)`,
    [came.peer, came.message, came.kind, id, came.theirReceipt, came.onBehalfOf, came.at],
  );
}

export interface SentOnce extends Correspondence {
  readonly ours: string | null;
  readonly theirs: string;
  readonly ourReceipt: string;
  readonly theirReceipt: string;
  readonly at: Date;
}

/** Keeps that the other hub has it: their id, and the two entries. */
export async function keepSent(tx: Sql, sent: SentOnce): Promise<void> {
  await tx.query(
    `insert into correspondence (peer, sent, message, kind, ours, theirs, our_receipt, their_receipt, at, settled_at)
     values ($1, true, $2, $3, $4, $5, $6, $7, $8, $8)
     on conflict (peer, sent, message) do update
       set theirs = excluded.theirs, our_receipt = excluded.our_receipt, their_receipt = excluded.their_receipt`,
    [
      sent.peer, sent.message, sent.kind, sent.ours, sent.theirs, sent.ourReceipt, sent.theirReceipt, sent.at,
    ], // prettier-ignore
  );
}

/** By which id the other hub knows what we know by ours; null where they have it not. */
export async function theirIdOf(
  sql: Sql,
  peer: string,
  kind: 'ENQUIRY' | 'NOTIFICATION',
  ours: string,
): Promise<string | null> {
  const [row] = await sql.query<{ theirs: string | null }>(
    `select theirs from correspondence where peer = $1 and kind = $2 and ours = $3`,
    [peer, kind, ours],
  );
  return row?.theirs ?? null;
}

/** What came from the other hub: for whom it asked, and which answers have gone back. Null where it did not come so. */
export async function enquiryThatCame(
  sql: Sql,
  peer: string,
  ours: string,
): Promise<{
  readonly theirs: string;
  readonly onBehalfOf: string | null;
  readonly told: readonly string[];
} | null> {
  const rows = await sql.query<{ theirs: string; onBehalfOf: string | null; told: string[] }>(
    `select theirs, on_behalf_of as "onBehalfOf", told from correspondence
     where peer = $1 and kind = 'ENQUIRY' and ours = $2 and not sent`,
    [peer, ours],
  );
  return rows[0] ?? null;
}

/** That an answer to an enquiry that came has gone back. */
export async function keepTold(tx: Sql, peer: string, ours: string, answer: string): Promise<void> {
  await tx.query(
    `update correspondence set told = array_append(told, $3)
     where peer = $1 and kind = 'ENQUIRY' and ours = $2 and not sent and not $3 = any(told)`,
    [peer, ours, answer],
  );
}
