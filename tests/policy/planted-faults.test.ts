import { createTestDatabase, type TestDatabase } from '../support/database';
import { conditionsOf, difference, ENGINE, trials, type Engine, type Trial } from './differential';
import { FAULTS, FAULTS_IN_SQL } from './faults';
import { faultyEngine } from './faulty-engine';

/** Each fault is looked for among these, one after another, until the two engines differ. */
const POOL = 2_000;
const SEED = 20270221;

const pool: Trial[] = [];
beforeAll(() => {
  for (const trial of trials(SEED)) {
    pool.push(trial);
    if (pool.length === POOL) return;
  }
});

it('finds no fault in the engine itself', () => {
  expect(firstDifference(ENGINE)).toBeNull();
});

it('has at least twenty-five faults, each under a name of its own', () => {
  const names = [...FAULTS, ...FAULTS_IN_SQL].map((fault) => `${fault.file}: ${fault.name}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(25);
});

it.each(FAULTS.map((fault) => [fault.name, fault] as const))('notices when %s', (_name, fault) => {
  expect(firstDifference(faultyEngine(fault))).not.toBeNull();
});

function firstDifference(engine: Engine): string | null {
  for (const trial of pool) {
    const found = difference(engine, trial);
    if (found !== null) return found;
  }
  return null;
}

describe('in the condition of a statement', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
  });
  afterAll(async () => {
    await database.drop();
  });

  it.each(FAULTS_IN_SQL.map((fault) => [fault.name, fault] as const))(
    'notices when %s',
    async (_name, fault) => {
      expect(await firstWrongCondition(faultyEngine(fault))).not.toBeNull();
    },
  );

  it('finds no fault in the condition itself', async () => {
    expect(await firstWrongCondition(ENGINE)).toBeNull();
  });

  async function firstWrongCondition(engine: Engine): Promise<string | null> {
    for (const trial of pool.slice(0, 300)) {
      const conditions = conditionsOf(engine, trial);
      const [row] = await database.owner.query<{ held: boolean[] }[]>(
        `select array[${conditions.map((c) => c.sql).join(', ')}] as held`,
      );
      const wrong = conditions.find((c, i) => row?.held[i] !== c.discloses);
      if (wrong) return wrong.told;
    }
    return null;
  }
});
