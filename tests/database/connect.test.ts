import { createServer, type AddressInfo } from 'node:net';
import { allMigrations } from '../../migrations/all';
import { connectDatabase, type Database } from '../../src/database/connect';
import { startEmbedded } from '../../src/database/embedded/start-embedded';
import { makeTestFolder } from '../support/data-folder';
import { createTestDatabase, type TestDatabase } from '../support/database';

const connect = (databaseUrl: string | undefined, dataDir = ''): Promise<Database> =>
  connectDatabase({ config: { databaseUrl, dataDir, poolSize: 2 }, entities: [], log: () => undefined });

describe('a PostgreSQL of the operator’s own', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase({ migrated: false });
  });
  afterEach(() => database.drop());

  const changed = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.toString();
  };

  it('is migrated, and requests run under a role that owns nothing', async () => {
    const hub = await connect(database.url);
    expect(hub.migrated).toHaveLength(allMigrations.length);
    expect(await hub.app.query('SELECT current_user AS role')).toEqual([{ role: 'rollcall_app' }]);
    expect(await hub.owner.query('SELECT count(*)::int AS ran FROM schema_migration')).toEqual([
      { ran: allMigrations.length },
    ]);
    await hub.stop();
    expect([hub.app.isInitialized, hub.owner.isInitialized]).toEqual([false, false]);
  });

  it('keeps the startup options that its address asks for', async () => {
    const hub = await connect(changed((url) => url.searchParams.set('options', '-c statement_timeout=4321')));
    expect(
      await hub.app.query(`SELECT current_setting('statement_timeout') AS patience, current_user AS role`),
    ).toEqual([{ patience: '4321ms', role: 'rollcall_app' }]);
    await hub.stop();
  });

  it('that does not answer is named by its place, never by its password', async () => {
    const silent = createServer();
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as AddressInfo;
    await new Promise((done) => silent.close(done));
    const failure = await connect(`postgres://somebody:secret-word@127.0.0.1:${port}/rollcall`).catch(
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(failure).toMatch(
      new RegExp(`no PostgreSQL answers at 127\\.0\\.0\\.1:${port} \\(ECONNREFUSED\\)`),
    );
    expect(failure).not.toContain('secret-word');
  });

  it('that lacks the database says how to make it', async () => {
    await expect(connect(changed((url) => (url.pathname = '/no_such_database')))).rejects.toThrow(
      /no database "no_such_database".*createdb no_such_database/,
    );
  });

  it('whose user may not make roles says what an administrator has to run', async () => {
    const role = database.name.replace('rollcall', 'limited');
    await database.owner.query(`CREATE ROLE ${role} NOLOGIN`);
    try {
      const limited = changed((url) => url.searchParams.set('options', `-c role=${role}`));
      await expect(connect(limited)).rejects.toThrow(
        new RegExp(`may not create or use Rollcall's roles.*GRANT rollcall_app TO ${role};`),
      );
    } finally {
      await database.owner.query(`DROP ROLE ${role}`);
    }
  });

  it('whose user owns nothing there says what an administrator has to run', async () => {
    const role = database.name.replace('rollcall', 'visitor');
    await database.owner.query(`CREATE ROLE ${role} NOLOGIN CREATEROLE`);
    await database.owner.query(`GRANT rollcall_app, rollcall_sequencer, rollcall_retention TO ${role}`);
    try {
      const visitor = changed((url) => url.searchParams.set('options', `-c role=${role}`));
      await expect(connect(visitor)).rejects.toThrow(`ALTER DATABASE ${database.name} OWNER TO ${role};`);
    } finally {
      await database.owner.query(`DROP ROLE ${role}`);
    }
  });

  it('whose user is no superuser is enough', async () => {
    const role = database.name.replace('rollcall', 'owner');
    await database.owner.query(`CREATE ROLE ${role} NOLOGIN CREATEROLE`);
    await database.owner.query(
      `GRANT rollcall_app, rollcall_sequencer, rollcall_retention TO ${role} WITH ADMIN OPTION`,
    );
    await database.owner.query(`ALTER DATABASE ${database.name} OWNER TO ${role}`);
    const hub = await connect(changed((url) => url.searchParams.set('options', `-c role=${role}`)));
    try {
      expect(
        await hub.owner.query(
          `SELECT tableowner AS owner FROM pg_tables WHERE tablename = 'schema_migration'`,
        ),
      ).toEqual([{ owner: role }]);
      expect(await hub.app.query('SELECT current_user AS role')).toEqual([{ role: 'rollcall_app' }]);
    } finally {
      await hub.stop();
      await database.owner.query(`REASSIGN OWNED BY ${role} TO CURRENT_USER`);
      await database.owner.query(`DROP OWNED BY ${role}`);
      await database.owner.query(`DROP ROLE ${role}`);
    }
  });
});

describe('no database named', () => {
  it('means the one that comes with Rollcall, stopped with the hub', async () => {
    const folder = makeTestFolder();
    // Made beforehand, without waiting for the disk.
    await (await startEmbedded({ dataDir: folder.path, durable: false, log: () => undefined })).stop();
    const first = await connect(undefined, folder.path);
    expect(first.migrated).toHaveLength(allMigrations.length);
    await first.stop();
    const second = await connect(undefined, folder.path);
    expect(second.migrated).toEqual([]);
    expect(await second.app.query('SELECT current_user AS role')).toEqual([{ role: 'rollcall_app' }]);
    await second.stop();
    folder.remove();
  });
});
