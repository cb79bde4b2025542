import type { Agreement, Alternative, Clause, Exception, Ground, Party } from '../../src/policy/agreement';
import type { Catalogues } from '../../src/policy/catalogue';

/**
 * The second engine: slow and obvious, written from the clauses and from what the agreements mean, sharing no line
 * with the compiled one. Every rule is one sentence and one function; nothing is indexed, cached or turned into bits.
 */

export interface Person {
  readonly organisation: string;
  readonly unit: string;
  readonly role: string;
  readonly job: string;
}

/** Something on record that puts one asker in a standing to the child. Ages are in days before the question's day. */
export interface Fact {
  readonly kind: string;
  /** Which of the askers it is about: 0 the requester itself, 1 the organisation it represents. */
  readonly whose: number;
  readonly level: 'asserted' | 'confirmed';
  readonly beganDaysAgo: number;
  readonly endedDaysAgo: number | null;
}

export interface World {
  /** Everything approved, whether or not its days have come. */
  readonly agreements: readonly Agreement[];
  readonly catalogues: Catalogues;
  readonly homeAuthorities: ReadonlySet<string>;
  /** Standings that the hub can establish. */
  readonly standings: readonly string[];
}

export interface Question {
  readonly askers: readonly Person[];
  readonly purpose: string;
  readonly word: string;
  readonly form: string;
  readonly day: string;
  readonly facts: readonly Fact[];
}

export interface Verdict {
  readonly effect: 'disclose' | 'withhold';
  /** Withheld so that nobody can tell it from "none held". */
  readonly conceal: boolean;
  readonly because: 'agreed' | 'not-agreed' | 'standing' | 'forbidden';
  /** `agreement version clause` of every clause that opens it, sorted. */
  readonly under: readonly string[];
}

/** One clause, with the agreement it stands in. */
interface Place {
  readonly agreement: Agreement;
  readonly clause: Clause;
}

export function answerByTheBook(world: World, question: Question): Verdict {
  const silent = world.catalogues.items.get(question.word)?.silent === true;
  const withhold = (because: Verdict['because'], conceal: boolean): Verdict => ({
    effect: 'withhold',
    conceal,
    because,
    under: [],
  });

  // What is forbidden to one of the askers whoever the child may be says nothing of the child.
  if (question.askers.some((_, who) => isForbiddenForEveryChild(world, question, who))) {
    return withhold('forbidden', silent);
  }
  // Nobody may ask what no clause opens to it, and nobody gets more than those it asks for.
  if (question.askers.length === 0) return withhold('not-agreed', silent);
  if (question.askers.some((_, who) => permitsTo(world, question, who).length === 0)) {
    return withhold('not-agreed', silent);
  }
  const opened = question.askers.map((_, who) =>
    permitsTo(world, question, who).filter(({ clause }) =>
      clause.children.some((a) => holds(world, question, who, a, factsThatOpen(world, question))),
    ),
  );
  if (opened.some((places) => places.length === 0)) return withhold('standing', silent);
  // Forbid beats permit. It rests on this child, so the refusal must not be seen.
  if (question.askers.some((_, who) => isForbidden(world, question, who))) return withhold('forbidden', true);

  const under = opened.flat().map(({ agreement, clause }) => nameOf(agreement, clause));
  return { effect: 'disclose', conceal: false, because: 'agreed', under: [...new Set(under)].sort() };
}

const nameOf = (agreement: Agreement, clause: Clause): string =>
  `${agreement.agreement} ${agreement.version} ${clause.clause}`;

/* Which clauses speak */

/** Clauses that could open the thing asked for to this asker for this purpose, if the child were the right one. */
function permitsTo(world: World, question: Question, who: number): Place[] {
  if (!isInTheVocabulary(world, question)) return [];
  return clausesOfTheDay(world, question.day).filter(
    ({ agreement, clause }) =>
      isReceivedBy(agreement, question, who) &&
      isSharedByThisHub(world, agreement) &&
      clause.purposes.includes(question.purpose) &&
      purposeIsLawful(world, agreement, question.purpose, question.day) &&
      isForTheJob(clause, question, who) &&
      clause.children.some((a) => canBeWorkedOut(world, a)) &&
      clause.permit.some((p) => p.word === question.word && (p.form === 'full' || p.form === question.form)),
  );
}

