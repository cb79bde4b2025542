import type { Writer } from '../children/child-reference';
import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';

export interface WatchRow {
  readonly id: string;
  readonly childId: string;
  readonly endsAt: Date | null;
}

export interface NewWatch {
  readonly child: string;
  readonly reason: string;
  readonly asking: Asking;
  readonly writer: Writer;
}

/** Writes the row and returns its public id. */
export async function insertWatch(tx: Sql, { child, reason, asking, writer }: NewWatch): Promise<string> {
  const rows = await tx.query<{ public_id: string }>(
    `insert into watch (id, child_id, organisation_id, unit_id, reason, begins_at, source, as_of, entered_by, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $3, $7, $8, $6) returning public_id`,
    [newRowId(), child, asking.organisation, asking.unit, reason, writer.now, writer.today, writer.user],
  );
  return rows[0]?.public_id ?? '';
}

/** A watch of the asking unit; somebody else's reads as not there. */
export async function findOwnWatch(tx: Sql, publicId: string, asking: Asking): Promise<WatchRow | null> {
  const rows = await tx.query<WatchRow>(
    `select id, child_id as "childId", ends_at as "endsAt" from watch
     where public_id = $1 and organisation_id = $2 and unit_id = $3 for update`,
    [publicId, asking.organisation, asking.unit],
  );
  return rows[0] ?? null;
}

export async function endWatchRow(tx: Sql, id: string, now: Date): Promise<void> {
  await tx.query('update watch set ends_at = $2 where id = $1', [id, now]);
}
