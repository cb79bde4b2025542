import type { Doubt, MatchOutcome } from './match-outcome';
import type { Person } from './person';
import type { Scored } from './score';
import type { Weights } from './weights';

export interface Candidate extends Scored {
  readonly id: string;
  readonly person: Person;
}

/** Twins and siblings share surname, birth date and address while they are children; the hub holds nobody older. */
const CHILD_UNTIL = 25;
const MOST_NEAREST = 5;

const OTHER_FORENAMES: ReadonlySet<string | null> = new Set(['kin', 'rival', 'disagree']);
/** A parent of the same name may have been born on the same day of another year. */
const OTHER_BIRTHS: ReadonlySet<string | null> = new Set(['disagree', 'sameDay']);
/** Two slips at once, or a day that stands for "unknown": believed of a child of that name at that door. */
const HALF_BIRTHS: ReadonlySet<string | null> = new Set(['part', 'yearOnly']);
const SURE_NAMES: ReadonlySet<string | null> = new Set(['exact', 'variant', 'typo']);
const SAME_NAMES: ReadonlySet<string | null> = new Set(['exact', 'variant']);
const SURE_PLACES: ReadonlySet<string | null> = new Set(['unit', 'unitSlip']);
const SURE_LINES: ReadonlySet<string | null> = new Set(['exact', 'near']);

export interface Circumstances {
  readonly asked: Person;
  readonly weights: Weights;
  readonly weighedWith: string;
  readonly capped: readonly string[];
  /** Children in the register: among more people, more are needed to be sure. */
  readonly population: number;
  readonly today: string;
}

/** Bits that are needed beside the threshold among so many people. */
export const moreAmong = (population: number, weights: Weights): number =>
  Math.max(0, Math.log2(Math.max(population, 1) / weights.population));

/** One person beyond doubt, or nobody. Whatever speaks against a release is named. */
export function decide(scored: readonly Candidate[], given: Circumstances): MatchOutcome {
  const { weights, weighedWith, capped } = given;
  const ranked = [...scored].sort((a, b) => b.bits - a.bits || (a.id < b.id ? -1 : 1));
  const [best, second] = ranked;
  const weighed = { score: best?.bits ?? null, runnerUp: second?.bits ?? null, weighedWith, capped };
  const more = moreAmong(given.population, weights);
  const named = ranked.filter(({ identifiers }) => identifiers.agree.length > 0);
  if (!best || (best.bits < weights.possible + more && named.length === 0))
    return { kind: 'none', ...weighed };
  const doubts = doubtsAbout(best, ranked.slice(1), named, given, weights.threshold + more);
  if (doubts.length === 0) return { kind: 'match', id: best.id, ...weighed };
  const nearest = ranked
    .filter((each) => each.bits >= best.bits - weights.margin || named.includes(each))
    .slice(0, MOST_NEAREST)
    .map(({ id }) => id);
  return { kind: 'not-sure', nearest, doubts, ...weighed };
}

function doubtsAbout(
  best: Candidate,
  others: readonly Candidate[],
  named: readonly Candidate[],
  given: Circumstances,
  threshold: number,
): Doubt[] {
  const { weights, asked, today } = given;
  const byDetails = (each: Candidate): number =>
    each.bits - (each.identifiers.agree.length > 0 ? weights.identifier.agree : 0);
  const routes = others.filter(
    (each) =>
      each.identifiers.agree.length > 0 ||
      (best.identifiers.agree.length > 0 &&
        byDetails(each) >= threshold &&
        ownDoubts(each, asked, today).length === 0),
  );
  const lead = best.bits - (others[0]?.bits ?? -Infinity);
  const found: (Doubt | false)[] = [
    best.bits < threshold && 'too little agrees',
    lead < weights.margin && 'another is nearly as likely',
    named.some(contradicts) && 'an identifier leads to a person with another name and birth date',
    routes.length > 0 && 'an identifier and the details lead to different people',
    ...ownDoubts(best, asked, today),
  ];
  return found.filter((doubt) => doubt !== false);
}

/** A number that was mistyped, given out twice or left on another child's file. */
function contradicts({ agreement: { forename, surname, birth } }: Candidate): boolean {
  const sameBirth = birth === null || !['disagree', 'part', 'sameDay'].includes(birth);
  const sameName = !(OTHER_FORENAMES.has(forename) || surname === 'disagree');
  const knowsAny = forename !== null || surname !== null;
  return !sameBirth && (!sameName || !knowsAny);
}

function ownDoubts(candidate: Candidate, asked: Person, today: string): Doubt[] {
  const { agreement, identifiers } = candidate;
  const { forename, surname, birth, place, line } = agreement;
  const hasIdentifier = identifiers.agree.length > 0;
  const sureNames = SURE_NAMES.has(forename) && SURE_NAMES.has(surname);
  const oneNameSure = SAME_NAMES.has(forename) || SAME_NAMES.has(surname);
  const placed = SURE_PLACES.has(place) || SURE_LINES.has(line);
  const sameBirth = birth !== null && birth !== 'disagree';
  const corroborated =
    hasIdentifier || sameBirth || (place !== null && place !== 'disagree') || SURE_LINES.has(line);
  const found: (Doubt | false)[] = [!corroborated && 'nothing but names agrees'];
  if (isChild(candidate.person, asked, today)) {
    found.push(
      !oneNameSure && !hasIdentifier && !placed && 'neither name is the same',
      OTHER_FORENAMES.has(forename) && 'the forename is another one',
      OTHER_BIRTHS.has(birth) && !(hasIdentifier && sureNames) && 'the birth date is another one',
      HALF_BIRTHS.has(birth) && !(hasIdentifier || (sureNames && placed)) && 'the birth date is another one',
      forename === null && !placed && !hasIdentifier && 'no forename, and the address does not agree',
    );
  }
  return found.filter((doubt) => doubt !== false);
}

/**
 * Unless a birth date says otherwise. A lookup without identifier has one always; only an evaluation may hold two
 * people of whom neither has, and says nothing of their age.
 */
function isChild(held: Person, asked: Person, today: string): boolean {
  const days = [...held.birth.digits, ...asked.birth.digits];
  const limit = `${String(Number(today.slice(0, 4)) - CHILD_UNTIL).padStart(4, '0')}${today.slice(5, 7)}${today.slice(8)}`;
  return days.length === 0 ? asked.identifiers.length > 0 : days.some((day) => day >= limit);
}
