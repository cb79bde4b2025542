import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseProblem } from '../database-problem';
import { outsidePlace, recordedPlace } from './outside-place';
import { canEnter, type ServerUser } from './server-user';

export const postgresMajor = 18;

/**
 * Where the database files of this data folder lie: inside it, or, when the hub is root and its server user may
 * not enter (a checkout in a closed home folder), in a place outside that is remembered in the data folder.
 * @param parents where to look for such a place, the best first
 * @returns the path of the cluster folder, whose parent exists and belongs to the hub
 */
export function placeCluster(
  dataDir: string,
  user: ServerUser,
  log: (line: string) => void,
  parents?: readonly string[],
): string {
  const home = makeHome(resolve(dataDir), user);
  const inside = clusterIn(home);
  refuseForeign(inside, user);
  if (user.kind === 'self') return inside;
  const recorded = existsSync(inside) ? undefined : recordedPlace(home);
  if (recorded === undefined && canEnter(home, user)) return inside;
  if (existsSync(inside)) {
    throw new DatabaseProblem(
      `The database in ${inside} is closed to the user that PostgreSQL runs as. ` +
        'Let others enter the folders above it (chmod o+x), or set ROLLCALL_DATA_DIR to where the data shall lie.',
    );
  }
  const place = recorded ?? outsidePlace(home, user, parents);
  log(`PostgreSQL may not enter ${home}: the database lies in ${place}`);
  const outside = clusterIn(place);
  refuseForeign(outside, user);
  return outside;
}

function clusterIn(folder: string): string {
  return join(folder, `postgres-${postgresMajor}`);
}

/** When it is we who make it, the server user may pass through, whatever the hub's mask is. */
function makeHome(wanted: string, user: ServerUser): string {
  try {
    const made = mkdirSync(wanted, { recursive: true });
    if (made !== undefined && user.kind === 'separate') chmodSync(wanted, 0o755);
    accessSync(wanted, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new DatabaseProblem(
      `The data folder ${wanted} cannot be made or written to (${code}). ` +
        'Set ROLLCALL_DATA_DIR to a folder of your own, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  return realpathSync(wanted);
}

function refuseForeign(cluster: string, user: ServerUser): void {
  const found = lstatSync(cluster, { throwIfNoEntry: false });
  if (found === undefined || process.platform === 'win32') return;
  if (found.uid === (user.kind === 'separate' ? user.uid : process.geteuid?.())) return;
  throw new DatabaseProblem(
    `The database in ${cluster} was made by another user (a start with sudo?). ` +
      'Start Rollcall as that user, or set ROLLCALL_DATA_DIR to another folder.',
  );
}
