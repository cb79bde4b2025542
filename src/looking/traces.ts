import type { LookCriteria } from '../gate/ports';
import type { SignKind } from './looking-rules';

/** What a look shares with others that differ from it in one thing alone, and how it differs. Both in clear: hash them. */
export interface Trace {
  readonly kind: SignKind;
  readonly trace: readonly string[];
  readonly variant: string;
}

/** Digits of an identifier before its check character, and how many of them count within a hundred numbers. */
const NUMBERS: Readonly<Record<string, RegExp>> = {
  upn: /^([A-Z]\d{9})(\d\d[0-9A-Z])$/,
  nhsNumber: /^(\d{7})(\d\d\d)$/,
  uln: /^(\d{7})(\d\d\d)$/,
};

/**
 * The traces of one look in vain. Of its criteria each is left out in turn, and none: so that a field that is tried with
 * value after value, and one that is put on and taken off, lead to one trace with many variants.
 */
export function tracesOf(criteria: LookCriteria): Trace[] {
  const given = Object.entries(criteria).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = (entries: readonly (readonly [string, string])[]): string[] =>
    entries.map(([field, value]) => `${field}=${value}`);
  const narrowing = given.map(
    ([field, value], i): Trace => ({
      kind: 'narrowing',
      trace: text(given.filter((_, k) => k !== i)),
      variant: `${field}=${value}`,
    }),
  );
  return [
    { kind: 'narrowing', trace: text(given), variant: '' },
    ...narrowing.filter(({ trace }) => trace.length > 0),
    ...sequenceOf(criteria),
  ];
}

/** Numbers of one hundred are neighbours; one number with another check character is another attempt at it. */
function sequenceOf(criteria: LookCriteria): Trace[] {
  return Object.entries(NUMBERS).flatMap(([field, pattern]) => {
    const [, block, rest] = pattern.exec(criteria[field] ?? '') ?? [];
    return block === undefined || rest === undefined
      ? []
      : [{ kind: 'sequence' as const, trace: [`${field} near ${block}`], variant: rest }];
  });
}
