import { scopeSql } from '../../src/gate/scope-sql';
import type { Agreement } from '../../src/policy/agreement';
import { compile, type InForceText } from '../../src/policy/compile';
import { decide } from '../../src/policy/decide';
import { parseAgreement } from '../../src/policy/parse';
import { profileFor, type Atom, type Profile } from '../../src/policy/profile';
import type { Ruleset } from '../../src/policy/ruleset';
import {
  agreementYaml,
  Chance,
  generateSituation,
  generateWorld,
  type GeneratedWorld,
  type Situation,
} from '../support/generate-agreements';
import { answerByTheBook, type Fact, type Verdict } from '../support/reference-engine';

/** The compiled engine as four functions, so that a faulty one can stand in for each. */
export interface Engine {
  readonly compile: typeof compile;
  readonly profileFor: typeof profileFor;
  readonly decide: typeof decide;
  readonly scopeSql: typeof scopeSql;
}

export const ENGINE: Engine = { compile, profileFor, decide, scopeSql };

/** One situation put to the second engine, cell by cell. */
export interface Trial {
  readonly world: GeneratedWorld;
  readonly texts: readonly InForceText[];
  readonly situation: Situation;
  readonly expected: readonly Verdict[];
}

/** A cell's condition over the mask, and whether the engine discloses under that mask. */
export interface Condition {
  readonly sql: string;
  readonly discloses: boolean;
  readonly told: string;
}

/** Trials without end, some situations on a few days to a world; the same seed gives the same ones. */
export function* trials(seed: number, situationsPerWorld = 24): Generator<Trial> {
  for (let index = 0; ; index += 1) {
    const world = generateWorld(seed + index);
    const texts = world.agreements.map((written) => throughTheFile(written));
    const r = new Chance(seed + index + 0x5eed);
    const days = r.many(4, 4, () => r.one(world.days));
    for (let i = 0; i < situationsPerWorld; i += 1) {
      const situation = generateSituation(r, world, r.one(days));
      const expected = world.cells.map(([word, form]) =>
        answerByTheBook(world, { ...situation, word, form }),
      );
      yield { world, texts, situation, expected };
    }
  }
}

/** What the compiled engine sees has been written to a file and parsed again; the second engine sees the original. */
function throughTheFile(written: Agreement): InForceText {
  const text = agreementYaml(written);
  const { agreement, problems } = parseAgreement(text, `${written.agreement}.yaml`);
  if (agreement === null || problems.length > 0)
    throw new Error(`not read back: ${JSON.stringify(problems)}`);
  return { agreement, text };
}

const compiled = new WeakMap<Engine, WeakMap<GeneratedWorld, Map<string, Ruleset>>>();

/** Compiled once for each day of a world. */
export function rulesetOf(engine: Engine, { world, texts, situation: { day } }: Trial): Ruleset {
  const worlds = compiled.get(engine) ?? new WeakMap<GeneratedWorld, Map<string, Ruleset>>();
  compiled.set(engine, worlds);
  const rulesets = worlds.get(world) ?? new Map<string, Ruleset>();
  worlds.set(world, rulesets);
  const known = rulesets.get(day);
  if (known) return known;
  const { catalogues, homeAuthorities, seed } = world;
  const made = engine.compile({
    agreements: texts,
    catalogues,
    cataloguesDigest: `${seed}`,
    homeAuthorities,
    day,
  });
  rulesets.set(day, made);
  return made;
}

