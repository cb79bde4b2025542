import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseProblem } from '../database-problem';
import { copyNative } from './copied-binaries';
import { libraryLinks, type PlatformPackage } from './platform-package';
import { canEnter, identityOf, type ServerUser } from './server-user';

/** Programs that the server user has been seen to be able to run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/**
 * Uses the package where npm put it when that works, and a copy elsewhere when it does not: the server user may
 * not be allowed into the checkout, and an installation without install scripts lacks the library links.
 * @param bases the folders in which a copy may be made, the best first
 */
export function usableBinaries(
  found: PlatformPackage,
  user: ServerUser,
  log: (line: string) => void,
  bases: Iterable<string> = new Set([tmpdir(), '/tmp', '/var/tmp']),
): Binaries {
  const inPlace = programs(found.native);
  let trouble = linksMissing(found.native) ? 'library links' : tryOut(inPlace, user);
  if (trouble === undefined) return inPlace;
  // A copy cures these two; what the machine itself lacks, it lacks for the copy too.
  const curable = trouble === 'library links' || trouble === 'EACCES';
  for (const base of curable ? bases : []) {
    if (!existsSync(base) || !canEnter(base, user)) continue;
    const copy = programs(copyNative(found, base));
    trouble = tryOut(copy, user);
    if (trouble === undefined) {
      log(`PostgreSQL programs run from a copy in ${dirname(dirname(copy.postgres))}`);
      return copy;
    }
  }
  throw new DatabaseProblem(
    `The PostgreSQL that comes with Rollcall does not run on this machine (${trouble}). ` +
      'It needs a 64-bit system with glibc, libgcc and libstdc++; or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

function linksMissing(native: string): boolean {
  return libraryLinks(native).some(({ target }) => !existsSync(join(dirname(native), target)));
}

function programs(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const path = (name: string): string => join(native, 'bin', `${name}${suffix}`);
  return { initdb: path('initdb'), postgres: path('postgres'), pgCtl: path('pg_ctl') };
}

/** @returns what went wrong, or undefined when both programs run */
function tryOut(binaries: Binaries, user: ServerUser): string | undefined {
  for (const program of [binaries.postgres, binaries.initdb]) {
    const run = spawnSync(program, ['--version'], { ...identityOf(user), cwd: '/', encoding: 'utf8' });
    if (run.error !== undefined) return (run.error as NodeJS.ErrnoException).code ?? 'it cannot be started';
    if (run.status !== 0) {
      const missing = /lib[\w.+-]+(?=: cannot open)/.exec(run.stderr)?.[0];
      return missing === undefined ? `it stopped with ${run.status ?? run.signal}` : `${missing} is missing`;
    }
  }
  return undefined;
}
