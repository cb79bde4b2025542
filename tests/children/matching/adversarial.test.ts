import { resolve } from 'node:path';
import { findMatch } from '../../../src/children/matching/find-match';
import type { MatchOutcome } from '../../../src/children/matching/match-outcome';
import { readMatchingScale } from '../../../src/children/matching/matching-scale';
import { sqlOf } from '../../../src/database/sql';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { CASES } from './adversarial-cases';
import { writeKnown, type Case } from './adversarial-register';
import { share } from './measure-linkage';

const NOBODY = { forename: null, surname: null, dateOfBirth: null };

/** Each child found, or refused, as it should be, among as many children as a large county has. */
describe('children who are easily taken for others', () => {
  const scale = readMatchingScale(resolve(__dirname, '../../../data/matching'));
  let database: TestDatabase;
  let ids: string[][];
  const outcomes = new Map<Case, MatchOutcome>();
  beforeAll(async () => {
    database = await createTestDatabase();
    ids = await writeKnown(database.owner, CASES);
    for (const each of CASES) {
      const options = {
        scale,
        today: '2026-11-22',
        protectedAddresses: each.home === true,
        population: 1_000_000,
      };
      outcomes.set(each, await findMatch(sqlOf(database.app), { ...NOBODY, ...each.asked }, options));
    }
  }, 60_000);
  afterAll(() => database.drop());

  const rightOf = (each: Case): string | null =>
    each.right === null ? null : (ids[CASES.indexOf(each)]?.[each.right] ?? null);
  const releasedOf = (each: Case): string | null => {
    const outcome = outcomes.get(each);
    return outcome?.kind === 'match' ? outcome.id : null;
  };

  it.each(
    CASES.map((each) => [each.right === null ? 'refused' : 'found', each.what, each.origin, each] as const),
  )('%s: %s (%s)', (_, __, ___, each) => {
    const outcome = outcomes.get(each);
    expect({ released: releasedOf(each), outcome: outcome?.kind === 'match' ? null : outcome }).toEqual({
      released: rightOf(each),
      outcome: each.right === null ? outcome : null,
    });
  });

  it('as well for names of one origin as of another', () => {
    const lines: string[] = [];
    for (const origin of new Set(CASES.map((each) => each.origin))) {
      const own = CASES.filter((each) => each.origin === origin);
      const present = own.filter((each) => each.right !== null);
      const absent = own.filter((each) => each.right === null);
      const recall = share(
        present.filter((each) => releasedOf(each) === rightOf(each)).length,
        present.length,
      );
      const falseHits = share(absent.filter((each) => releasedOf(each) !== null).length, absent.length);
      lines.push(
        `${origin.padEnd(22)} recall ${recall.hits} of ${recall.of} [${recall.low.toFixed(2)}, ${recall.high.toFixed(2)}]  ` +
          `false hits ${falseHits.hits} of ${falseHits.of} [${falseHits.low.toFixed(2)}, ${falseHits.high.toFixed(2)}]`,
      );
      expect([origin, recall.value >= 0.9, falseHits.hits]).toEqual([origin, true, 0]);
    }
    console.log(lines.join('\n'));
  });
});
