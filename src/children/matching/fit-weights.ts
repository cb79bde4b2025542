import { compareBirth } from './compare-birth';
import { compareForenames, compareSurnames } from './compare-names';
import { comparePlaces } from './compare-place';
import { LEVELS, type Agreement, type Field } from './levels';
import type { NameBook } from './name-book';
import type { Person, PersonName } from './person';
import type { LevelWeight, NameShares } from './weights';

export interface LabelledPerson {
  readonly cluster: string;
  readonly person: Person;
}

export interface Fitted {
  readonly fields: { readonly [F in Field]: Readonly<Record<string, LevelWeight>> };
  readonly forenames: NameShares;
  readonly surnames: NameShares;
}

const RANDOM_PAIRS = 300_000;
/** What a field is taken to have shown before any data, so that a level never met is rare and not impossible. */
const PRIOR = 20;
/** Another register errs in other ways than the labelled one: this much of the assumption stays in m, whatever the data. */
const ASSUMED_SHARE = 0.1;
const LEAST_BEARERS = 3;

/**
 * Weights from people whose clusters are known: m from each cluster's first record with its later ones, u from pairs
 * drawn by chance from different clusters (the seed decides which). A field that the data lacks keeps its assumption.
 */
export function fitWeights(
  people: readonly LabelledPerson[],
  {
    seed,
    assumed,
    book,
  }: { readonly seed: number; readonly assumed: Fitted['fields']; readonly book: NameBook },
): Fitted {
  const clusters = new Map<string, Person[]>();
  for (const { cluster, person } of people) {
    const members = clusters.get(cluster);
    if (members) members.push(person);
    else clusters.set(cluster, [person]);
  }
  const same = tally();
  const firsts: Person[] = [];
  for (const [first, ...later] of clusters.values()) {
    if (first === undefined) continue;
    firsts.push(first);
    for (const person of later) count(same, agreementOf(person, first, book));
  }
  const other = tally();
  const random = generator(seed);
  const all = people.map(({ cluster, person }) => ({ cluster, person }));
  for (let i = 0; i < RANDOM_PAIRS && all.length > 1; i += 1) {
    const a = all[Math.floor(random() * all.length)];
    const b = all[Math.floor(random() * all.length)];
    if (a && b && a.cluster !== b.cluster) count(other, agreementOf(a.person, b.person, book));
  }
  const fields = Object.fromEntries(
    (Object.keys(LEVELS) as Field[]).map((field) => [field, weightsOf(field, same, other, assumed)]),
  ) as unknown as Fitted['fields'];
  return {
    fields,
    forenames: sharesOf(firsts.map((person) => person.names[0]?.forename.words[0])),
    surnames: sharesOf(firsts.map((person) => person.names[0]?.surname.words.join(''))),
  };
}

/** Levels of two people's first names as they stand; exchanged boxes are the scorer's business. */
export function agreementOf(a: Person, b: Person, book: NameBook): Agreement {
  const [one, other] = [a.names[0], b.names[0]];
  const names = one && other ? namesOf(one, other, book) : { forename: null, surname: null };
  return {
    ...names,
    birth: compareBirth(a.birth, b.birth),
    sex: a.sex && b.sex ? (a.sex === b.sex ? 'agree' : 'disagree') : null,
    ...comparePlaces(a.addresses, b.addresses),
  };
}

function namesOf(a: PersonName, b: PersonName, book: NameBook): Pick<Agreement, 'forename' | 'surname'> {
  return {
    forename: compareForenames(a.forename, b.forename, book, b.middle)?.level ?? null,
    surname: compareSurnames(a.surname, b.surname, book)?.level ?? null,
  };
}

type Tally = { readonly [F in Field]: Map<string, number> };

const tally = (): Tally =>
  Object.fromEntries(Object.keys(LEVELS).map((field) => [field, new Map()])) as unknown as Tally;

function count(into: Tally, agreement: Agreement): void {
  for (const field of Object.keys(LEVELS) as Field[]) {
    const level = agreement[field];
    if (level !== null) into[field].set(level, (into[field].get(level) ?? 0) + 1);
  }
}

function weightsOf(
  field: Field,
  same: Tally,
  other: Tally,
  assumed: Fitted['fields'],
): Record<string, LevelWeight> {
  const [met, chance] = [total(same[field]), total(other[field])];
  return Object.fromEntries(
    LEVELS[field].map((level) => {
      const { m = 0.01, u = 0.01 } = (assumed[field][level] ?? {}) as Partial<LevelWeight>;
      const seen = ((same[field].get(level) ?? 0) + PRIOR * m) / (met + PRIOR);
      const drawn = ((other[field].get(level) ?? 0) + PRIOR * u) / (chance + PRIOR);
      return [level, { m: rounded((1 - ASSUMED_SHARE) * seen + ASSUMED_SHARE * m), u: rounded(drawn) }];
    }),
  );
}

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((a, b) => a + b, 0);
const rounded = (share: number): number => Number(share.toPrecision(4));

/** Names that several people bear, each with its share; a name that one person bears is taken for as rare as any. */
function sharesOf(names: readonly (string | undefined)[]): NameShares {
  const counts = new Map<string, number>();
  let all = 0;
  for (const name of names) {
    if (name === undefined || name === '') continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    all += 1;
  }
  const listed = [...counts]
    .filter(([, bearers]) => bearers >= LEAST_BEARERS)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([name, bearers]) => [name, rounded(bearers / all)] as const);
  return { unlisted: rounded(1 / Math.max(all, 1)), listed: new Map(listed) };
}

/** A small generator (mulberry32): the same seed draws the same pairs on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
