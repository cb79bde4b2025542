import { inTransaction } from '../../src/database/transaction';
import { createTestDatabase, type TestDatabase } from '../support/database';

describe('a transaction', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.owner.query('CREATE TABLE note (said text PRIMARY KEY)');
    await database.owner.query('GRANT SELECT, INSERT ON note TO rollcall_app');
  });
  afterAll(() => database.drop());

  it('saves everything and gives back what the work gave', async () => {
    const given = await inTransaction(database.app, async (tx) => {
      await tx.query(`INSERT INTO note VALUES ('one')`);
      await tx.query(`INSERT INTO note VALUES ('two')`);
      return 'done';
    });
    expect(given).toBe('done');
    expect(await database.app.query('SELECT said FROM note ORDER BY said')).toEqual([
      { said: 'one' },
      { said: 'two' },
    ]);
  });

  it('saves nothing when the work fails', async () => {
    const work = inTransaction(database.app, async (tx) => {
      await tx.query(`INSERT INTO note VALUES ('three')`);
      throw new Error('changed our mind');
    });
    await expect(work).rejects.toThrow('changed our mind');
    expect(await database.app.query(`SELECT said FROM note WHERE said = 'three'`)).toEqual([]);
  });
});
