import type { Sql } from '../../gate/ports';
import { parseVerifierKey } from '../tree/note';
import type { KnownLog, SignedHead } from './signed-head';

/** The head that is kept of a log; of size 0 and without a note before the first. */
export interface KeptHead {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string | null;
}

/** A log whose heads are kept here. */
export interface WitnessedLog extends KnownLog {
  readonly organisation: string;
  /** Where its `/checkpoint` and `/tile` lie. */
  readonly url: string;
  /** What the last look at it found wrong; null when nothing. */
  readonly problem: string | null;
  readonly kept: KeptHead;
}

export type AlarmKind = 'TWO_HISTORIES' | 'SET_BACK' | 'UNPROVED';

/** A signed head that contradicts, or may contradict, one that the same log had signed. */
export interface Alarm {
  readonly kind: AlarmKind;
  readonly kept: KeptHead;
  readonly shown: SignedHead;
}

/** What anybody can send without a proof is kept for a look, and not without end. */
const MOST_UNPROVED = 20;

/** The log of that name; null where its heads are not kept, or not any more. */
export async function witnessedLog(sql: Sql, origin: string): Promise<WitnessedLog | null> {
  const [row] = await sql.query<LogRow>(
    `select origin, organisation_id as organisation, url, verifier_keys as verifiers, problem, size, root, note
     from witnessed_log join witnessed_head using (origin) where origin = $1 and disabled_at is null`,
    [origin],
  );
  if (!row) return null;
  const { verifiers, size, root, note, ...log } = row;
  const keys = verifiers.flatMap((line) => {
    const parsed = parseVerifierKey(line);
    return parsed.ok ? [parsed.value] : [];
  });
  return { ...log, keys, kept: { size: Number(size), root, note } };
}

type LogRow = Omit<WitnessedLog, 'keys' | 'kept'> & {
  readonly verifiers: readonly string[];
  readonly size: string;
  readonly root: Buffer;
  readonly note: string | null;
};

/**
 * Goes on from one head to the next, if the one is still kept: of two that go on from the same head at once, one does
 * and the other is told no. Durable when it resolves.
 */
export async function advance(
  sql: Sql,
  from: KeptHead,
  to: SignedHead,
  cosignature: string,
  at: Date,
): Promise<boolean> {
  const rows = await sql.query(
    `update witnessed_head set size = $4, root = $5, note = $6, cosignature = $7, at = $8
     where origin = $1 and size = $2 and root = $3 returning origin`,
    [to.origin, from.size, from.root, to.size, to.root, to.note, cosignature, at],
  );
  return rows.length > 0;
}

/** Keeps the evidence, once. True when it is new, or graver than it was. */
export async function keepAlarm(sql: Sql, { kind, kept, shown }: Alarm, at: Date): Promise<boolean> {
  const rows = await sql.query(
    `insert into witness_alarm (origin, kind, kept_size, kept_note, shown_size, shown_root, shown_note, at)
     select $1::text, $2::text, $3::bigint, $4::text, $5::bigint, $6::bytea, $7::text, $8::timestamptz
     where $2 <> 'UNPROVED'
       or (select count(*) from witness_alarm where origin = $1 and kind = 'UNPROVED') < ${MOST_UNPROVED}
     on conflict (origin, shown_size, shown_root) do update
       set kind = excluded.kind, kept_size = excluded.kept_size, kept_note = excluded.kept_note, settled_at = null
       where excluded.kind <> 'UNPROVED' and (witness_alarm.kind = 'UNPROVED' or witness_alarm.settled_at is not null)
     returning id`,
    [shown.origin, kind, kept.size, kept.note, shown.size, shown.root, shown.note, at],
  );
  return rows.length > 0;
}

/** Heads that nobody has shown to follow yet, or to contradict. */
export async function unproved(
  sql: Sql,
  origin: string,
): Promise<{ readonly id: string; readonly size: number; readonly root: Buffer; readonly note: string }[]> {
  const rows = await sql.query<{ id: string; size: string; root: Buffer; note: string }>(
    `select id, shown_size as size, shown_root as root, shown_note as note from witness_alarm
     where origin = $1 and kind = 'UNPROVED' and settled_at is null order by shown_size`,
    [origin],
  );
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}

/** It turned out to follow. */
export async function forgetUnproved(sql: Sql, id: string): Promise<void> {
  await sql.query(`delete from witness_alarm where id = $1 and kind = 'UNPROVED'`, [id]);
}

/** A log that shows again all that it had shown was never set back for good. */
export async function settleSetBack(sql: Sql, origin: string, at: Date): Promise<void> {
  await sql.query(
    `update witness_alarm set settled_at = $2 where origin = $1 and kind = 'SET_BACK' and settled_at is null`,
    [origin, at],
  );
}

/** Takes the turn to look at every log that was not looked at since; nobody else looks at it then. */
export async function takeTurns(sql: Sql, since: Date, at: Date): Promise<string[]> {
  const rows = await sql.query<{ origin: string }>(
    `update witnessed_log set looked_at = $2 where disabled_at is null and (looked_at is null or looked_at <= $1)
     returning origin`,
    [since, at],
  );
  return rows.map(({ origin }) => origin);
}

/** What a look found: null when the log shows what follows from the head that is kept. */
export async function keepLook(sql: Sql, origin: string, problem: string | null, at: Date): Promise<void> {
  await sql.query(
    `update witnessed_log set problem = $2, followed_at = case when $2::text is null then $3 else followed_at end
     where origin = $1`,
    [origin, problem, at],
  );
}

/** The kept head as anybody may have it: signed by its log, cosigned by us; null where there is none. */
export async function keptHead(sql: Sql, digest: Buffer): Promise<string | null> {
  const [row] = await sql.query<{ note: string | null }>(
    `select h.note || h.cosignature as note from witnessed_log l join witnessed_head h using (origin)
     where sha256(convert_to(origin, 'UTF8')) = $1 and l.disabled_at is null`,
    [digest],
  );
  return row?.note ?? null;
}
