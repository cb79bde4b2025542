import { existsSync } from 'node:fs';
import { readConfig, type Config } from '../config';
import { connectDatabase } from '../database/connect';
import { openSession } from '../database/session';
import { sqlOf } from '../database/sql';
import type { Sql } from '../gate/ports';
import { readLog } from '../ledger/log-reader';
import type { LogRecord } from '../ledger/verify/log-record';

/** The log of this installation's database, as it is at one moment. */
export interface DatabaseLog {
  readonly config: Config;
  readonly at: Date;
  /** For a bar that shows how far it is. */
  readonly entries: number;
  readonly records: AsyncIterable<LogRecord>;
  readonly newest: { readonly size: number; readonly note: string } | null;
}

/**
 * Works on the ledger in a transaction that reads only, under the role that owns nothing. `first` runs before it
 * begins, with the same database: what is signed meanwhile cannot seem to be missing from it.
 */
export async function withDatabaseLog<First, T>(
  first: (config: Config, sql: Sql) => Promise<First>,
  work: (log: DatabaseLog, first: First) => Promise<T>,
): Promise<T> {
  const config = readConfig();
  if (config.databaseUrl === undefined && !existsSync(config.dataDir))
    throw new Error('There is no database yet: set DATABASE_URL, or run rollcall start once.');
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  try {
    const before = await first(config, sqlOf(database.app));
    const session = await openSession(database.url, 'app');
    try {
      return await session.transaction(async (tx) => {
        await tx.query('set transaction isolation level repeatable read, read only');
        return work({ config, ...(await stateOf(tx)), records: readLog(tx) }, before);
      });
    } finally {
      await session.close();
    }
  } finally {
    await database.stop();
  }
}

async function stateOf(tx: Sql): Promise<Pick<DatabaseLog, 'at' | 'entries' | 'newest'>> {
  const [row] = await tx.query<{ at: Date; entries: string; size: string | null; note: string | null }>(
    `select now() as at, (select coalesce(max(idx) + 1, 0)::text from ledger_leaf) as entries,
       h.size::text, h.note || coalesce((select string_agg(w.cosignature, '' order by w.name) from ledger_witness w
         where w.last_size = h.size and w.last_root = h.root and w.disabled_at is null), '') as note
     from (select 1) as always left join (select * from ledger_head order by size desc limit 1) h on true`,
  );
  const newest = row?.size == null || row.note === null ? null : { size: Number(row.size), note: row.note };
  return { at: row?.at ?? new Date(), entries: Number(row?.entries ?? 0), newest };
}
