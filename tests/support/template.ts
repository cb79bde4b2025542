import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/database/data-source';
import { migrate } from '../../src/database/migrate';
import { urlOf } from './server';

const migrations = resolve(__dirname, '../../migrations');
const oneAtATime = 0x74656d70;

/** Named after the migrations: made once, and used by every run until a migration changes. */
export function templateName(): string {
  return `rollcall_template_${digestOfFiles([migrations])}`;
}

/** Of names and contents of every file below these files and folders. */
export function digestOfFiles(places: readonly string[]): string {
  const hash = createHash('sha256');
  for (const place of places) {
    const found = readdirSync(place, { recursive: true, encoding: 'utf8', withFileTypes: true });
    const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const path of files.sort()) {
      hash.update(path.slice(place.length)).update('\0').update(readFileSync(path)).update('\0');
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * The migrated database that tests copy, with what `fill` adds to it. Made at first need, so that a test without a
 * database needs no migration.
 */
export async function ensureTemplate(
  admin: Client,
  adminUrl: string,
  template: string,
  fill?: (owner: DataSource) => Promise<void>,
): Promise<void> {
  if (await exists(admin, template)) return;
  await admin.query('SELECT pg_advisory_lock($1)', [oneAtATime]);
  try {
    if (!(await exists(admin, template))) await makeTemplate(admin, adminUrl, template, fill);
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [oneAtATime]);
  }
}

async function makeTemplate(
  admin: Client,
  adminUrl: string,
  template: string,
  fill?: (owner: DataSource) => Promise<void>,
): Promise<void> {
  const draft = `rollcall_draft_${process.pid}`;
  await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${draft} TEMPLATE template0`);
  const owner = createDataSource({ url: urlOf(adminUrl, draft), role: 'owner', poolSize: 2 });
  await owner.initialize();
  try {
    await migrate(owner);
    await fill?.(owner);
  } finally {
    await owner.destroy();
  }
  await admin.query(`COMMENT ON DATABASE ${draft} IS '${new Date().toISOString()}'`);
  // Only now under the name that others look for: half a template is never copied.
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

async function exists(admin: Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  return rowCount !== 0;
}