/** Forbids that could shut it to this asker. They need neither a lawful purpose nor a controller of this hub. */
function forbidsTo(world: World, question: Question, who: number): Place[] {
  return clausesOfTheDay(world, question.day).filter(
    ({ agreement, clause }) =>
      isReceivedBy(agreement, question, who) &&
      (clause.purposes.length === 0 || clause.purposes.includes(question.purpose)) &&
      clause.forbid.some((f) => f.word === question.word && shuts(f.form, question.form)),
  );
}

/** Shutting the whole shuts every part; shutting a part shuts the whole, which would tell it, and no other part. */
function shuts(forbidden: string, asked: string): boolean {
  if (forbidden === 'full') return true;
  if (asked === 'full') return true;
  return forbidden === asked;
}

function isInTheVocabulary(world: World, question: Question): boolean {
  const { items, actions, purposes } = world.catalogues;
  if (!purposes.has(question.purpose)) return false;
  if (actions.has(question.word)) return question.form === 'full';
  return items.get(question.word)?.forms.includes(question.form) === true;
}

function clausesOfTheDay(world: World, day: string): Place[] {
  const places: Place[] = [];
  for (const agreement of world.agreements) {
    if (!isInForce(agreement, day)) continue;
    for (const clause of agreement.clauses) {
      if (clause.from !== null && day < clause.from) continue;
      if (clause.until !== null && day > clause.until) continue;
      places.push({ agreement, clause });
    }
  }
  return places;
}

/** From the first day to the last, both included; a review that stops ends it with the review's day. */
function isInForce({ term }: Agreement, day: string): boolean {
  if (day < term.from) return false;
  if (term.until !== null && day > term.until) return false;
  if (term.whenReviewPasses === 'stop' && day > term.review) return false;
  return true;
}

/** Every legal text that the purpose rests on is in force on the day. */
function purposeIsLawful(world: World, agreement: Agreement, code: string, day: string): boolean {
  for (const purpose of agreement.purposes) {
    if (purpose.code !== code) continue;
    const cited: string[] = [...purpose.powers, ...purpose.specialCategoryCondition];
    for (const capacity of Object.keys(purpose.lawfulBasis)) {
      cited.push(...(purpose.lawfulBasis[capacity] ?? []));
    }
    for (const id of cited) {
      const power = world.catalogues.powers.get(id);
      if (power === undefined || power.inForceFrom === null || power.inForceFrom > day) return false;
    }
    return true;
  }
  return false;
}

/** An agreement in which no authority of this hub is a controller can open nothing here. */
function isSharedByThisHub(world: World, agreement: Agreement): boolean {
  for (const party of agreement.parties) {
    if (party.capacity !== 'controller' && party.capacity !== 'joint-controller') continue;
    const named = party.organisation ?? organisationOfUnit(party.unit ?? '');
    if (world.homeAuthorities.has(named)) return true;
  }
  return false;
}

/** `la/931` of `la/931/cme`. */
function organisationOfUnit(unit: string): string {
  const [kind = '', code = ''] = unit.split('/');
  return `${kind}/${code}`;
}

/* Who is meant */

/** A controller, as such, gives and does not receive; everybody else among the parties receives. */
function isReceivedBy(agreement: Agreement, question: Question, who: number): boolean {
  const person = question.askers[who];
  if (person === undefined) return false;
  return agreement.parties.some((party) => party.capacity !== 'controller' && isMeant(party, person));
}

/** All that is said must fit. */
function isMeant(named: Pick<Party, 'organisation' | 'unit' | 'role'>, person: Person): boolean {
  if (named.organisation !== null && named.organisation !== 'every') {
    if (named.organisation !== person.organisation) return false;
  }
  if (named.unit !== null && named.unit !== person.unit) return false;
  if (named.role !== null && named.role !== person.role) return false;
  return true;
}