/** What the compiled engine says of each cell, in the words of the second. */
export function answersOf(engine: Engine, trial: Trial): Verdict[] {
  const { askers, purpose, facts } = trial.situation;
  const { items } = trial.world.catalogues;
  const profile = engine.profileFor(rulesetOf(engine, trial), purpose, askers);
  const cells = trial.world.cells.map(([word, form]) => profile.cell(word, form));
  const mask = maskOf(profile, facts);
  return cells.map((cell) => {
    const decision = engine.decide(cell, mask, items.get(cell.word)?.silent === true);
    if (decision.effect === 'withhold') {
      const because = decision.because === 'error' ? ('not-agreed' as const) : decision.because;
      return { effect: 'withhold', conceal: decision.conceal, because, under: [] };
    }
    const under = decision.under.map((ref) => `${ref.agreement} ${ref.version} ${ref.clause ?? 'silence'}`);
    return { effect: 'disclose', conceal: false, because: 'agreed', under: under.sort() };
  });
}

/** The conditions that go into statements for the cells of a trial, the mask written out as a number. */
export function conditionsOf(engine: Engine, trial: Trial): Condition[] {
  const { askers, purpose, facts } = trial.situation;
  const profile = engine.profileFor(rulesetOf(engine, trial), purpose, askers);
  const cells = trial.world.cells.map(([word, form]) => profile.cell(word, form));
  const mask = maskOf(profile, facts);
  return cells.map((cell, index) => ({
    sql: engine.scopeSql(cell, `(${mask}::bigint)`),
    discloses: trial.expected[index]?.effect === 'disclose',
    told: `seed ${trial.world.seed}, ${cell.id}, mask ${mask}`,
  }));
}

/** Stands in for the database: which grounds hold by the facts on record. */
export function maskOf(profile: Profile, facts: readonly Fact[]): bigint {
  return profile.atoms.reduce(
    (mask, atom, i) => (facts.some((fact) => makesTrue(atom, fact)) ? mask | (1n << BigInt(i)) : mask),
    0n,
  );
}

const DAYS_OF: Readonly<Record<string, number>> = { P7D: 7, P4W: 28, P3M: 90, P1Y: 365 };
const noOlderThan = (period: string | null, age: number | null): boolean =>
  period === null || (age !== null && age <= (DAYS_OF[period] ?? -1));

const makesTrue = (atom: Atom, fact: Fact): boolean =>
  fact.kind === atom.kind &&
  fact.whose === (atom.as === 'self' ? 0 : 1) &&
  (atom.level === 'asserted' || fact.level === 'confirmed') &&
  noOlderThan(atom.for, fact.beganDaysAgo) &&
  noOlderThan(atom.within, fact.endedDaysAgo);

/** The first cell on which the engine and the clauses differ, told so that it can be run again; null when they agree. */
export function difference(engine: Engine, trial: Trial): string | null {
  const answers = answersOf(engine, trial);
  for (const [index, expected] of trial.expected.entries()) {
    const answer = answers[index];
    if (JSON.stringify(answer) === JSON.stringify(expected)) continue;
    return [
      `seed ${trial.world.seed}, cell ${trial.world.cells[index]?.join('/') ?? '?'}`,
      `the clauses say ${JSON.stringify(expected)}`,
      `the engine says ${JSON.stringify(answer)}`,
      `situation ${JSON.stringify(trial.situation)}`,
      ...trial.texts.map(({ text }) => JSON.stringify(JSON.parse(text))),
    ].join('\n');
  }
  return null;
}

/** How many questions each outcome answered: a comparison in which nothing is ever disclosed compares nothing. */
export class Tally {
  questions = 0;
  readonly by = { disclosed: 0, notAgreed: 0, standing: 0, forbidden: 0, concealed: 0, represented: 0 };

  add(trial: Trial): void {
    for (const verdict of trial.expected) {
      this.questions += 1;
      if (verdict.effect === 'disclose') this.by.disclosed += 1;
      if (verdict.because === 'not-agreed') this.by.notAgreed += 1;
      if (verdict.because === 'standing') this.by.standing += 1;
      if (verdict.because === 'forbidden') this.by.forbidden += 1;
      if (verdict.conceal) this.by.concealed += 1;
      if (verdict.effect === 'disclose' && trial.situation.askers.length > 1) this.by.represented += 1;
    }
  }
}
