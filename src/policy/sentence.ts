import { parsePeriod } from '../kernel/period';
import type { Catalogues, Form, StandingKind } from './catalogue';
import type { Days } from './diff';
import type { Children } from './difference';
import type { Openness, Shut } from './openness';
import type { Atom } from './profile';
import type { ClauseRef } from './ruleset';
import type { Space, SpaceAsker, SpaceCell } from './space';

/** What it takes to name the parts of a rule in plain English. */
export interface Vocabulary {
  readonly catalogues: Catalogues;
  readonly space: Space;
  /** Organisation or unit → what people call it. */
  readonly names: ReadonlyMap<string, string>;
}

/** Completes "children …", said of the children of one asker. */
const STANDINGS: Readonly<Record<Exclude<StandingKind, 'ANY_CHILD'>, string>> = {
  ON_OUR_ROLL: 'on its roll',
  LEFT_OUR_ROLL: 'who left its roll',
  OFFERED_OUR_PLACE: 'who were offered a place with it',
  OPEN_CASE_WITH_US: 'with an open case with it',
  ENQUIRY_OPEN_TO_US: 'about whom an enquiry to it is open',
  ENQUIRY_FROM_US: 'about whom it has sent an enquiry',
  ALERT_RAISED_BY_US: 'about whom it has raised a concern',
  REPORTED_MISSING: 'who are reported missing',
  LIVES_IN_OUR_AREA: 'who live in its area',
  MOVING_TO_OUR_AREA: 'who are moving to its area',
  CHILD_PROTECTION: 'under child protection',
  OPEN_CME_CASE: 'with an open case of missing education',
  LOCATION_PROTECTED: 'whose location is protected',
  NOTIFIED_TO_US: 'of whom it has been notified',
  CORRECTED_TO_US: 'of whom it has been told that something was wrong',
  LOOKUP_DECIDED_FOR_US: 'about whom a lookup of its own was decided',
  NOTICE_TO_US: 'of whom a notice that opens nothing else was sent to it',
  FOUND_FOR_US: 'who may be one whom it looks for',
  REFERRED_TO_US: 'of whom a referral to it is open',
  TRANSFER_TO_US: 'whose case it has accepted',
  LEFT_OUR_AREA: 'who left its area',
  ON_ROLL_IN_OUR_AREA: 'on the roll of a school in its area',
  IN_OUR_CARE: 'in its care',
  LOST_PUPIL: 'about whom a lost-pupil message is current',
  OUR_RISK_GROUP: 'in a risk group for which it is named',
  EMERGENCY_DECLARED: 'for whom it has declared an emergency',
};

const FORM_WORDS: Readonly<Record<Form, string>> = {
  full: 'in full',
  yesNo: 'yes or no alone',
  kindOnly: 'the kind alone',
  nameOnly: 'the name alone',
  yearOnly: 'the year alone',
  outwardPostcode: 'the first half of the postcode alone',
  initials: 'initials alone',
  count: 'counts alone',
};

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `2027-08-31` as people write it: 31 August 2027. */
export function dayWords(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}

/** The last day of a right, or that it has none. */
export const untilWords = (day: string): string => (day >= '9999' ? 'without end' : `until ${dayWords(day)}`);

export const daysWords = (days: readonly Days[]): string =>
  list(
    days.map(({ from, until }) =>
      until === null ? `from ${dayWords(from)} on` : `from ${dayWords(from)} to ${dayWords(until)}`,
    ),
    'and',
  );

/** `P28D` as people say it: 28 days. */
export function periodWords(text: string): string {
  const parsed = parsePeriod(text);
  if (!parsed.ok) return text;
  const parts = Object.entries(parsed.value).filter(([, count]) => count > 0);
  return list(
    parts.map(([unit, count]) => (count === 1 ? `1 ${unit.slice(0, -1)}` : `${count} ${unit}`)),
    'and',
  );
}

/** Purposes by their codes; most of them by those left out. */
export function purposesWords(
  purposes: readonly string[],
  { catalogues }: Pick<Vocabulary, 'catalogues'>,
): string {
  const left = [...catalogues.purposes.keys()].filter((code) => !purposes.includes(code));
  if (left.length === 0) return 'every purpose';
  return left.length < 5 && purposes.length > 5
    ? `every purpose but ${list(left, 'and')}`
    : list(purposes, 'and');
}

export const formWords = (form: string): string =>
  (FORM_WORDS as Readonly<Record<string, string>>)[form] ?? form;

/** The item or action in the words of the catalogue. */
export const wordsOf = (catalogues: Catalogues, word: string): string =>
  (catalogues.items.get(word) ?? catalogues.actions.get(word))?.words ?? word;

export function cellWords(catalogues: Catalogues, { word, form }: SpaceCell): string {
  const plain = catalogues.actions.has(word) || form === 'full';
  return plain ? wordsOf(catalogues, word) : `${wordsOf(catalogues, word)} (${formWords(form)})`;
}

/** One ground, completing "children …". What opens on the asker's own word says so. */
export function groundWords(atom: Atom, { catalogues }: Pick<Vocabulary, 'catalogues'>): string {
  const limits = [
    ...(atom.within === null ? [] : [`within ${periodWords(atom.within)}`]),
    ...(atom.for === null ? [] : [`for the first ${periodWords(atom.for).replace(/^1 /, '')}`]),
  ];
  const own =
    atom.level === 'asserted' && catalogues.selfMade.has(atom.kind) ? ['its own word being enough'] : [];
  const more = [...limits, ...own];
  return `${(STANDINGS as Readonly<Record<string, string>>)[atom.kind] ?? atom.kind}${more.length > 0 ? ` (${more.join('; ')})` : ''}`;
}

