import type { LedgerRecord, Sql } from '../gate/ports';
import { newPublicId } from '../kernel/id';
import { insertLedgerRows } from './ledger-insert';
import { ledgerRow } from './ledger-row';

/** A connection under the retention role. */
export interface ErasureSession extends Sql {
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Who has content destroyed, and why: what the act in the ledger says of it. */
export type Eraser = Pick<LedgerRecord, 'organisation' | 'unit' | 'user' | 'job' | 'purpose' | 'reference'>;

interface Erasure {
  readonly action: 'ERASE_LEDGER_ENTRIES' | 'ERASE_LEDGER_CRITERIA';
  /** Positions of those due, at most so many ($2), from `$3` on: read under the app role. */
  readonly due: string;
  /** Takes the positions; run under the retention role, which may do this and nothing else. */
  readonly erase: string;
}

const ENTRIES: Erasure = {
  action: 'ERASE_LEDGER_ENTRIES',
  due: `select e.position::text from ledger_entry e
    where e.at < $1 and e.position > $3 and (e.controller_part is not null or e.recipient_part is not null)
    order by e.position limit $2`,
  erase: `update ledger_entry set controller_part = null, controller_salt = null, recipient_part = null,
    recipient_salt = null, criteria = null, criteria_salt = null, subject = null, reference = '', child_ids = '{}'
    where position = any($1::bigint[])`,
};
const CRITERIA: Erasure = {
  action: 'ERASE_LEDGER_CRITERIA',
  due: `select e.position::text from ledger_entry e
    where e.criteria is not null and e.criteria_until <= $1 and e.position > $3 order by e.position limit $2`,
  erase: 'update ledger_entry set criteria = null, criteria_salt = null where position = any($1::bigint[])',
};

/** Of lookups that a person is to decide, what was asked goes with the entry's. */
const ERASE_REVIEWED = 'select erase_review_criteria($1::bigint[])';

/** Advisory locks are per database; any number that is only ours. */
const LOCK = 7_316_963;
const SOME = 1000;

export interface ErasureOptions {
  readonly session: ErasureSession;
  readonly eraser: Eraser;
  readonly now: Date;
  readonly onProgress?: (erased: number) => void;
}

/**
 * Destroys content and salts of every entry of before an instant, for good: leaves, tiles and heads stay, so every
 * proof still verifies, and nobody can tell what the leaf was of. Returns how many, or null when another is at it.
 */
export const eraseEntries = (before: Date, options: ErasureOptions): Promise<number | null> =>
  erase(ENTRIES, before, options);

/** Destroys criteria of lookups that met nobody, once their time has passed. Returns how many, or null as above. */
export const eraseCriteria = (options: ErasureOptions): Promise<number | null> =>
  erase(CRITERIA, options.now, options);

/** How many entries of before an instant still have content. */
export async function countErasable(app: Sql, before: Date): Promise<number> {
  const [row] = await app.query<{ n: string }>(
    `select count(*)::text as n from ledger_entry
     where at < $1 and (controller_part is not null or recipient_part is not null)`,
    [before],
  );
  return Number(row?.n ?? 0);
}

/** Whether criteria are due, so that nobody connects for nothing. */
export async function areCriteriaDue(app: Sql, now: Date): Promise<boolean> {
  const rows = await app.query(
    'select from ledger_entry where criteria is not null and criteria_until <= $1 limit 1',
    [now],
  );
  return rows.length > 0;
}

/**
 * INVARIANT: what is destroyed and the act that says so commit together, a thousand entries at a time. The retention
 * role may neither read what is due nor write an act, so that is done in the same transaction under the app role.
 */
async function erase(
  { action, due, erase: statement }: Erasure,
  until: Date,
  { session, eraser, now, onProgress }: ErasureOptions,
): Promise<number | null> {
  let erased = 0;
  let after = '0';
  const batch = async (tx: Sql): Promise<string[] | null> => {
    const [lock] = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [LOCK]);
    if (lock?.mine !== true) return null;
    await tx.query('set local role rollcall_app');
    const rows = await tx.query<{ position: string }>(due, [until, SOME, after]);
    const positions = rows.map(({ position }) => position);
    if (positions.length === 0) return [];
    await insertLedgerRows(tx, [ledgerRow(actOf(action, eraser, now, positions.length, until))]);
    await tx.query('set local role rollcall_retention');
    await tx.query(statement, [positions]);
    await tx.query(ERASE_REVIEWED, [positions]);
    return positions;
  };
  for (;;) {
    const positions = await session.transaction(batch);
    if (positions === null) return erased > 0 ? erased : null;
    erased += positions.length;
    onProgress?.(erased);
    after = positions.at(-1) ?? after;
    if (positions.length < SOME) return erased;
  }
}

/** How many and up to when: an act that named the entries would keep what it destroys findable. */
function actOf(
  action: Erasure['action'],
  eraser: Eraser,
  now: Date,
  entries: number,
  until: Date,
): LedgerRecord {
  return {
    ...eraser,
    id: newPublicId(),
    at: now,
    kind: 'ACT',
    requestId: newPublicId(),
    rulesetVersion: 'none',
    children: [],
    agreements: [],
    lookBacks: [],
    body: { v: 1, action, entries, until: until.toISOString() },
  };
}
