import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseProblem } from '../database-problem';
import type { Binaries } from './binaries';
import { postgresMajor } from './cluster-folder';
import { serverEnvironment } from './server-environment';
import { isAlive } from './postmaster-lock';
import { identityOf, type ServerUser } from './server-user';

export const superuser = 'rollcall';

/** Makes the cluster unless it is there. Under another name first: a start that was cut off leaves no half-made database. */
export function initialiseCluster(
  cluster: string,
  binaries: Binaries,
  user: ServerUser,
  durable: boolean,
): void {
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    checkVersion(cluster);
    return;
  }
  const home = dirname(cluster);
  removeDrafts(home, `${basename(cluster)}.new-`);
  const draft = `${cluster}.new-${process.pid}`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    if (user.kind === 'separate') chownSync(draft, user.uid, user.gid);
    runInitdb(draft, binaries, user, durable);
    writeAccessRules(draft, user);
    renameSync(draft, cluster);
    if (durable) syncFolder(home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another start of the same data folder was faster.
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error;
  }
}

/** The server's password on Windows, which has no sockets of this kind; undefined elsewhere. */
export function passwordOf(cluster: string): string | undefined {
  const file = `${cluster}.password`;
  return process.platform === 'win32' && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function runInitdb(draft: string, binaries: Binaries, user: ServerUser, durable: boolean): void {
  const options = [`--pgdata=${draft}`, `--username=${superuser}`, '--encoding=UTF8', '--auth=reject'];
  // Order and case come from PostgreSQL's own tables, the same on every machine. The character type still comes from
  // the system, because pg_trgm reads it: under plain C every letter outside ASCII would fall out of a name's trigrams.
  options.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
  if (!durable) options.push('--no-sync');
  if (process.platform === 'win32') options.push(...windowsPassword(draft));
  let said = '';
  for (const characters of ['C.UTF-8', 'en_US.UTF-8', 'en_GB.UTF-8', 'C']) {
    const run = spawnSync(binaries.initdb, [...options, `--lc-ctype=${characters}`], {
      ...identityOf(user),
      ...serverEnvironment(),
      cwd: process.platform === 'win32' ? draft : '/',
      encoding: 'utf8',
    });
    if (run.status === 0) return;
    said = run.stderr || (run.error?.message ?? '');
    if (!/invalid locale|encoding mismatch/.test(said)) break;
  }
  const reason = said.split('\n').find((line) => line.includes('error:')) ?? 'no reason given';
  throw new DatabaseProblem(
    `A new database could not be made in ${dirname(draft)} (${reason.replace(/^.*error: /, '')}). ` +
      'Check that the disk has room, set ROLLCALL_DATA_DIR to another folder, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/**
 * Who may connect: the hub's own system user, told by the kernel (`peer`); no password that could be read or guessed.
 * The old file is removed, not written to, so that a link in its place cannot lead root elsewhere.
 */
function writeAccessRules(draft: string, user: ServerUser): void {
  const loopback = process.platform === 'win32';
  const rule = loopback ? 'host all all 127.0.0.1/32 scram-sha-256' : 'local all all peer map=hub';
  const files = { 'pg_hba.conf': rule, 'pg_ident.conf': `hub "${user.hubName}" ${superuser}` };
  for (const [name, text] of Object.entries(files)) {
    const path = join(draft, name);
    rmSync(path);
    writeFileSync(path, `${text}\n`, { flag: 'wx', mode: 0o600 });
    if (user.kind === 'separate') chownSync(path, user.uid, user.gid);
  }
}

function windowsPassword(draft: string): string[] {
  const file = draft.replace(/\.new-\d+$/, '.password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return [`--pwfile=${file}`];
}

function checkVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version === String(postgresMajor)) return;
  throw new DatabaseProblem(
    `The database in ${cluster} was made by PostgreSQL ${version}; Rollcall brings ${postgresMajor}. ` +
      'Set ROLLCALL_DATA_DIR to another folder, or DATABASE_URL to a server of that version.',
  );
}

function removeDrafts(home: string, prefix: string): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
      rmSync(join(home, name), { recursive: true, force: true });
    }
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
