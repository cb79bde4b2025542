import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseProblem } from '../database-problem';
import { usableBinaries, type Binaries } from './binaries';
import { placeCluster } from './cluster-folder';
import { takeHold, type Hold } from './hold';
import { initialiseCluster } from './initialise-cluster';
import { launchServer, type Launched } from './launch';
import { platformPackage } from './platform-package';
import { clearDeadLock, readLock, servesCluster, type PostmasterLock } from './postmaster-lock';
import {
  answers,
  connectionTo,
  connectionUrl,
  ensureDatabase,
  isPassing,
  type ServerConnection,
} from './server-connection';
import { resolveServerUser, type ServerUser } from './server-user';
import { removeEmptyFolder, socketFolder } from './socket-folder';
import { stopServer } from './stop-server';

export interface EmbeddedOptions {
  /** Made when absent. One data folder has one server, shared by every process that starts it. */
  readonly dataDir: string;
  /** False only for tests: a crash of the machine may then lose the database. */
  readonly durable: boolean;
  readonly log: (line: string) => void;
}

export interface EmbeddedServer {
  /** To the database `rollcall`. */
  readonly connection: ServerConnection;
  url(database: string): string;
  /** True when the server was already running: another process shares it, or the hub that started it was killed. */
  readonly adopted: boolean;
  readonly pid: number;
  /** Stops the server, unless another process of ours still uses it. To be called after every connection is closed. */
  stop(): Promise<void>;
}

const database = 'rollcall';
const patience = 120_000;

/**
 * A real PostgreSQL for this data folder: adopted when it runs, started (and made) when it does not.
 * @throws DatabaseProblem with what to do, when this machine cannot run it
 */
export async function startEmbedded({ dataDir, durable, log }: EmbeddedOptions): Promise<EmbeddedServer> {
  const user = resolveServerUser();
  const binaries = usableBinaries(platformPackage(), user, log);
  const cluster = placeCluster(dataDir, user, log);
  for (const end = Date.now() + patience; ;) {
    try {
      const server = await startOnce(cluster, binaries, user, durable);
      if (server !== undefined) return server;
    } catch (error) {
      if (error instanceof DatabaseProblem || !isPassing(error)) throw error;
    }
    if (Date.now() > end) {
      throw new DatabaseProblem(
        `PostgreSQL did not become ready in ${patience / 1000} seconds; ${cluster}.log may say why.`,
      );
    }
    await pause(100);
  }
}

/** @returns undefined when the server went away under us, and another try is due */
async function startOnce(
  cluster: string,
  binaries: Binaries,
  user: ServerUser,
  durable: boolean,
): Promise<EmbeddedServer | undefined> {
  const left = readLock(cluster);
  const running = left !== undefined && servesCluster(left.pid, cluster);
  const launched = running ? undefined : await launch(cluster, left, binaries, user, durable);
  const lock = await ready(cluster, launched, binaries);
  if (lock === undefined) return undefined;

  const hold = await takeHold(connectionTo(cluster, lock, 'postgres'));
  try {
    await ensureDatabase(connectionTo(cluster, lock, 'postgres'), database);
  } catch (error) {
    await hold.end();
    throw error;
  }
  const connection = connectionTo(cluster, lock, database);
  let stopping: Promise<void> | undefined;
  return {
    connection,
    url: (name) => connectionUrl(connection, name),
    adopted: lock.pid !== launched?.pid,
    pid: lock.pid,
    stop: () => (stopping ??= leave(hold, lock, cluster, binaries)),
  };
}

async function leave(hold: Hold, lock: PostmasterLock, cluster: string, binaries: Binaries): Promise<void> {
  try {
    if (!(await hold.isLast())) return;
    await stopServer(lock.pid, cluster, binaries);
    if (lock.socketFolder !== '') removeEmptyFolder(lock.socketFolder);
  } finally {
    await hold.end();
  }
}

async function launch(
  cluster: string,
  left: PostmasterLock | undefined,
  binaries: Binaries,
  user: ServerUser,
  durable: boolean,
): Promise<Launched> {
  initialiseCluster(cluster, binaries, user, durable);
  const loopback = process.platform === 'win32';
  const folder = loopback ? undefined : socketFolder(cluster, user);
  if (left !== undefined) clearDeadLock(cluster, left, folder ?? '');
  return launchServer({
    binaries,
    cluster,
    user,
    socketFolder: folder,
    port: loopback ? await freePort() : 5432,
    durable,
  });
}

/** Waits until the server of this cluster answers. @returns undefined when it is gone, or its place was taken */
async function ready(
  cluster: string,
  launched: Launched | undefined,
  binaries: Binaries,
): Promise<PostmasterLock | undefined> {
  for (const end = Date.now() + patience; Date.now() < end;) {
    await pause(15);
    const lastWords = launched?.ended();
    if (lastWords !== undefined) {
      refuseUnlessPassing(lastWords, cluster);
      return undefined;
    }
    const lock = readLock(cluster);
    if (lock === undefined || !servesCluster(lock.pid, cluster)) {
      if (launched === undefined) return undefined;
      continue;
    }
    if (!lock.ready) continue;
    if (await answers(connectionTo(cluster, lock, 'postgres'))) return lock;
    if (lock.socketFolder !== '' && !existsSync(join(lock.socketFolder, `.s.PGSQL.${lock.port}`))) {
      // Something that tidies temporary folders took the socket away: nobody can reach this server again.
      await stopServer(lock.pid, cluster, binaries);
      return undefined;
    }
  }
  return undefined;
}

/** Two starts at once, a stop that tidies up meanwhile, and helpers of a killed server not yet ended: they pass. */
function refuseUnlessPassing(lastWords: string, cluster: string): void {
  const passing = /lock file .* (already exists|No such file)|pre-existing shared memory block/;
  if (passing.test(lastWords)) return;
  const reason =
    /FATAL:\s+(.*)/.exec(lastWords)?.[1] ?? lastWords.trim().split('\n').at(-1) ?? 'no reason given';
  throw new DatabaseProblem(
    `PostgreSQL did not start (${reason}); ${cluster}.log may say more. ` +
      'Set ROLLCALL_DATA_DIR to another folder, or DATABASE_URL to a PostgreSQL of your own.',
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
