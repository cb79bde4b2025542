import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseProblem } from '../database-problem';
import { canEnter, type ServerUser } from './server-user';

/** In the data folder: where its database lies. */
const liesIn = 'database-lies-in';
/** In that place: whose database it is. */
const belongsTo = 'belongs-to';

/**
 * The place that an earlier start recorded. A data folder that was moved takes its database along; one that was
 * copied does not share it with the original.
 */
export function recordedPlace(home: string): string | undefined {
  const place = readText(join(home, liesIn));
  const owner = place === undefined ? undefined : readText(join(place, belongsTo));
  if (place === undefined || owner === undefined || lstatSync(place).uid !== 0) return undefined;
  if (owner === home) return place;
  if (readText(join(owner, liesIn)) === place) return undefined;
  writeFileSync(join(place, belongsTo), `${home}\n`);
  return place;
}

/** Makes a place named after the data folder, so that the next start comes to it even without the record. */
export function outsidePlace(
  home: string,
  user: ServerUser,
  parents: readonly string[] = usualParents(),
): string {
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  for (const parent of parents) {
    const place = join(parent, name);
    if (!makeOpen(parent) || !makeOpen(place) || !canEnter(place, user)) continue;
    writeFileSync(join(place, belongsTo), `${home}\n`);
    writeFileSync(join(home, liesIn), `${place}\n`);
    return place;
  }
  throw new DatabaseProblem(
    'There is no folder for the database that the user PostgreSQL runs as may enter. ' +
      'Set ROLLCALL_DATA_DIR to one, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Temporary folders last: they are emptied now and then. */
function usualParents(): readonly string[] {
  return [
    '/var/lib/rollcall',
    ...new Set(['/var/tmp', tmpdir(), '/tmp'].map((base) => join(base, 'rollcall-data'))),
  ];
}

/** Everybody may pass through; what is private is the cluster folder inside. @returns false when it cannot be made */
function makeOpen(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found !== undefined && found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0)
    return true;
  if (found !== undefined) {
    throw new DatabaseProblem(
      `${folder} was made by somebody else, so it is not used. Remove it, or set ROLLCALL_DATA_DIR to a folder of your own.`,
    );
  }
  try {
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    return true;
  } catch {
    return false;
  }
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}
