import type { DataSource } from 'typeorm';
import type { Config } from '../config';
import { checkServer } from './check-server';
import { createDataSource, type Entities } from './data-source';
import { startEmbedded, type EmbeddedServer } from './embedded/start-embedded';
import { migrate } from './migrate';

export interface Database {
  /** Owns the tables: for migrations and for looking after the database. */
  readonly owner: DataSource;
  /** What requests run on. It works under `rollcall_app`, which owns nothing. */
  readonly app: DataSource;
  /** The owner's address: it may hold a password. */
  readonly url: string;
  /** Migrations that this start ran. */
  readonly migrated: readonly string[];
  /** Closes both pools, then stops the server when it is ours and nobody else uses it. */
  stop(): Promise<void>;
}

export interface ConnectOptions {
  readonly config: Pick<Config, 'databaseUrl' | 'dataDir' | 'poolSize'>;
  readonly entities: Entities;
  readonly log: (line: string) => void;
}

/**
 * The database of this installation, migrated: the operator's own, or the one that comes with Rollcall.
 * @throws DatabaseProblem with what to do
 */
export async function connectDatabase({ config, entities, log }: ConnectOptions): Promise<Database> {
  const server = config.databaseUrl === undefined ? await startServer(config.dataDir, log) : undefined;
  const url = server?.url('rollcall') ?? config.databaseUrl ?? '';
  const owner = createDataSource({ url, role: 'owner', entities, poolSize: 3 });
  const app = createDataSource({ url, role: 'app', entities, poolSize: config.poolSize });
  const stop = async (): Promise<void> => {
    try {
      for (const pool of [app, owner]) if (pool.isInitialized) await pool.destroy();
    } finally {
      await server?.stop();
    }
  };
  try {
    await checkServer(url);
    await owner.initialize();
    const migrated = await migrate(owner);
    await app.initialize();
    return { owner, app, url, migrated, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

async function startServer(dataDir: string, log: (line: string) => void): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, durable: true, log });
  if (server.adopted) log('PostgreSQL was running already: it is used as it is');
  return server;
}