function isForTheJob(clause: Clause, question: Question, who: number): boolean {
  if (clause.jobs.length === 0) return true;
  const job = question.askers[who]?.job ?? '';
  return clause.jobs.some((named) => named.toLowerCase() === job.toLowerCase());
}

/* Which children are meant */

type FactsThatCount = (fact: Fact) => boolean;
const EVERY_FACT: FactsThatCount = () => true;
const CONFIRMED_FACTS: FactsThatCount = (fact) => fact.level === 'confirmed';

/** The asker's own word opens only what the catalogue marks so, and lets it act; the rest waits until confirmed. */
function factsThatOpen(world: World, question: Question): FactsThatCount {
  if (world.catalogues.actions.has(question.word)) return EVERY_FACT;
  const item = world.catalogues.items.get(question.word);
  return item?.onAssertion.includes(question.form) === true ? EVERY_FACT : CONFIRMED_FACTS;
}

/** Every ground of the alternative holds for this asker. */
function holds(
  world: World,
  question: Question,
  who: number,
  alternative: Alternative,
  counts: FactsThatCount,
): boolean {
  if (!canBeWorkedOut(world, alternative)) return false;
  return alternative.every((ground) => {
    if (ground.kind === 'ANY_CHILD') return true;
    return question.facts.some(
      (fact) =>
        fact.whose === who && fact.kind === ground.kind && counts(fact) && isRecentEnough(ground, fact),
    );
  });
}

function isRecentEnough(ground: Ground, fact: Fact): boolean {
  if (ground.for !== null && fact.beganDaysAgo > daysOf(ground.for)) return false;
  if (ground.within === null) return true;
  return fact.endedDaysAgo !== null && fact.endedDaysAgo <= daysOf(ground.within);
}

/** The periods that generated agreements use. */
function daysOf(period: string): number {
  const [, count = '', letter = ''] = /^P(\d+)([DWMY])$/.exec(period) ?? [];
  const length = { D: 1, W: 7, M: 30, Y: 365 }[letter];
  return length === undefined ? NaN : Number(count) * length;
}

/** A ground of an unknown kind, or for a time that nobody can read, cannot be looked up. */
function canBeWorkedOut(world: World, alternative: Alternative): boolean {
  if (alternative.length === 0) return false;
  return alternative.every(
    (ground) =>
      world.standings.includes(ground.kind) &&
      [ground.within, ground.for].every((period) => period === null || !Number.isNaN(daysOf(period))),
  );
}

/* What is forbidden */

function exceptionsFor(question: Question, who: number, clause: Clause): Exception[] {
  const person = question.askers[who];
  return person === undefined ? [] : clause.except.filter((exception) => isMeant(exception, person));
}

/** A forbid binds for the children it names, on anybody's word, and for every child where that cannot be worked out. */
function isForbidden(world: World, question: Question, who: number): boolean {
  return forbidsTo(world, question, who).some(({ clause }) => {
    const meant =
      clause.children.length === 0 ||
      clause.children.some((a) => !canBeWorkedOut(world, a) || holds(world, question, who, a, EVERY_FACT));
    // An exception rests on a confirmed fact: nobody talks itself out of a prohibition.
    const excepted = exceptionsFor(question, who, clause).some(
      (exception) =>
        exception.children.length === 0 ||
        exception.children.some((a) => holds(world, question, who, a, CONFIRMED_FACTS)),
    );
    return meant && !excepted;
  });
}

function isForbiddenForEveryChild(world: World, question: Question, who: number): boolean {
  return forbidsTo(world, question, who).some(({ clause }) => {
    const everyChild =
      clause.children.length === 0 ||
      clause.children.some(
        (a) => !canBeWorkedOut(world, a) || a.every((ground) => ground.kind === 'ANY_CHILD'),
      );
    const couldBeExcepted = exceptionsFor(question, who, clause).some(
      (exception) =>
        exception.children.length === 0 || exception.children.some((a) => canBeWorkedOut(world, a)),
    );
    return everyChild && !couldBeExcepted;
  });
}
