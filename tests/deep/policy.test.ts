import { randomInt } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { conditionsOf, difference, ENGINE, Tally, trials } from '../policy/differential';

/** Another seed every time, printed; the same run again: `POLICY_SEED=… npx jest tests/deep/policy`. */
const SEED = Number(process.env['POLICY_SEED'] ?? randomInt(2 ** 31));
const QUESTIONS = Number(process.env['POLICY_QUESTIONS'] ?? 1_000_000);
const CONDITIONS = QUESTIONS / 20;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

it(`the two engines agree on ${QUESTIONS} questions`, () => {
  const tally = new Tally();
  const started = Date.now();
  for (const trial of trials(SEED)) {
    const found = difference(ENGINE, trial);
    if (found !== null) throw new Error(`POLICY_SEED=${SEED}\n${found}`);
    tally.add(trial);
    if (tally.questions >= QUESTIONS) break;
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  say(`policy: ${tally.questions} questions, seed ${SEED}, ${seconds} s, ${JSON.stringify(tally.by)}`);
  const shares = Object.entries(tally.by).map(([name, count]) => [name, count / tally.questions] as const);
  expect(shares.filter(([, share]) => share < 0.015)).toEqual([]);
}, 900_000);

describe('the condition in a statement', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
  });
  afterAll(async () => {
    await database.drop();
  });

  it(`is true in PostgreSQL where the clauses disclose, ${CONDITIONS} times`, async () => {
    let compared = 0;
    for (const trial of trials(SEED)) {
      const conditions = conditionsOf(ENGINE, trial);
      const [row] = await database.owner.query<{ held: boolean[] }[]>(
        `select array[${conditions.map((c) => c.sql).join(', ')}] as held`,
      );
      const wrong = conditions.filter((c, i) => row?.held[i] !== c.discloses);
      if (wrong.length > 0) throw new Error(`POLICY_SEED=${SEED}\n${JSON.stringify(wrong)}`);
      compared += conditions.length;
      if (compared >= CONDITIONS) break;
    }
    say(`policy: ${compared} conditions in PostgreSQL, seed ${SEED}`);
    expect(compared).toBeGreaterThanOrEqual(CONDITIONS);
  }, 600_000);
});
