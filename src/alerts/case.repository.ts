import type { Writer } from '../children/child-reference';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { CaseClosing } from './alert';
import type { CaseOpeningInput } from './case.input';

export interface EntryRow {
  readonly id: string;
  readonly childId: string;
  readonly state: 'OPEN' | 'DORMANT' | 'CLOSED';
}

type ChildState = 'known' | 'unresolved' | 'merged' | 'sealed' | 'erased';

/** State of a child's record; the row is held, so that two who open a case at once come one after the other. */
export async function childState(tx: Sql, child: string): Promise<ChildState | null> {
  const rows = await tx.query<{ state: ChildState }>(
    'select state from child where id = $1 for no key update',
    [child],
  );
  return rows[0]?.state ?? null;
}

export async function hasOpenEntry(tx: Sql, child: string): Promise<boolean> {
  const rows = await tx.query(`select 1 from cme_case where child_id = $1 and state <> 'CLOSED'`, [child]);
  return rows.length > 0;
}

export async function insertEntry(
  tx: Sql,
  child: string,
  opening: CaseOpeningInput,
  confirmed: string | null,
  writer: Writer,
): Promise<string> {
  const rows = await tx.query<{ public_id: string }>(
    `insert into cme_case (id, child_id, authority_id, state, classification, rag, opened_at, review_on,
       source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by)
     values ($1, $2, $3, 'OPEN', $4, $5, $6, $7, $8, $9, $10, $6,
       case when $11::text is null then null else $6::timestamptz end, $11)
     returning public_id`,
    [
      newRowId(), child, writer.home, opening.classification, opening.rag, writer.now, opening.reviewOn,
      writer.organisation, writer.today, writer.user, confirmed,
    ],
  ); // prettier-ignore
  return rows[0]?.public_id ?? '';
}

export async function findEntry(tx: Sql, publicId: string, authority: string): Promise<EntryRow | null> {
  const rows = await tx.query<EntryRow>(
    `select id, child_id as "childId", state from cme_case where public_id = $1 and authority_id = $2 for update`,
    [publicId, authority],
  );
  return rows[0] ?? null;
}

export async function closeEntry(tx: Sql, id: string, reason: CaseClosing, now: Date): Promise<void> {
  await tx.query(
    `update cme_case set state = 'CLOSED', close_reason = $2, closed_at = $3, version = version + 1 where id = $1`,
    [id, reason, now],
  );
}

/** A protection plan, a missing episode or a protected location that stands now. */
export async function safeguardingConcern(tx: Sql, child: string, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from circumstance where child_id = $1 and begins_at <= $2 and (ends_at is null or ends_at > $2)
       and kind in ('CHILD_PROTECTION', 'MISSING_EPISODE', 'LOCATION_PROTECTION') limit 1`,
    [child, now],
  );
  return rows.length > 0;
}
