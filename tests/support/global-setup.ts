import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import type { Client } from 'pg';
import { startEmbedded, type EmbeddedServer } from '../../src/database/embedded/start-embedded';
import { keepServer } from './global-server';
import { onServer, testDataDir, testServerVariable, type TestServer } from './server';
import { templateName } from './template';

const oneAtATime = 0x74657374;
const day = 24 * 60 * 60 * 1000;

/** One server for the run: started, adopted from another run, or yours. */
async function globalSetup(): Promise<void> {
  const own = process.env['DATABASE_URL'] ?? '';
  const server = own === '' ? await startTestServer() : undefined;
  if (server !== undefined) keepServer(server);
  const adminUrl = server?.url('postgres') ?? own;
  const template = templateName();
  await onServer(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [oneAtATime]);
    await removeRemains(admin, template);
  });
  const found: TestServer = { adminUrl, template, prefix: `rollcall_test_${process.pid}_` };
  process.env[testServerVariable] = JSON.stringify(found);
}

/** Tests run without waiting for the disk, so that a crash of the machine can leave a database that does not start. */
async function startTestServer(): Promise<EmbeddedServer> {
  const options = { dataDir: testDataDir, durable: false, log: () => undefined };
  try {
    return await startEmbedded(options);
  } catch {
    await rm(testDataDir, { recursive: true, force: true });
    return startEmbedded(options);
  }
}

/** Databases of runs that were cut off, and templates of migrations that have changed since. */
async function removeRemains(admin: Client, template: string): Promise<void> {
  const { rows } = await admin.query<{ name: string; made: string | null }>(
    `SELECT datname AS name, shobj_description(oid, 'pg_database') AS made FROM pg_database
     WHERE datname ~ '^rollcall_(test|draft|template)_'`,
  );
  for (const { name, made } of rows) {
    const pid = /^rollcall_(?:test|draft)_(\d+)/.exec(name)?.[1];
    const old =
      pid === undefined
        ? name !== template && Date.now() - Date.parse(made ?? '') > day
        : !isRunning(Number(pid));
    if (old) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

// Jest wants the function itself.
export = globalSetup;
