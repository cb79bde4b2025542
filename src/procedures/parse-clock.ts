import type { Node } from 'yaml';
import { nearWord } from '../kernel/near-word';
import type { YamlReader } from '../policy/yaml-reader';
import { type Clock, DAY_UNITS, TERM_UNITS, UNITS } from './clock';

const VERBS = [
  'day',
  'within',
  'after',
  'before',
  'every',
  'next',
  'on',
  'age',
  'atOnce',
  'as',
  'unknown',
] as const;
/** What stands beside the verb. */
const BESIDE: Readonly<Record<(typeof VERBS)[number], readonly string[]>> = {
  day: ['unit'],
  within: ['unit'],
  after: ['unit', 'dayOne'],
  before: ['unit'],
  every: ['unit', 'notIn'],
  next: [],
  on: [],
  age: [],
  atOnce: [],
  as: [],
  unknown: [],
};
const LONGEST = 1000;

/** Reads one clock: `{ within: 10, unit: workingDay }`. Null, with a problem, when it cannot be read. */
export function parseClock(y: YamlReader, node: Node | null | undefined, what: string): Clock | null {
  if (node === null || node === undefined) return null;
  const all = y.map(node, what, [...VERBS, 'unit', 'dayOne', 'notIn', 'words', 'reading']);
  const verbs = VERBS.filter((verb) => all.has(verb));
  const verb = verbs[0];
  if (verb === undefined || verbs.length > 1) {
    y.fail(node, `${what} says one of ${VERBS.join(', ')}`);
    return null;
  }
  for (const [key, { key: at }] of all) {
    if (key === verb || key === 'words' || key === 'reading' || BESIDE[verb].includes(key)) continue;
    y.fail(at, `\`${key}\` means nothing beside \`${verb}\` in ${what}`);
  }
  const value = all.get(verb)?.value ?? null;
  const word = <W extends string>(key: string, known: readonly W[], otherwise: W): W => {
    const at = key === verb ? value : (all.get(key)?.value ?? null);
    if (at === null) {
      y.fail(node, `${what} needs its \`${key}\``, 'required');
      return otherwise;
    }
    const text = y.text(at, `\`${key}\` of ${what}`);
    if (text === null || (known as readonly string[]).includes(text)) return (text ?? otherwise) as W;
    const near = nearWord(text, known);
    y.fail(
      at,
      `unknown word \`${text}\` in ${what}${near ? `; did you mean \`${near}\`?` : ''}`,
      'unknown-word',
    );
    return otherwise;
  };
  const count = (): number => {
    const number = Number(y.text(value, `\`${verb}\` of ${what}`) ?? NaN);
    if (Number.isInteger(number) && number >= 1 && number <= LONGEST) return number;
    y.fail(value, `\`${verb}\` of ${what} must be a whole number from 1 to ${LONGEST}`);
    return 1;
  };
  const words = y.optionalText(all.get('words')?.value, `\`words\` of ${what}`);
  const reading = all.has('reading') ? word('reading', ['policy', 'ours'], 'policy') : 'policy';
  if (reading === 'ours' && words === null)
    y.fail(node, `${what} is our reading: write the policy's own \`words\` beside it`, 'required');
  const read = { words, reading } as const;
  switch (verb) {
    case 'day':
    case 'before':
      return { ...read, kind: verb, count: count(), unit: word('unit', DAY_UNITS, 'calendarDay') };
    case 'within':
      return { ...read, kind: 'within', count: count(), unit: word('unit', UNITS, 'calendarDay') };
    case 'after':
      return {
        ...read,
        kind: 'after',
        count: count(),
        unit: word('unit', DAY_UNITS, 'calendarDay'),
        dayOne: all.has('dayOne') ? word('dayOne', ['same', 'next'], 'same') : 'same',
      };
    case 'every':
      return {
        ...read,
        kind: 'every',
        count: count(),
        unit: word('unit', UNITS, 'calendarDay'),
        notIn: months(y, all.get('notIn')?.value, what),
      };
    case 'next':
      return { ...read, kind: 'next', unit: word('next', TERM_UNITS, 'term') };
    case 'on':
      return { ...read, kind: 'on', ...dayOfYear(y, value, what) };
    case 'age':
      return { ...read, kind: 'age', bound: word('age', ['begins', 'ends'], 'begins') };
    case 'atOnce':
      if (!y.boolean(value, `\`atOnce\` of ${what}`, false))
        y.fail(value, `\`atOnce\` of ${what} is true or absent`);
      return { ...read, kind: 'atOnce' };
    case 'as':
      return { ...read, kind: 'as', row: y.text(value, `\`as\` of ${what}`) ?? '' };
    case 'unknown':
      return { ...read, kind: 'unknown', ask: y.text(value, `\`unknown\` of ${what}`) ?? '' };
  }
}

function months(y: YamlReader, node: Node | null | undefined, what: string): readonly number[] {
  return y.words(node, `\`notIn\` of ${what}`).flatMap((text) => {
    const month = Number(text);
    if (Number.isInteger(month) && month >= 1 && month <= 12) return month;
    y.fail(node, `\`notIn\` of ${what} lists months, 1 to 12`);
    return [];
  });
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day that every year has: `'01-15'`. */
function dayOfYear(y: YamlReader, node: Node | null, what: string): { month: number; day: number } {
  const match = /^(\d{2})-(\d{2})$/.exec(y.text(node, `\`on\` of ${what}`) ?? '');
  const [month, day] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && day >= 1 && day <= (DAYS[month - 1] ?? 0)) return { month, day };
  y.fail(node, `\`on\` of ${what} is a month and a day that every year has, as in '01-15'`);
  return { month: 1, day: 1 };
}
