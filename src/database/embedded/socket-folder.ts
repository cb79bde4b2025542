import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  mkdirSync,
  openSync,
  rmdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseProblem } from '../database-problem';
import { canEnter, type ServerUser } from './server-user';

/** A socket's path may have 103 bytes on macOS, 107 on Linux; `/.s.PGSQL.5432` takes 14, PostgreSQL's lock file 19. */
const longestFolder = 84;

/**
 * The folder of this cluster's socket: short, and named after the cluster so that two checkouts never meet.
 * INVARIANT: only the server user and the hub may enter it. `peer` asks the kernel who is calling as well, so that
 * where the server user is one that other services share (`nobody`), they still may not connect.
 */
export function socketFolder(cluster: string, user: ServerUser): string {
  const name = `rollcall-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`;
  const base =
    [tmpdir(), '/tmp'].find(
      (at) => Buffer.byteLength(join(at, name)) <= longestFolder && canEnter(at, user),
    ) ?? '/tmp';
  const folder = join(base, name);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  secure(folder, user);
  return folder;
}

/** Through a descriptor, so that nobody can put a link in the folder's place between the look and the change. */
function secure(folder: string, user: ServerUser): void {
  const foreign = new DatabaseProblem(
    `${folder} was made by somebody else, so it is not used. Remove it, or set TMPDIR to a folder of your own.`,
  );
  let handle: number;
  try {
    handle = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch {
    throw foreign;
  }
  try {
    const owner = fstatSync(handle).uid;
    const self = process.geteuid?.();
    if (owner !== self && !(user.kind === 'separate' && owner === user.uid)) throw foreign;
    if (user.kind === 'separate') fchownSync(handle, user.uid, process.getegid?.() ?? 0);
    fchmodSync(handle, user.kind === 'separate' ? 0o750 : 0o700);
  } finally {
    closeSync(handle);
  }
}

/** A folder in which another start has a socket already stays. */
export function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
}
