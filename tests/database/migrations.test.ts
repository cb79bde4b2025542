import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { allMigrations } from '../../migrations/all';
import { printDatabase } from '../../src/cli/emit-database';
import { createDataSource } from '../../src/database/data-source';
import { migrate } from '../../src/database/migrate';
import { createTestDatabase, type TestDatabase } from '../support/database';

describe('the migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase({ migrated: false });
  });
  afterEach(() => database.drop());

  it('are all listed, oldest first, each in the file that bears its time', () => {
    const files = readdirSync(resolve(__dirname, '../../migrations')).filter((name) => /^\d/.test(name));
    const times = allMigrations.map(({ name }) => /\d{13}$/.exec(name)?.[0]);
    expect(times).toEqual(files.map((name) => name.slice(0, 13)).sort());
  });

  it('go up, down to nothing, and up again to the very same database', async () => {
    const { owner } = database;
    expect(await migrate(owner)).toHaveLength(allMigrations.length);
    const up = await printDatabase(owner);
    for (let left = allMigrations.length; left > 0; left--)
      await owner.undoLastMigration({ transaction: 'each' });
    const down = await printDatabase(owner);
    expect(
      down.match(/CREATE (TABLE|VIEW|MATERIALIZED VIEW|TYPE|EXTENSION|OR REPLACE FUNCTION)[^(]*/g),
    ).toEqual(['CREATE TABLE schema_migration ']);
    expect(down).not.toMatch(/TO rollcall_/);
    await migrate(owner);
    expect(await printDatabase(owner)).toBe(up);
  });

  it('run once when two processes begin at the same moment, and never again', async () => {
    const other = createDataSource({ url: database.url, role: 'owner', poolSize: 2 });
    await other.initialize();
    const ran = await Promise.all([migrate(database.owner), migrate(other)]);
    await other.destroy();
    expect(ran.map((names) => names.length).sort((a, b) => a - b)).toEqual([0, allMigrations.length]);
    expect(await migrate(database.owner)).toEqual([]);
  });

  it('of another version of Rollcall stop this one', async () => {
    await migrate(database.owner);
    await database.owner.query(
      `INSERT INTO schema_migration (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`,
    );
    await expect(migrate(database.owner)).rejects.toThrow(
      /another version of Rollcall \(Later9999999999999\)/,
    );
  });
});
