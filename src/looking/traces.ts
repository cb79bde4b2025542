import type { LookCriteria } from '../gate/ports';
import type { SignKind } from './looking-rules';

/** What a look shares with others that differ from it in one thing alone, and how it differs. Both in clear: hash them. */
export interface Trace {
  readonly kind: SignKind;
  readonly trace: readonly string[];
  readonly variant: string;
}

/**
 * A hundred numbers of each kind of identifier: what they share (`block`), and what differs, the check character with it.
 * A UPN has that in front, so that two neighbours begin with different letters.
 */
const NUMBERS: Readonly<Record<string, RegExp>> = {
  upn: /^(?<check>[A-Z])(?<block>\d{10})(?<rest>\d[0-9A-Z])$/,
  nhsNumber: /^(?<block>\d{7})(?<rest>\d\d)(?<check>\d)$/,
  uln: /^(?<block>\d{7})(?<rest>\d\d)(?<check>\d)$/,
};

/**
 * The traces of one look in vain. Of its criteria each is left out in turn, and none: so that a field that is tried with
 * value after value, and one that is put on and taken off, lead to one trace with many variants.
 */
export function tracesOf(criteria: LookCriteria): Trace[] {
  const given = Object.entries(criteria).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = (entries: readonly (readonly [string, string])[]): string[] =>
    entries.map(([field, value]) => `${field}=${value}`);
  const narrowing = given.flatMap(([field, value], i): Trace[] => {
    const shared = given.filter((_, k) => k !== i);
    return isSomebody(shared.map(([name]) => name))
      ? [{ kind: 'narrowing', trace: text(shared), variant: `${field}=${value}` }]
      : [];
  });
  return [{ kind: 'narrowing', trace: text(given), variant: '' }, ...narrowing, ...sequenceOf(criteria)];
}

/** Whether these say something of one child: a birthday alone, or a school, is that of many. */
const isSomebody = (fields: readonly string[]): boolean =>
  fields.length > 1 || fields.some((field) => field in NUMBERS);

/** Numbers of one hundred are neighbours; one number with another check character is another attempt at it. */
function sequenceOf(criteria: LookCriteria): Trace[] {
  return Object.entries(NUMBERS).flatMap(([field, pattern]) => {
    const { block, rest, check } = pattern.exec(criteria[field] ?? '')?.groups ?? {};
    return block === undefined || rest === undefined || check === undefined
      ? []
      : [{ kind: 'sequence' as const, trace: [`${field} near ${block}`], variant: rest + check }];
  });
}
