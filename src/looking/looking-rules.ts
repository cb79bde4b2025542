import type { Node } from 'yaml';
import type { Breadth } from '../gate/ports';
import type { Problem } from '../policy/problem';
import { YamlReader } from '../policy/yaml-reader';

export type Span = 'hour' | 'day';
export type Whose = 'person' | 'organisation';
export type Budget = Readonly<Record<Span, number>>;
export type Budgets = Readonly<Record<Whose, Budget>>;
export type SignKind = 'narrowing' | 'sequence';

/** Looks in vain of one day at which an asker is slowed, and at which it is stopped. */
export interface Sign {
  readonly slow: number;
  readonly stop: number;
  /** An organisation as a whole is given so many times as much, of which one person counts for `slow` at the most. */
  readonly organisation: number;
}

/** `schema/looking.yaml`, read and checked. */
export interface LookingRules {
  readonly costs: {
    readonly hit: number;
    readonly miss: number;
    readonly anyChild: number;
    readonly categories: ReadonlyMap<string, number>;
  };
  readonly budgets: { readonly default: Budgets; readonly roles: ReadonlyMap<string, Budgets> };
  readonly slowed: { readonly from: number; readonly quanta: number };
  readonly stopped: { readonly minutes: number };
  readonly signs: Readonly<Record<SignKind, Sign>>;
  readonly reports: { readonly days: number };
}

/** Words of other catalogues that this one may use. */
export interface KnownWords {
  readonly roles: ReadonlySet<string>;
  readonly categories: ReadonlySet<string>;
}

/** What one look costs when it comes to this. */
export const costOf = (rules: LookingRules, breadth: Breadth, outcome: 'hit' | 'miss'): number => {
  const { costs } = rules;
  const dearest = Math.max(0, ...breadth.categories.map((word) => costs.categories.get(word) ?? 0));
  return (1 + (breadth.anyChild ? costs.anyChild : 0) + dearest) * costs[outcome];
};

export const budgetsOf = (rules: LookingRules, role: string): Budgets =>
  rules.budgets.roles.get(role) ?? rules.budgets.default;

/** Reads the file. Total; rules of a text with problems must not be used. */
export function parseLooking(
  file: string,
  text: string,
  known: KnownWords,
): { rules: LookingRules; problems: readonly Problem[] } {
  const y = new YamlReader(file, text);
  const at = (of: ReturnType<YamlReader['map']>, key: string): Node | null => of.get(key)?.value ?? null;
  const number = (node: Node | null, what: string, least: number, whole = true): number => {
    const value = Number(y.text(node, what) ?? NaN);
    if (!(value >= least) || (whole && !Number.isInteger(value))) {
      y.fail(node, `${what} must be ${whole ? 'a whole number' : 'a number'} of at least ${least}`);
      return least;
    }
    return value;
  };
  const budget = (node: Node | null, what: string): Budget => {
    const map = y.map(node, what, ['hour', 'day']);
    const hour = number(at(map, 'hour'), `\`hour\` of ${what}`, 1);
    const day = number(at(map, 'day'), `\`day\` of ${what}`, 1);
    if (day < hour) y.fail(node, `${what}: a day may not be less than an hour`);
    return { hour, day };
  };
  const budgets = (node: Node | null, what: string): Budgets => {
    const map = y.map(node, what, ['person', 'organisation']);
    const person = budget(at(map, 'person'), `\`person\` of ${what}`);
    const organisation = budget(at(map, 'organisation'), `\`organisation\` of ${what}`);
    if (organisation.hour < person.hour || organisation.day < person.day)
      y.fail(node, `${what}: an organisation may not have less than one of its people`);
    return { person, organisation };
  };
  const sign = (node: Node | null, what: string): Sign => {
    const map = y.map(node, what, ['slow', 'stop', 'organisation']);
    const slow = number(at(map, 'slow'), `\`slow\` of ${what}`, 2);
    const stop = number(at(map, 'stop'), `\`stop\` of ${what}`, 2);
    if (stop <= slow) y.fail(node, `${what}: \`stop\` must be more than \`slow\``);
    return { slow, stop, organisation: number(at(map, 'organisation'), `\`organisation\` of ${what}`, 1) };
  };

  const top = y.map(y.root, 'the file', ['costs', 'budgets', 'slowed', 'stopped', 'signs', 'reports']);
  const costs = y.map(at(top, 'costs'), '`costs`', ['hit', 'miss', 'anyChild', 'categories']);
  const categories = new Map(
    [...y.map(at(costs, 'categories'), '`categories`', [...known.categories])].map(([word, { value }]) => [
      word,
      number(value, `the cost of \`${word}\``, 0),
    ]),
  );
  for (const word of known.categories)
    if (!categories.has(word)) y.fail(at(costs, 'categories'), `the category \`${word}\` has no cost`);
  const all = y.map(at(top, 'budgets'), '`budgets`', ['default', 'roles']);
  const roles = new Map(
    [...y.map(at(all, 'roles'), '`roles`', [...known.roles])].map(([role, { value }]) => [
      role,
      budgets(value, `\`${role}\``),
    ]),
  );
  const slowed = y.map(at(top, 'slowed'), '`slowed`', ['from', 'quanta']);
  const stopped = y.map(at(top, 'stopped'), '`stopped`', ['minutes']);
  const signs = y.map(at(top, 'signs'), '`signs`', ['narrowing', 'sequence']);
  const reports = y.map(at(top, 'reports'), '`reports`', ['days']);
  const hit = number(at(costs, 'hit'), '`hit`', 1);
  const rules: LookingRules = {
    costs: {
      hit,
      miss: number(at(costs, 'miss'), '`miss`', hit),
      anyChild: number(at(costs, 'anyChild'), '`anyChild`', 0),
      categories,
    },
    budgets: { default: budgets(at(all, 'default'), '`default`'), roles },
    slowed: {
      from: number(at(slowed, 'from'), '`from`', 0, false),
      quanta: number(at(slowed, 'quanta'), '`quanta`', 1),
    },
    stopped: { minutes: number(at(stopped, 'minutes'), '`minutes`', 1) },
    signs: {
      narrowing: sign(at(signs, 'narrowing'), '`narrowing`'),
      sequence: sign(at(signs, 'sequence'), '`sequence`'),
    },
    reports: { days: number(at(reports, 'days'), '`days`', 1) },
  };
  return { rules, problems: y.problems };
}
