import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { placeCluster } from '../../src/database/embedded/cluster-folder';
import { resolveServerUser } from '../../src/database/embedded/server-user';
import { startEmbedded } from '../../src/database/embedded/start-embedded';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { onlyWhere } from '../support/only-where';

const asRoot = onlyWhere(process.geteuid?.() === 0);
const quiet = (): void => undefined;

describe('where the database lies', () => {
  const user = resolveServerUser();
  let open: TestFolder;
  let closed: TestFolder;
  let parents: string[];
  beforeEach(() => {
    open = makeTestFolder();
    closed = makeTestFolder(0o700);
    parents = [join(open.path, 'rollcall')];
  });
  afterEach(() => {
    chmodSync(closed.path, 0o700);
    open.remove();
    closed.remove();
  });

  it('is inside the data folder', () => {
    const dataDir = join(open.path, 'checkout', '.rollcall');
    expect(placeCluster(dataDir, user, quiet, parents)).toBe(join(dataDir, 'postgres-18'));
  });

  it('is refused with the way out when the data folder cannot be made', () => {
    writeFileSync(join(open.path, 'a-file'), '');
    expect(() => placeCluster(join(open.path, 'a-file', 'data'), user, quiet, parents)).toThrow(
      /cannot be made or written to \(ENOTDIR\).*ROLLCALL_DATA_DIR/,
    );
  });

  asRoot('is outside a closed home folder, in the same place every time, and said aloud', () => {
    const dataDir = join(closed.path, 'checkout', '.rollcall');
    const said: string[] = [];
    const cluster = placeCluster(dataDir, user, (line) => said.push(line), parents);
    expect(dirname(dirname(cluster))).toBe(parents[0]);
    expect(said).toEqual([`PostgreSQL may not enter ${dataDir}: the database lies in ${dirname(cluster)}`]);
    expect(statSync(dirname(cluster)).mode & 0o777).toBe(0o755);
    expect(placeCluster(dataDir, user, quiet, parents)).toBe(cluster);
    rmSync(dataDir, { recursive: true });
    expect(placeCluster(dataDir, user, quiet, parents)).toBe(cluster);
  });

  asRoot('is another for another checkout', () => {
    const place = (name: string): string => placeCluster(join(closed.path, name), user, quiet, parents);
    expect(place('one')).not.toBe(place('two'));
  });

  asRoot('stays the same when the home folder is opened afterwards', () => {
    const cluster = placeCluster(join(closed.path, 'data'), user, quiet, parents);
    chmodSync(closed.path, 0o755);
    expect(placeCluster(join(closed.path, 'data'), user, quiet, parents)).toBe(cluster);
  });

  asRoot('is taken along when the checkout moves, and not shared when it is copied', () => {
    const first = join(closed.path, 'first');
    const cluster = placeCluster(first, user, quiet, parents);
    const copied = join(closed.path, 'copied');
    cpSync(first, copied, { recursive: true });
    expect(placeCluster(copied, user, quiet, parents)).not.toBe(cluster);
    const moved = join(closed.path, 'moved');
    renameSync(first, moved);
    expect(placeCluster(moved, user, quiet, parents)).toBe(cluster);
  });

  asRoot('is not lost sight of when a folder above it is closed afterwards', () => {
    const dataDir = join(closed.path, 'data');
    chmodSync(closed.path, 0o755);
    const cluster = placeCluster(dataDir, user, quiet, parents);
    expect(cluster).toBe(join(dataDir, 'postgres-18'));
    mkdirSync(cluster);
    if (user.kind === 'separate') chownSync(cluster, user.uid, user.gid);
    chmodSync(closed.path, 0o700);
    expect(() => placeCluster(dataDir, user, quiet, parents)).toThrow(/is closed to the user.*chmod o\+x/);
  });

  asRoot('is not a folder that somebody else could have planted', () => {
    mkdirSync(parents[0] ?? '');
    chmodSync(parents[0] ?? '', 0o777);
    expect(() => placeCluster(join(closed.path, 'data'), user, quiet, parents)).toThrow(
      /made by somebody else.*ROLLCALL_DATA_DIR/,
    );
  });

  asRoot('holds what a hub in a closed home folder saved', async () => {
    const dataDir = join(closed.path, '.rollcall');
    const place = dirname(placeCluster(dataDir, user, quiet));
    try {
      for (const command of ['CREATE TABLE kept ()', 'DROP TABLE kept']) {
        const server = await startEmbedded({ dataDir, durable: false, log: quiet });
        const client = new Client(server.connection);
        await client.connect();
        await client.query(command);
        await client.end();
        await server.stop();
      }
      expect(existsSync(join(place, 'postgres-18', 'PG_VERSION'))).toBe(true);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
});
