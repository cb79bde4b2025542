import type { Sql } from '../gate/ports';
import { insertLedgerRows } from './ledger-insert';
import type { LedgerRow } from './ledger-row';

const MOST_AT_ONCE = 100;

/**
 * Keeps the entry of an act that is taken although the ledger cannot be written. Returns false when the act rests on
 * an agreement that was stopped: then it is not taken.
 */
export async function oweEntry(tx: Sql, row: LedgerRow): Promise<boolean> {
  const kept = await tx.query(
    `insert into ledger_owed (id, entry) select $1, $2
     where not exists (select from stopped_agreement where agreement = any($3::text[])) returning id`,
    [row.id, JSON.stringify(row), row.agreements],
  );
  return kept.length > 0;
}

/** Moves what is owed into the ledger, in the transaction that it is given. Returns how many entries that were. */
export async function payOwedEntries(tx: Sql): Promise<number> {
  const owed = await tx.query<{ entry: string }>(
    `delete from ledger_owed where id in (select id from ledger_owed order by since limit ${MOST_AT_ONCE})
     returning entry`,
  );
  if (owed.length === 0) return 0;
  await insertLedgerRows(
    tx,
    owed.map(({ entry }) => ({ ...(JSON.parse(entry) as LedgerRow), owed: true })),
  );
  return owed.length;
}
