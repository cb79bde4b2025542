import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  agreementSetOf,
  AgreementSetProblem,
  type AgreementSet,
  type SetOptions,
} from '../agreements/agreement-set';
import { agreementSetInForce, type SetInForce } from '../agreements/agreement-set-in-force';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { sqlOf } from '../database/sql';
import { systemClock } from '../kernel/clock';
import { isLocalDate } from '../kernel/local-date';
import { londonDate } from '../kernel/london-time';

export const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

export const SOURCES =
  'a folder, `database` (what the hub enforces), `database:NAME@VERSION` or `git:REVISION`';

/** `--day`, or today in London. */
export function dayOf(command: Command, text: string | undefined): string {
  const day = text ?? londonDate(systemClock.now());
  if (!isLocalDate(day)) command.error('--day: write a day of the calendar, as in 2026-09-01.', WRONG_USAGE);
  return day;
}

/** Agreements from where the words of an option say. What cannot be read is wrong usage, with the reason. */
export async function agreementsFrom(
  command: Command,
  option: string,
  source: string | undefined,
  day: string,
): Promise<AgreementSet | SetInForce> {
  const { homeAuthority } = readConfig();
  try {
    if (source === undefined) return agreementSetOf(undefined, { homeAuthority, day });
    if (source === 'database' || source.startsWith('database:'))
      return await fromDatabase(source, homeAuthority, day);
    if (source.startsWith('git:')) return fromGit(source.slice('git:'.length), { homeAuthority, day });
    if (!existsSync(source)) throw new AgreementSetProblem(`there is no such folder; write ${SOURCES}.`);
    return agreementSetOf(resolve(source), { homeAuthority, day }, source);
  } catch (error) {
    if (error instanceof AgreementSetProblem)
      return command.error(`${option}: ${error.message}`, WRONG_USAGE);
    throw error;
  }
}

async function fromDatabase(source: string, homeAuthority: string, day: string): Promise<SetInForce> {
  const named = /^database:([^@]+)@(\d{1,9})$/.exec(source);
  if (source !== 'database' && !named) throw new AgreementSetProblem('write database:NAME@VERSION.');
  const config = readConfig();
  if (config.databaseUrl === undefined && !existsSync(config.dataDir)) {
    throw new AgreementSetProblem('there is no database yet: set DATABASE_URL, or run rollcall start once.');
  }
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  try {
    const instead = named ? { agreement: named[1] ?? '', version: Number(named[2]) } : null;
    return await agreementSetInForce(sqlOf(database.owner), { homeAuthority, day }, instead);
  } finally {
    await database.stop();
  }
}

/** Agreements and catalogues of the current folder's repository as they stood at a revision. */
function fromGit(revision: string, options: SetOptions): AgreementSet {
  if (!/^[\w][\w./~^@{}-]*$/.test(revision))
    throw new AgreementSetProblem('that is not the name of a revision.');
  const git = (...words: string[]): string => {
    try {
      return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      throw new AgreementSetProblem(`git does not know schema/agreements at ${revision}.`);
    }
  };
  const names = git('ls-tree', '-r', '--name-only', '--full-tree', revision, 'schema/')
    .split('\n')
    .filter((name) => /^schema\/(agreements\/)?[\w.-]+\.ya?ml$/.test(name));
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-revision-'));
  try {
    mkdirSync(join(folder, 'schema', 'agreements'), { recursive: true });
    for (const name of names) writeFileSync(join(folder, name), git('show', `${revision}:${name}`));
    return agreementSetOf(join(folder, 'schema', 'agreements'), options, `${revision}:schema/agreements`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
