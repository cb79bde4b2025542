import type { Writer } from '../children/child-reference';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { LocalDate } from '../kernel/local-date';
import type { CaseOutcome, CaseState } from '../procedures/procedure';
import type { CaseOpeningInput } from './case.input';

export interface EntryRow {
  readonly id: string;
  readonly childId: string;
  readonly state: CaseState;
  readonly openedAt: Date;
  /** The `sub` of whoever holds the case. */
  readonly assignedTo: string | null;
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

/** Date of birth, as far as the hub has one. */
export async function bornOf(tx: Sql, child: string): Promise<LocalDate | null> {
  const rows = await tx.query<{ born: LocalDate | null }>(
    'select date_of_birth::text as born from child where id = $1',
    [child],
  );
  return rows[0]?.born ?? null;
}

export async function hasOpenEntry(tx: Sql, child: string): Promise<boolean> {
  const rows = await tx.query(`select 1 from cme_case where child_id = $1 and state <> 'CLOSED'`, [child]);
  return rows.length > 0;
}

/** Writes the entry and returns its ids, inside and outside. */
export async function insertEntry(
  tx: Sql,
  child: string,
  opening: CaseOpeningInput,
  confirmed: string | null,
  writer: Writer,
): Promise<{ readonly id: string; readonly publicId: string }> {
  const id = newRowId();
  const rows = await tx.query<{ public_id: string }>(
    `insert into cme_case (id, child_id, authority_id, state, classification, rag, opened_at, review_on,
       source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by)
     values ($1, $2, $3, 'OPEN', $4, $5, $6, $7, $8, $9, $10, $6,
       case when $11::text is null then null else $6::timestamptz end, $11)
     returning public_id`,
    [
      id, child, writer.home, opening.classification, opening.rag, writer.now, opening.reviewOn,
      writer.organisation, writer.today, writer.user, confirmed,
    ],
  ); // prettier-ignore
  return { id, publicId: rows[0]?.public_id ?? '' };
}

/** What an entry is called in the tables of the procedures. */
export const caseStateSql = (a: string): string =>
  `case ${a}.state when 'DORMANT' then 'DORMANT_OPEN' when 'OPEN' then 'OPEN'
     else case when ${a}.standing_alert then 'CLOSED_WITH_ALERT' else 'CLOSED' end end`;

const COLUMNS_OF_ENTRY = `select c.id, c.child_id as "childId", ${caseStateSql('c')} as state, c.opened_at as "openedAt",
    c.assigned_to as "assignedTo" from cme_case c`;
const ENTRY = `${COLUMNS_OF_ENTRY} where c.public_id = $1 and c.authority_id = $2`;

/** An entry to look at. */
export async function entryAt(database: Sql, publicId: string, authority: string): Promise<EntryRow | null> {
  const rows = await database.query<EntryRow>(ENTRY, [publicId, authority]);
  return rows[0] ?? null;
}

/** An entry that is held until the act on it is done. */
export async function findEntry(tx: Sql, publicId: string, authority: string): Promise<EntryRow | null> {
  const rows = await tx.query<EntryRow>(`${ENTRY} for update`, [publicId, authority]);
  return rows[0] ?? null;
}

/** The entry of a child that is being worked, held; null when there is none. */
export async function openEntryOf(tx: Sql, child: string, authority: string): Promise<EntryRow | null> {
  const rows = await tx.query<EntryRow>(
    `${COLUMNS_OF_ENTRY} where c.child_id = $1 and c.authority_id = $2 and c.state <> 'CLOSED' for update`,
    [child, authority],
  );
  return rows[0] ?? null;
}

/** The newest entry of a child, open or not. */
export async function entryOf(tx: Sql, child: string): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `select id from cme_case where child_id = $1 order by (state = 'CLOSED'), opened_at desc limit 1`,
    [child],
  );
  return rows[0]?.id ?? null;
}

const COLUMNS = {
  OPEN: ['OPEN', false],
  DORMANT_OPEN: ['DORMANT', false],
  CLOSED: ['CLOSED', false],
  CLOSED_WITH_ALERT: ['CLOSED', true],
} as const;

/** Saves a state, and with an end why and when. */
export async function saveState(
  tx: Sql,
  id: string,
  state: CaseState,
  reason: CaseOutcome | null,
  now: Date,
): Promise<void> {
  const [column, alert] = COLUMNS[state];
  await tx.query(
    `update cme_case set state = $2, standing_alert = $3, close_reason = $4,
       closed_at = case when $2 = 'CLOSED' then $5::timestamptz end, version = version + 1 where id = $1`,
    [id, column, alert, reason, now],
  );
}

/** At-risk groups that stand on a child now. */
export async function riskGroupsOf(tx: Sql, child: string, now: Date): Promise<string[]> {
  const rows = await tx.query<{ detail: string }>(
    `select distinct detail from circumstance where child_id = $1 and kind = 'RISK_GROUP' and begins_at <= $2
       and (ends_at is null or ends_at > $2) order by detail`,
    [child, now],
  );
  return rows.map(({ detail }) => detail);
}

export async function saveServices(
  tx: Sql,
  id: string,
  { lead, support }: { readonly lead: readonly string[]; readonly support: readonly string[] },
): Promise<void> {
  await tx.query('update cme_case set lead = $2, support = $3, version = version + 1 where id = $1', [
    id,
    lead,
    support,
  ]);
}
