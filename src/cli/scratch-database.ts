import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { Config } from '../config';
import { createDataSource } from '../database/data-source';
import { startEmbedded } from '../database/embedded/start-embedded';

/** Works on an empty database made for the purpose and removed afterwards, beside the installation's own. */
export async function withScratchDatabase<T>(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  work: (owner: DataSource) => Promise<T>,
): Promise<T> {
  const server =
    databaseUrl === undefined
      ? await startEmbedded({ dataDir, durable: true, log: () => undefined })
      : undefined;
  const name = `rollcall_scratch_${process.pid}`;
  const url = new URL(server?.url(name) ?? databaseUrl ?? '');
  const admin = new Client({ connectionString: server?.url('rollcall') ?? databaseUrl });
  try {
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    url.pathname = `/${name}`;
    const owner = createDataSource({ url: url.toString(), role: 'owner', poolSize: 2 });
    try {
      await owner.initialize();
      return await work(owner);
    } finally {
      if (owner.isInitialized) await owner.destroy();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  } finally {
    await admin.end();
    await server?.stop();
  }
}
