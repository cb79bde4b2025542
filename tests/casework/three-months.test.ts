import { TRANSITIONS, TWO_AT_ONCE } from './simulation/tables';
import { threeMonths, type Outcome } from './simulation/three-months';

/**
 * A sample of `tests/deep/casework.test.ts`: few children, every kind of thing, the whole term. What an officer does of the
 * work list is left to the deep run: of few, it can be all that is late.
 */
const SEED = Number(process.env['CASEWORK_SEED'] ?? 6);

describe(`an autumn term in Oxfordshire, seed ${SEED}`, () => {
  let end: Outcome;
  beforeAll(async () => {
    end = await threeMonths({
      ...{ seed: SEED, cases: 7, withoutCase: 6, inbound: 3, resting: 3, begin: 12, steps: 0 },
    });
  }, 120_000);

  it('a good hundred things happen, by none of which a state leaves its table', () => {
    expect(end.cases).toBe(7);
    expect(end.events).toBeGreaterThan(120);
    expect(
      [...end.seen.keys()].filter((line) => !TRANSITIONS.includes(line) && line !== TWO_AT_ONCE),
    ).toEqual([]);
    expect([...end.seen.values()].filter((n) => n > 0).length).toBeGreaterThan(30);
  });

  it('no step is late that nobody was told of', () => {
    expect(end.late.late).toBeGreaterThan(0);
    expect(end.late.wrong).toEqual([]);
  });

  it('every question is answered or with the lead', () => expect(end.unanswered).toEqual([]));

  it('every case that was closed has what its paragraph wants', () => {
    expect(end.closed.closed).toBeGreaterThan(3);
    expect(end.closed.wrong).toEqual([]);
  });

  it('every disclosure and every act lies inside an agreement', () => {
    expect(end.disclosures.disclosed).toBeGreaterThan(100);
    expect(end.disclosures.acts).toBeGreaterThanOrEqual(end.events);
    expect(end.disclosures.wrong).toEqual([]);
  });
});
