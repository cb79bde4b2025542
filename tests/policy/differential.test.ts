import { difference, ENGINE, Tally, trials } from './differential';

/** The seed of every run; another can be tried as `POLICY_SEED=7 npx jest tests/policy/differential`. */
const SEED = Number(process.env['POLICY_SEED'] ?? 20270221);
const QUESTIONS = Number(process.env['POLICY_QUESTIONS'] ?? 20_000);

describe('the compiled engine and the one written straight from the clauses', () => {
  it(`agree on ${QUESTIONS} questions`, () => {
    const tally = new Tally();
    for (const trial of trials(SEED)) {
      const found = difference(ENGINE, trial);
      if (found !== null) throw new Error(found);
      tally.add(trial);
      if (tally.questions >= QUESTIONS) break;
    }
    // Each outcome is common enough for the agreement to mean something.
    const shares = Object.entries(tally.by).map(([name, count]) => [name, count / tally.questions] as const);
    expect(shares.filter(([, share]) => share < 0.015)).toEqual([]);
  });
});
