import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import type { Config } from '../config';
import { checkServer } from '../database/check-server';
import { createDataSource } from '../database/data-source';
import { DatabaseProblem } from '../database/database-problem';
import { startEmbedded } from '../database/embedded/start-embedded';
import { pendingMigrations } from '../database/pending-migrations';
import { sqlOf } from '../database/sql';
import type { Sql } from '../gate/ports';
import type { Finding } from './finding';
import { agreementFindings } from './doctor-agreements';
import { peerFindings } from './doctor-peers';
import { witnessFinding } from './doctor-witnesses';

const ROLES = ['rollcall_app', 'rollcall_sequencer', 'rollcall_retention'];
const MOST_SKEW_SECONDS = 2;

/** The database and what lies in it, as far as it can be reached. Nothing is migrated. */
export async function databaseFindings(config: Config): Promise<Finding[]> {
  const name = 'database';
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, 'hub-keys.json'))) {
    return [{ name, problems: ['nothing is installed in the data folder yet: run rollcall start.'] }];
  }
  try {
    const { databaseUrl, dataDir } = config;
    const server =
      databaseUrl === undefined
        ? await startEmbedded({ dataDir, durable: true, log: () => undefined })
        : undefined;
    try {
      return await look(config, server?.url('rollcall') ?? databaseUrl ?? '');
    } finally {
      await server?.stop();
    }
  } catch (error) {
    if (!(error instanceof DatabaseProblem)) throw error;
    return [{ name, problems: [error.message] }];
  }
}

async function look(config: Config, url: string): Promise<Finding[]> {
  await checkServer(url);
  const owner = createDataSource({ url, role: 'owner', poolSize: 1, name: 'rollcall doctor' });
  await owner.initialize();
  try {
    const sql = sqlOf(owner);
    const version = await sql.query<{ version: string }>(
      `select current_setting('server_version') as version`,
    );
    const migrations = await migrationFinding(owner, sql);
    const findings = [
      {
        name: 'database',
        problems: await durabilityProblems(sql),
        found: `PostgreSQL ${version[0]?.version ?? ''}`,
      },
      { name: 'database roles', problems: await roleProblems(sql) },
      migrations,
      { name: 'clock', problems: await clockProblems(sql) },
    ];
    return migrations.problems.length > 0
      ? findings
      : [
          ...findings,
          ...(await agreementFindings(config, sql)),
          ...(await peerFindings(config, sql)),
          await witnessFinding(sql),
        ];
  } finally {
    await owner.destroy();
  }
}

async function durabilityProblems(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `select name from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off'`,
  );
  return rows.map(({ name }) => `${name} is off, so the ledger could lose entries: switch it on.`);
}

/** The roles under which the hub works are there, own nothing, and cannot change what has been written. */
async function roleProblems(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ role: string; found: boolean; mighty: boolean | null; owned: string[] }>(
    `select wanted.role, r.oid is not null as found, r.rolsuper or r.rolbypassrls as mighty,
       array(select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relowner = r.oid and n.nspname = 'public' order by 1) as owned
     from unnest($1::text[]) as wanted(role) left join pg_roles r on r.rolname = wanted.role`,
    [ROLES],
  );
  const [ledger] = await sql.query<{ changes: boolean | null }>(
    `select has_table_privilege(r.oid, to_regclass('ledger_entry'), 'UPDATE, DELETE, TRUNCATE') as changes
     from pg_roles r where r.rolname = 'rollcall_app'`,
  );
  return [
    ...rows.filter((r) => !r.found).map((r) => `the role ${r.role} is missing: run rollcall migrate.`),
    ...rows
      .filter((r) => r.mighty === true)
      .map((r) => `the role ${r.role} is a superuser or bypasses row security: take that from it.`),
    ...rows
      .filter((r) => r.owned.length > 0)
      .map((r) => `the role ${r.role} owns ${r.owned.join(', ')}: give them to the owner.`),
    ...(ledger?.changes === true
      ? ['rollcall_app may change ledger_entry: revoke update, delete and truncate from it.']
      : []),
  ];
}

async function migrationFinding(owner: DataSource, sql: Sql): Promise<Finding> {
  const name = 'migrations';
  const [table] = await sql.query<{ there: boolean }>(
    `select to_regclass('schema_migration') is not null as there`,
  );
  if (table?.there !== true) return { name, problems: ['none has run: run rollcall migrate.'] };
  const pending = await pendingMigrations(owner);
  const problems = pending.length === 0 ? [] : [`${pending.join(', ')} have not run: run rollcall migrate.`];
  return { name, problems };
}

async function clockProblems(sql: Sql): Promise<string[]> {
  const before = Date.now();
  const [row] = await sql.query<{ now: string }>('select extract(epoch from clock_timestamp())::text as now');
  const skew = Math.abs(Number(row?.now) - (before + Date.now()) / 2000);
  if (skew <= MOST_SKEW_SECONDS) return [];
  return [
    `the clocks of this machine and of the database differ by ${Math.round(skew)} seconds: set them by one time service.`,
  ];
}
