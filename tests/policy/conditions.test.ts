import { createTestDatabase, type TestDatabase } from '../support/database';
import { conditionsOf, ENGINE, trials } from './differential';

const SEED = 21270221;

describe('the condition in a statement', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
  });
  afterAll(async () => {
    await database.drop();
  });

  it('is true in PostgreSQL exactly where the clauses disclose', async () => {
    let compared = 0;
    let disclosed = 0;
    for (const trial of trials(SEED)) {
      const conditions = conditionsOf(ENGINE, trial);
      const [row] = await database.owner.query<{ held: boolean[] }[]>(
        `select array[${conditions.map((c) => c.sql).join(', ')}] as held`,
      );
      const wrong = conditions.filter((c, i) => row?.held[i] !== c.discloses);
      expect(wrong).toEqual([]);
      compared += conditions.length;
      disclosed += conditions.filter((c) => c.discloses).length;
      if (compared >= 5_000) break;
    }
    expect(disclosed / compared).toBeGreaterThan(0.05);
  });
});
