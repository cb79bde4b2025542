import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { isAlive } from '../../src/database/embedded/postmaster-lock';
import { startEmbedded, type EmbeddedServer } from '../../src/database/embedded/start-embedded';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { runHub } from '../support/running-hub';

async function ask<Row extends object>(server: EmbeddedServer, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: server.url('rollcall') });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function goneSoon(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isAlive(pid); tries++) await pause(25);
  return !isAlive(pid);
}

describe('the database that comes with Rollcall', () => {
  let folder: TestFolder;
  let dataDir: string;
  const running: EmbeddedServer[] = [];
  const folders: TestFolder[] = [];
  const start = async (where = dataDir, durable = false): Promise<EmbeddedServer> => {
    const server = await startEmbedded({ dataDir: where, durable, log: () => undefined });
    running.push(server);
    return server;
  };
  const elsewhere = (): string => {
    const other = makeTestFolder();
    folders.push(other);
    return other.path;
  };

  beforeAll(async () => {
    folder = makeTestFolder();
    dataDir = join(folder.path, 'data');
    const server = await start();
    await ask(server, `CREATE TABLE kept AS SELECT 'from the first start' AS said`);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    for (const other of folders.splice(0)) other.remove();
  });
  afterAll(() => folder.remove());

  const kept = [{ said: 'from the first start' }];

  it('is PostgreSQL 18, ordered by code point and counting letters of every language as letters', async () => {
    const server = await start();
    expect(
      await ask(
        server,
        `SELECT current_setting('server_version_num')::int / 10000 AS major, pg_encoding_to_char(encoding) AS encoding,
                datlocprovider AS provider, lower('ÁŻ') AS lower, datctype <> 'C' AS letters
         FROM pg_database WHERE datname = current_database()`,
      ),
    ).toEqual([{ major: 18, encoding: 'UTF8', provider: 'b', lower: 'áż', letters: true }]);
  });

  it('finds the data of the first start at the second', async () => {
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await ask(server, 'TABLE kept')).toEqual(kept);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    expect(existsSync(server.connection.host)).toBe(false);
  });

  it('listens on nothing but a socket in a folder closed to others, and lets in only the hub’s own user', async () => {
    const server = await start();
    expect(await ask(server, `SELECT current_setting('listen_addresses') AS listens`)).toEqual([
      { listens: '' },
    ]);
    expect(statSync(server.connection.host).mode & 0o007).toBe(0);
    expect(Buffer.byteLength(join(server.connection.host, '.s.PGSQL.5432.lock'))).toBeLessThan(104);
    expect(await ask(server, 'SELECT type, auth_method FROM pg_hba_file_rules')).toEqual([
      { type: 'local', auth_method: 'peer' },
    ]);
  });

  it('writes no statement and no value to its log', async () => {
    const server = await start();
    await expect(ask(server, `SELECT 'A Childs Name'::int`)).rejects.toThrow();
    await server.stop();
    const logs = readdirSync(dataDir).filter((name) => name.endsWith('.log'));
    expect(logs).toHaveLength(1);
    const log = readFileSync(join(dataDir, logs[0] ?? ''), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('Childs');
  });

  it('is shared by two processes, and stopped by the last that leaves', async () => {
    const first = await start();
    const second = await start();
    expect([first.adopted, second.adopted, second.pid]).toEqual([false, true, first.pid]);
    await first.stop();
    expect(await ask(second, 'TABLE kept')).toEqual(kept);
    await second.stop();
    expect(isAlive(first.pid)).toBe(false);
  });

  it('is stopped once when two leave at the same moment', async () => {
    const both = [await start(), await start()];
    await Promise.all(both.map((server) => server.stop()));
    expect(await goneSoon(both[0]?.pid ?? 0)).toBe(true);
  });

  it('outlives a hub that was killed, and is adopted by the next', async () => {
    const hub = await runHub(dataDir);
    expect(await hub.end('SIGKILL')).toBe('SIGKILL');
    const server = await start();
    expect([server.adopted, server.pid]).toEqual([true, hub.serverPid]);
    expect(await ask(server, 'TABLE kept')).toEqual(kept);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('is there until the hub has finished, when Ctrl-C reaches everything in the terminal', async () => {
    const hub = await runHub(dataDir);
    expect(await hub.end('SIGINT')).toBe(0);
    expect(isAlive(hub.serverPid)).toBe(false);
    const server = await start();
    expect(await ask(server, `SELECT to_regclass('used_after_ctrl_c')::text AS made`)).toEqual([
      { made: 'used_after_ctrl_c' },
    ]);
  });

  it('starts again, with what was saved, after its server was killed', async () => {
    const server = await start();
    await ask(server, 'CREATE TABLE saved ()');
    process.kill(server.pid, 'SIGKILL');
    const again = await start();
    expect(again.adopted).toBe(false);
    expect(await ask(again, `SELECT to_regclass('saved')::text AS made`)).toEqual([{ made: 'saved' }]);
    await server.stop();
    await again.stop();
    expect(isAlive(again.pid)).toBe(false);
  });

  it('is not fooled by a lock whose process number now belongs to something else', async () => {
    const host = await start().then(async (server) => {
      await server.stop();
      return server.connection.host;
    });
    mkdirSync(host);
    const lock = [process.pid, join(dataDir, 'postgres-18'), 0, 5432, host, '', '  1 1', 'ready   '].join(
      '\n',
    );
    writeFileSync(join(dataDir, 'postgres-18', 'postmaster.pid'), `${lock}\n`);
    writeFileSync(join(host, '.s.PGSQL.5432.lock'), `${lock}\n`);
    const server = await start();
    expect(await ask(server, 'TABLE kept')).toEqual(kept);
  });

  it('comes back when something tidied its socket away', async () => {
    const hub = await runHub(dataDir);
    await hub.end('SIGKILL');
    const server = await start();
    rmSync(join(server.connection.host, '.s.PGSQL.5432'));
    const again = await start();
    expect(again.pid).not.toBe(server.pid);
    expect(await ask(again, 'TABLE kept')).toEqual(kept);
    await server.stop();
  });

  it('clears away what a first start that was cut off left', async () => {
    const other = elsewhere();
    const cut = join(other, 'postgres-18.new-999999999');
    writeFileSync(cut, '');
    await start(other);
    expect(existsSync(cut)).toBe(false);
  });

  it('keeps two data folders apart while both run', async () => {
    const other = elsewhere();
    const [mine, theirs] = await Promise.all([start(), start(other)]);
    expect(theirs.connection.host).not.toBe(mine.connection.host);
    expect(await ask(theirs, `SELECT to_regclass('kept') AS made`)).toEqual([{ made: null }]);
    expect(await ask(mine, 'TABLE kept')).toEqual(kept);
  });

  it('is made once when two start at the same moment', async () => {
    const other = elsewhere();
    const both = await Promise.all([runHub(other), runHub(other)]);
    expect(both[0].serverPid).toBe(both[1].serverPid);
    expect(both.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
    await Promise.all(both.map((hub) => hub.end('SIGKILL')));
    const server = await start(other);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('keeps its promise to save: only tests may run without waiting for the disk', async () => {
    const server = await start(dataDir, true);
    expect(
      await ask(
        server,
        `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name`,
      ),
    ).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });
});
