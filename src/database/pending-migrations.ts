import type { DataSource } from 'typeorm';
import { allMigrations } from '../../migrations/all';

/** Migrations of this program that the database has not seen, oldest first. Only the owner may ask. */
export async function pendingMigrations(database: DataSource): Promise<readonly string[]> {
  const done = await database.query<{ name: string }[]>('select name from schema_migration');
  const names = new Set(done.map(({ name }) => name));
  return allMigrations.map(({ name }) => name).filter((name) => !names.has(name));
}
