import type { Sql } from '../../gate/ports';
import { askedPerson } from './asked-person';
import { blockKeys } from './block-keys';
import { findCandidates } from './candidates.repository';
import { decide } from './decide';
import type { MatchingScale } from './matching-scale';
import type { MatchOutcome } from './match-outcome';
import type { MatchCriteria } from './person';
import { score } from './score';

export interface MatchOptions {
  readonly scale: MatchingScale;
  /** YYYY-MM-DD, in London. */
  readonly today: string;
  /** True only for the home authority's own staff: an outsider is never matched on a protected address. */
  readonly protectedAddresses: boolean;
  /** How many children a lookup may be about, where that is more than the register holds. */
  readonly population?: number;
}

/** Finds the one person who is meant, or nobody, with the reasons. One statement, the same whatever comes of it. */
export async function findMatch(
  sql: Sql,
  criteria: MatchCriteria,
  options: MatchOptions,
): Promise<MatchOutcome> {
  const [outcome] = await findMatches(sql, [criteria], options);
  if (!outcome) throw new Error('A lookup came back without an outcome.');
  return outcome;
}

/** So many share one statement: enough to plan it seldom, few enough that the planner takes it for a small one. */
const AT_ONCE = 25;

/** The same for many, in their order. */
export async function findMatches(
  sql: Sql,
  criteria: readonly MatchCriteria[],
  options: MatchOptions,
): Promise<MatchOutcome[]> {
  const outcomes: MatchOutcome[] = [];
  for (let i = 0; i < criteria.length; i += AT_ONCE)
    outcomes.push(...(await findSome(sql, criteria.slice(i, i + AT_ONCE), options)));
  return outcomes;
}

async function findSome(
  sql: Sql,
  criteria: readonly MatchCriteria[],
  { scale, today, protectedAddresses, population: atLeast = 0 }: MatchOptions,
): Promise<MatchOutcome[]> {
  const people = criteria.map((each) => askedPerson(each, scale.book, today));
  const keys = people.map((person) => blockKeys(person, scale.book));
  const candidates = await findCandidates(sql, keys, { protectedAddresses }, scale.book);
  return people.map((asked, i) => {
    const { found, capped, population } = candidates[i] ?? { found: [], capped: [], population: 0 };
    const scored = found.map(({ id, person }) => ({ id, person, ...score(asked, person, scale) }));
    return decide(scored, {
      asked,
      weights: scale.weights,
      weighedWith: scale.name,
      capped,
      population: Math.max(population, atLeast),
      today,
    });
  });
}
