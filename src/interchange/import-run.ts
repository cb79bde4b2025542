import type { DataSource, EntityManager } from 'typeorm';
import { sqlOf } from '../database/sql';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import type { Clock } from '../kernel/clock';
import { sha256 } from '../kernel/digest';
import { conflict } from '../kernel/errors';
import { newRowId } from '../kernel/id';
import type { LocalDate } from '../kernel/local-date';
import { noCounts, type IntakeCounts } from './intake';

export interface RunOf {
  readonly format: 'ctf' | 'csv';
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly fileDigest: string;
  /** How the file is read: another way of reading it is another run. */
  readonly settings: JsonValue;
  readonly asOf: LocalDate;
  readonly enteredBy: string;
}

/** How far one file has been brought in, as of the last batch that is saved. */
export interface ImportRun {
  readonly id: string;
  /** The day under which the file was begun: it stays, on whatever day it is ended. */
  readonly asOf: LocalDate;
  readonly counts: IntakeCounts;
  readonly rejectsLength: number;
}

type Row = Record<'id' | 'asOf' | 'rejectsLength', string> &
  Omit<IntakeCounts, 'rejectedInAll'> & { rejected: number };

/** The run of this file that was cut off, or a new one. */
export async function beginRun(dataSource: DataSource, of: RunOf, clock: Clock): Promise<ImportRun> {
  const sql = sqlOf(dataSource);
  const digest = sha256(canonicalJson([of.format, of.fileDigest, of.settings]));
  await sql.query(
    `insert into import_run (id, format, digest, as_of, entered_by, began_at, saved_at)
     values ($1, $2, $3, $4, $5, $6, $6) on conflict (digest) where finished_at is null do nothing`,
    [newRowId(), of.format, digest, of.asOf, of.enteredBy, clock.now()],
  );
  const [row] = await sql.query<Row>(
    `select id, as_of::text as "asOf", read, accepted, created, updated, unchanged, rejected,
       rejects_length::text as "rejectsLength" from import_run where digest = $1 and finished_at is null`,
    [digest],
  );
  if (!row) throw conflict('The file was brought in by somebody else just now: bring it again.');
  const { read, accepted, created, updated, unchanged, rejected } = row;
  return {
    id: row.id,
    asOf: row.asOf as LocalDate,
    counts: { read, accepted, created, updated, unchanged, rejectedInAll: rejected },
    rejectsLength: Number(row.rejectsLength),
  };
}

/** A run whose list of what was left out is gone begins again: what is in is met as it stands. */
export const fromTheBeginning = (run: ImportRun): ImportRun => ({
  ...run,
  counts: noCounts(),
  rejectsLength: 0,
});

/**
 * Notes in the transaction of a batch how far the file is in; `before` is how far the last note said.
 * Throws CONFLICT when somebody else has brought the same file further meanwhile.
 */
export async function saveRun(
  tx: EntityManager,
  { id }: ImportRun,
  before: number,
  counts: Readonly<IntakeCounts>,
  rejectsLength: number,
  now: Date,
): Promise<void> {
  const { read, accepted, created, updated, unchanged, rejectedInAll } = counts;
  const rows = await sqlOf(tx).query(
    `update import_run set read = $3, accepted = $4, created = $5, updated = $6, unchanged = $7, rejected = $8,
       rejects_length = $9, saved_at = $10
     where id = $1 and finished_at is null and read = $2 returning id`,
    [id, before, read, accepted, created, updated, unchanged, rejectedInAll, rejectsLength, now],
  );
  if (rows.length === 0) throw conflict('The same file is being brought in by somebody else: wait for that.');
}

export async function finishRun(tx: EntityManager, { id }: ImportRun, now: Date): Promise<void> {
  await tx.query('update import_run set finished_at = $2, saved_at = $2 where id = $1', [id, now]);
}
