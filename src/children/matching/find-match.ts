import type { Sql } from '../../gate/ports';
import { askedPerson } from './asked-person';
import { blockKeys, closeKeys } from './block-keys';
import { findCandidates, type CandidatesOfOne } from './candidates.repository';
import { decide, moreAmong, type Candidate } from './decide';
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

/** Finds the one person who is meant, or nobody, with the reasons. */
export async function findMatch(
  sql: Sql,
  criteria: MatchCriteria,
  options: MatchOptions,
): Promise<MatchOutcome> {
  const [outcome] = await findMatches(sql, [criteria], options);
  if (!outcome) throw new Error('A lookup came back without an outcome.');
  return outcome;
}

/** Whether nothing but a full name and a birth date was asked: then somebody may fit to the letter. */
export const asksNameAndBirth = ({ forename, surname, dateOfBirth, ...more }: MatchCriteria): boolean =>
  [forename, surname, dateOfBirth].every((given) => (given ?? '') !== '') &&
  Object.values(more).every((given) => (given ?? '') === '');

/**
 * The one person whose name and birth date are those asked to the letter, where nobody with one of the names was born that
 * day, and nobody with both a slip away, comes as near. Null: look further, which says nothing of whether there is somebody.
 */
export async function findExactly(
  sql: Sql,
  criteria: MatchCriteria,
  options: MatchOptions,
): Promise<Weighing | null> {
  const [exact] = await exactly(sql, [criteria], options);
  return exact ?? null;
}

async function exactly(
  sql: Sql,
  criteria: readonly MatchCriteria[],
  options: MatchOptions,
  but: But = everybody,
): Promise<(Weighing | null)[]> {
  const met = await searchAll(sql, criteria, options, true);
  return criteria.map((each, i) => {
    const close = met[i] && but(met[i], i);
    // A block that is too wide may hide a namesake.
    if (!close || close.capped.length > 0) return null;
    const weighing = weigh(each, close, options);
    const [best] = weighing.likely;
    if (weighing.outcome.kind !== 'match' || !best || best.namesExchanged) return null;
    const { forename, surname, birth } = best.agreement;
    return [forename, surname, birth].every((level) => level === 'exact') ? weighing : null;
  });
}

/** Leaves out of those whom the search for the n-th met whoever is not to be weighed. */
type But = (met: CandidatesOfOne, n: number) => CandidatesOfOne;
const everybody: But = (met) => met;

/** Somebody looked for, who has a record that is not to be found again. */
export interface AmongOthers {
  readonly criteria: MatchCriteria;
  /** The hub's own id of that record. */
  readonly except: string;
}

/** Who of all others each may be, in their order: by the very score at which a lookup releases. */
export async function findAmongOthers(
  sql: Sql,
  asked: readonly AmongOthers[],
  options: MatchOptions,
): Promise<MatchOutcome[]> {
  const outcomes: MatchOutcome[] = [];
  for (let i = 0; i < asked.length; i += AT_ONCE) {
    const some = asked.slice(i, i + AT_ONCE);
    const but =
      (of: readonly AmongOthers[]): But =>
      (met, n) => ({ ...met, found: met.found.filter(({ id }) => id !== of[n]?.except) });
    const criteria = (of: readonly AmongOthers[]): MatchCriteria[] => of.map((each) => each.criteria);
    const plain = some.filter((each) => asksNameAndBirth(each.criteria));
    const close = plain.length === 0 ? [] : await exactly(sql, criteria(plain), options, but(plain));
    const found = new Map(plain.map((each, n) => [each, close[n]?.outcome]));
    const left = some.filter((each) => found.get(each) === undefined);
    const met = left.length === 0 ? [] : await searchAll(sql, criteria(left), options);
    for (const [n, each] of left.entries())
      found.set(each, weigh(each.criteria, but(left)(met[n] ?? NOBODY, n), options).outcome);
    outcomes.push(...some.flatMap((each) => found.get(each) ?? []));
  }
  return outcomes;
}

const NOBODY: CandidatesOfOne = { found: [], capped: [], population: 0 };

/** Who may be meant, not weighed yet. One statement. */
export async function search(
  sql: Sql,
  criteria: MatchCriteria,
  options: MatchOptions,
): Promise<CandidatesOfOne> {
  const [met] = await searchAll(sql, [criteria], options);
  if (!met) throw new Error('A search came back without an answer.');
  return met;
}

/** What a search came to by what was asked, and whoever stood out, the likeliest first. */
export interface Weighing {
  readonly outcome: MatchOutcome;
  readonly likely: readonly Candidate[];
}

/**
 * Weighs whoever a search met. `known` narrows what is known of the one looked for as far as a candidate is concerned:
 * a criterion that may not be held against it neither speaks for it nor against it.
 */
export function weigh(
  criteria: MatchCriteria,
  { found, capped, population }: CandidatesOfOne,
  { scale, today, population: atLeast = 0 }: MatchOptions,
  known: (id: string) => MatchCriteria = () => criteria,
): Weighing {
  const people = new Map<MatchCriteria, ReturnType<typeof askedPerson>>();
  const person = (as: MatchCriteria): ReturnType<typeof askedPerson> => {
    const made = people.get(as) ?? askedPerson(as, scale.book, today);
    people.set(as, made);
    return made;
  };
  const scored = found.map(({ id, person: held }) => ({
    id,
    person: held,
    ...score(person(known(id)), held, scale),
  }));
  const among = Math.max(population, atLeast);
  const outcome = decide(scored, {
    asked: person(criteria),
    weights: scale.weights,
    weighedWith: scale.name,
    capped,
    population: among,
    today,
  });
  const possible = scale.weights.possible + moreAmong(among, scale.weights);
  const likely = scored
    .filter(({ bits, identifiers }) => bits >= possible || identifiers.agree.length > 0)
    .sort((a, b) => b.bits - a.bits || (a.id < b.id ? -1 : 1));
  return { outcome, likely };
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
  options: MatchOptions,
): Promise<MatchOutcome[]> {
  const plain = criteria.filter(asksNameAndBirth);
  const close = plain.length === 0 ? [] : await exactly(sql, plain, options);
  const found = new Map(plain.map((each, i) => [each, close[i]?.outcome]));
  const left = criteria.filter((each) => found.get(each) === undefined);
  const met = left.length === 0 ? [] : await searchAll(sql, left, options);
  for (const [i, each] of left.entries()) found.set(each, weigh(each, met[i] ?? NOBODY, options).outcome);
  return criteria.flatMap((each) => found.get(each) ?? []);
}

function searchAll(
  sql: Sql,
  criteria: readonly MatchCriteria[],
  { scale, today, protectedAddresses }: MatchOptions,
  closeOnly = false,
): Promise<CandidatesOfOne[]> {
  const people = criteria.map((each) => askedPerson(each, scale.book, today));
  const keys = people.map((person) => (closeOnly ? closeKeys(person) : blockKeys(person, scale.book)));
  const places = people.some(({ addresses }) => addresses.length > 0);
  const sexes = people.some(({ sex }) => sex !== null);
  return findCandidates(sql, keys, { places, sexes, closeOnly, protectedAddresses }, scale.book);
}
