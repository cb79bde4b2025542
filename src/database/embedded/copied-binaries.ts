import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { DatabaseProblem } from '../database-problem';
import { libraryLinks, type PlatformPackage } from './platform-package';

/**
 * Copies the programs to a folder named after their content, which every user may read, or finds the copy made before.
 * INVARIANT: a copy that somebody else could have made or changed is never run.
 */
export function copyNative(found: PlatformPackage, base: string): string {
  const files = listFiles(found.native);
  const target = join(base, `rollcall-postgres-${found.version}-${digest(found.native, files)}`);
  if (existing(target)) return target;
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    for (const file of files) copyOne(join(found.native, file), join(draft, file), draft);
    for (const { source, target: link } of libraryLinks(found.native)) {
      const at = join(draft, relative('native', link));
      rmSync(at, { force: true });
      symlinkSync(relative(dirname(link), source), at);
    }
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process may have finished the same copy first.
    if (!existing(target)) throw error;
  }
  return target;
}

function existing(target: string): boolean {
  const found = lstatSync(target, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const mine = found.uid === 0 || found.uid === process.geteuid?.() || process.platform === 'win32';
  if (!found.isDirectory() || !mine || (process.platform !== 'win32' && (found.mode & 0o022) !== 0)) {
    throw new DatabaseProblem(
      `${target} was made by somebody else, so it is not used. Remove it, set TMPDIR to a folder of your own, ` +
        'or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  return true;
}

/** Every file but those for compiling against PostgreSQL, in a fixed order. */
function listFiles(folder: string, under = ''): string[] {
  return readdirSync(join(folder, under), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(under, entry.name);
      if (entry.isDirectory())
        return ['pgxs', 'pkgconfig'].includes(entry.name) ? [] : listFiles(folder, path);
      return entry.name.endsWith('.a') ? [] : [path];
    });
}

function digest(native: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    // Links are left out: with and without them it is the same package.
    if (lstatSync(join(native, file)).isSymbolicLink()) continue;
    hash.update(`${file}\0`).update(readFileSync(join(native, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

function copyOne(from: string, to: string, top: string): void {
  makeFolder(dirname(to), top);
  if (lstatSync(from).isSymbolicLink()) {
    symlinkSync(readlinkSync(from), to);
    return;
  }
  copyFileSync(from, to);
  chmodSync(to, basename(dirname(to)) === 'bin' ? 0o755 : 0o644);
}

/** The mode is set outright: the hub may run with a mask that closes what it makes. */
function makeFolder(folder: string, top: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  if (folder !== top) makeFolder(dirname(folder), top);
  mkdirSync(folder);
  chmodSync(folder, 0o755);
}
