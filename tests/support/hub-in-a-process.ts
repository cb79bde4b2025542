import { Client } from 'pg';
import { startEmbedded } from '../../src/database/embedded/start-embedded';

/**
 * What a hub does with its database, as a process that tests can kill: starts it, says so, and on Ctrl-C still uses
 * it once before it stops it.
 */
async function main(dataDir: string): Promise<void> {
  const server = await startEmbedded({ dataDir, durable: false, log: () => undefined });
  const client = new Client(server.connection);
  await client.connect();
  process.once('SIGINT', () => {
    void lastUse();
  });
  async function lastUse(): Promise<void> {
    await new Promise((done) => setTimeout(done, 200));
    await client.query('CREATE TABLE used_after_ctrl_c ()');
    await client.end();
    await server.stop();
  }
  process.stdout.write(`${JSON.stringify({ pid: server.pid, adopted: server.adopted })}\n`);
}

void main(process.argv[2] ?? '');
