import type { DataSource } from 'typeorm';
import { allMigrations } from '../../migrations/all';
import { DatabaseProblem } from './database-problem';

/** A number of our own among PostgreSQL's advisory locks: "migr". */
const lockKey = 0x6d696772;

/**
 * Brings the database up to this program, one process at a time.
 * @returns the names of the migrations that ran, oldest first; empty when there was nothing to do
 * @throws DatabaseProblem when the database has been migrated by a newer Rollcall
 */
export async function migrate(owner: DataSource): Promise<readonly string[]> {
  const runner = owner.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [lockKey]);
    try {
      await refuseNewer(owner);
      const ran = await owner.runMigrations({ transaction: 'each' });
      return ran.map(({ name }) => name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [lockKey]);
    }
  } finally {
    await runner.release();
  }
}

async function refuseNewer(owner: DataSource): Promise<void> {
  const [table] = await owner.query<{ found: string | null }[]>(
    `SELECT to_regclass('schema_migration') AS found`,
  );
  if (table?.found == null) return;
  const done = await owner.query<{ name: string }[]>('SELECT name FROM schema_migration ORDER BY id');
  const known = new Set(allMigrations.map(({ name }) => name));
  const unknown = done.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new DatabaseProblem(
    `The database was migrated by another version of Rollcall (${unknown.join(', ')}). Start that version, or use another database.`,
  );
}
