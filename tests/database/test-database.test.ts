import { Client } from 'pg';
import { createTestDatabase } from '../support/database';

describe('a test database', () => {
  it('is one’s own', async () => {
    const [mine, theirs] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await mine.owner.query('CREATE TABLE only_mine ()');
    expect(await theirs.owner.query(`SELECT to_regclass('only_mine') AS found`)).toEqual([{ found: null }]);
    await Promise.all([mine.drop(), theirs.drop()]);
  });

  it('fails the test that leaves a connection open, and is removed all the same', async () => {
    const database = await createTestDatabase();
    const forgotten = new Client({ connectionString: database.url, application_name: 'forgotten' });
    forgotten.on('error', () => undefined);
    await forgotten.connect();
    await forgotten.query('SELECT 1 AS last_words');
    await expect(database.drop()).rejects.toThrow(
      /left open: forgotten, last seen at: SELECT 1 AS last_words/,
    );
    await forgotten.end().catch(() => undefined);
    const again = new Client({ connectionString: database.url });
    again.on('error', () => undefined);
    await expect(again.connect()).rejects.toThrow(/does not exist/);
  });
});