/** `children on its roll and under child protection`, or `any child`. */
export function groundsWords(grounds: readonly Atom[], vocabulary: Pick<Vocabulary, 'catalogues'>): string {
  return grounds.length === 0 ? 'any child' : `children ${standingsWords(grounds, vocabulary)}`;
}

/** "With …" and "on …" before "who …", as people say it. */
function standingsWords(grounds: readonly Atom[], vocabulary: Pick<Vocabulary, 'catalogues'>): string {
  const words = grounds.map((a) => groundWords(a, vocabulary));
  const late = (text: string): boolean => /^(who|about|of|for)/.test(text);
  return list([...words.filter((w) => !late(w)), ...words.filter(late)], 'and');
}

export function childrenWords(
  children: readonly Children[],
  vocabulary: Pick<Vocabulary, 'catalogues'>,
): string {
  const one = ({ has, lacks }: Children): string => {
    // "Not on its roll" is said of the fact, whoever stands behind it.
    const not = lacks.map((a) => groundWords({ ...a, level: 'confirmed' }, vocabulary) + unconfirmed(a, has));
    if (not.length === 0) return groundsWords(has, vocabulary);
    const but = list([...new Set(not)], 'or');
    return has.length === 0
      ? `all children but those ${but}`
      : `${groundsWords(has, vocabulary)} but not those ${but}`;
  };
  return [...new Set(children.map(one))].join('; or ');
}

const unconfirmed = (lacking: Atom, has: readonly Atom[]): string =>
  has.some((a) => a.kind === lacking.kind && a.within === lacking.within && a.for === lacking.for)
    ? ' by more than its own word'
    : '';

/** A prohibition, completing "but not …". */
export function shutWords({ when, unless, under }: Shut, vocabulary: Pick<Vocabulary, 'catalogues'>): string {
  const excused = unless
    .filter((grounds) => grounds.length > 0)
    .map((grounds) => standingsWords(grounds, vocabulary));
  const but = excused.length === 0 ? '' : `, except those ${list(excused, 'or')}`;
  return `${groundsWords(when, vocabulary)}${but} (${clauseWords([under])})`;
}

/** Which children a cell is open for, one line a way, with clause and last day; what stays shut comes last. */
export function childrenOf({ ways, shut }: Openness, vocabulary: Pick<Vocabulary, 'catalogues'>): string[] {
  return [
    ...ways.map(
      ({ grounds, under, until }) =>
        `${groundsWords(grounds, vocabulary)} (${clauseWords(under)}, ${untilWords(until)})`,
    ),
    ...shut.map((s) => `never ${shutWords(s, vocabulary)}`),
  ];
}

/** `housing-oxfordshire 8.2 and 8.3; protections 1.2`. */
export function clauseWords(refs: readonly ClauseRef[]): string {
  const byAgreement = new Map<string, string[]>();
  for (const { agreement, clause } of refs)
    byAgreement.set(agreement, [...new Set([...(byAgreement.get(agreement) ?? []), clause ?? ''])]);
  return [...byAgreement]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([agreement, clauses]) => `${agreement} ${list(clauses.sort(byNumber), 'and')}`.trim())
    .join('; ');
}

/**
 * Who: everybody of a role in one word, others by name with the id that the command line takes. Stand-ins for nobody
 * are told only where there is nobody else.
 */
export function askersWords(askers: readonly SpaceAsker[], { space, names, catalogues }: Vocabulary): string {
  const roles = [...new Set(space.askers.map((a) => a.role))];
  const whole = new Set(roles.filter((role) => isWholeRole(role, askers, space)));
  if (roles.every((role) => whole.has(role))) return 'every organisation';
  const somebody = askers.some((a) => space.isSomebody(a));
  const parts = roles.flatMap((role) => {
    const words = catalogues.roles.get(role)?.words ?? role;
    if (whole.has(role)) return [words.replace(/^another /, 'every other ').replace(/^an? /, 'every ')];
    const mine = askers.filter((a) => a.role === role);
    const real = mine.filter((a) => space.isSomebody(a));
    return (somebody ? real : mine).map((a) => {
      if (!somebody) return `anybody else who comes to be ${words}`;
      if (a.unit !== null) return `${names.get(a.unit) ?? words} (${a.unit})`;
      if (a.organisation === null) return `any other ${words.replace(/^(an?|another) /, '')}`;
      const several = space.askers.filter((o) => o.organisation === a.organisation).length > 1;
      const name = names.get(a.organisation) ?? a.organisation;
      return several ? `${words} of ${name} (${a.organisation})` : `${name} (${a.organisation})`;
    });
  });
  return list(parts, 'and');
}

/** Whether everybody in the directory who holds the role is among those asked; stand-ins for nobody do not count. */
export function isWholeRole(role: string, askers: readonly SpaceAsker[], space: Space): boolean {
  const asked = new Set(askers.map(idOf));
  const all = space.askers.filter((a) => a.role === role);
  const real = all.filter((a) => space.isSomebody(a));
  const other = all.some((a) => a.organisation === null && asked.has(idOf(a)));
  return other && real.every((a) => asked.has(idOf(a)));
}

export const jobWords = (job: string, { space }: Pick<Vocabulary, 'space'>): string =>
  space.jobNames.get(job) ?? job;

export const idOf = ({ organisation, unit, role }: SpaceAsker): string =>
  `${organisation ?? '*'} ${unit ?? '*'} ${role}`;

export function list(words: readonly string[], last: string): string {
  const [end = '', ...rest] = [...words].reverse();
  return rest.length === 0 ? end : `${rest.reverse().join(', ')} ${last} ${end}`;
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
