import 'reflect-metadata';
import { DataSource, type EntitySchema } from 'typeorm';
import { allMigrations } from '../../migrations/all';
import { QuietClient } from './quiet-client';

/** Under which database role a pool works. The owner alone owns tables; it migrates and does nothing else. */
export type DatabaseRole = 'owner' | 'app' | 'sequencer' | 'retention';

export type Entities = readonly (EntitySchema | (new () => object))[];

export interface DataSourceOptions {
  readonly url: string;
  readonly role: DatabaseRole;
  readonly entities?: Entities;
  readonly poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  readonly name?: string;
}

/** A pool that is not connected yet: call `initialize()`. */
export function createDataSource({
  url,
  role,
  entities = [],
  poolSize = 10,
  name,
}: DataSourceOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: urlForRole(url, role),
    entities: [...entities],
    migrations: [...allMigrations],
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize,
    extra: { Client: QuietClient },
    connectTimeoutMS: 10_000,
    applicationName: name ?? `rollcall ${role}`,
    // An idle connection that was cut is replaced at the next query; what pg says of it names the server.
    poolErrorHandler: () => undefined,
  });
}

/**
 * Every session of the pool begins as the role, and `RESET ROLE` or `DISCARD ALL` lead back to it: no query can run
 * before a `SET ROLE` that was forgotten. In the address, where options of the operator's own are kept.
 */
export function urlForRole(url: string, role: DatabaseRole): string {
  const address = new URL(url);
  const options = [address.searchParams.get('options') ?? '', '-c timezone=UTC'];
  if (role !== 'owner') options.push(`-c role=rollcall_${role}`);
  // What requests run takes milliseconds: to compile it first takes longer than to run it.
  if (role === 'app') options.push('-c jit=off');
  address.searchParams.set('options', options.join(' ').trim());
  return address.toString();
}
