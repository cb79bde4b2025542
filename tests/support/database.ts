import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, type Entities } from '../../src/database/data-source';
import { onServer, testServer, urlOf } from './server';
import { ensureTemplate } from './template';

export interface TestDatabase {
  readonly name: string;
  /** The owner's address. */
  readonly url: string;
  readonly owner: DataSource;
  /** Works under `rollcall_app`. */
  readonly app: DataSource;
  /** Closes both pools and removes the database. @throws when a test left another connection open */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly entities?: Entities;
  /** False for a database without any migration. */
  readonly migrated?: boolean;
  readonly poolSize?: number;
  /** A template of one's own, migrated and filled, in place of the empty one. */
  readonly template?: { readonly name: string; readonly fill: (owner: DataSource) => Promise<void> };
}

/** A migrated, empty database of one's own: `beforeAll` makes it, `afterAll` drops it. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { adminUrl, template, prefix } = testServer();
  const name = `${prefix}${randomBytes(5).toString('hex')}`;
  const from = options.migrated === false ? 'template0' : (options.template?.name ?? template);
  await onServer(adminUrl, async (admin) => {
    if (from !== 'template0') await ensureTemplate(admin, adminUrl, from, options.template?.fill);
    await copyDatabase(admin, name, from);
    const state: { testPath?: string | undefined } = typeof expect === 'undefined' ? {} : expect.getState();
    const file = state.testPath?.replace(/^.*\/tests\//, 'tests/') ?? 'a test';
    await admin.query(`COMMENT ON DATABASE ${name} IS ${admin.escapeLiteral(file)}`);
  });
  const url = urlOf(adminUrl, name);
  const { entities = [], poolSize = 4 } = options;
  const owner = createDataSource({ url, role: 'owner', entities, poolSize });
  const app = createDataSource({ url, role: 'app', entities, poolSize });
  await owner.initialize();
  // Without the migrations, the role need not exist.
  if (options.migrated !== false) await app.initialize();
  return { name, url, owner, app, drop: () => drop(adminUrl, name, [app, owner]) };
}

/** PostgreSQL copies a database only while nobody else is in it, be it another test's copying. */
async function copyDatabase(admin: Client, name: string, template: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY wal_log`);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== '55006' || tries === 100) throw error;
      await pause(20);
    }
  }
}

async function drop(adminUrl: string, name: string, pools: readonly DataSource[]): Promise<void> {
  for (const pool of pools) if (pool.isInitialized) await pool.destroy();
  await onServer(adminUrl, async (admin) => {
    const leaked = await leakedConnections(admin, name);
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    if (leaked.length > 0) throw new Error(`A connection was left open: ${leaked.join('; ')}`);
  });
}

/** A closed connection takes a moment to go; one that was left open stays. */
async function leakedConnections(admin: Client, name: string): Promise<string[]> {
  let leaked: string[] = [];
  for (let tries = 0; tries < 40; tries++) {
    const { rows } = await admin.query<{ application: string; query: string }>(
      `SELECT application_name AS application, left(query, 200) AS query FROM pg_stat_activity
       WHERE datname = $1 AND backend_type = 'client backend'`,
      [name],
    );
    leaked = rows.map(({ application, query }) => `${application}, last seen at: ${query}`);
    if (leaked.length === 0) break;
    await pause(25);
  }
  return leaked;
}
