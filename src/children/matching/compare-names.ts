import type { Level } from './levels';
import type { NameBook } from './name-book';
import { likeness, slips } from './name-distance';
import { romanKey, type NameWords } from './name-words';

/** A level, and the word it rests on: a rare name says more than a common one. */
export interface NameAgreement<L> {
  readonly level: L;
  readonly on: string;
}

const NEAR = 0.88;

/** Null when either has no forename yet ("Baby", an empty field): that is missing, not disagreeing. */
export function compareForenames(
  a: NameWords,
  b: NameWords,
  book: NameBook,
  others: readonly string[] = [],
): NameAgreement<Level<'forename'>> | null {
  const [first, second] = [a.words[0], b.words[0]];
  if (first === undefined || second === undefined) return null;
  if (a.whole === b.whole) return { level: 'exact', on: first };
  const [rest, otherRest] = [a.words.slice(1), [...b.words.slice(1), ...others]];
  const isFirstOfTwo = isOtherPerson(rest, otherRest, book);
  if (first === second) return { level: isFirstOfTwo ? 'rival' : 'exact', on: first };
  if (first.length === 1 || second.length === 1) return initialOf(first, second, a, b, others);
  const level = compareWords(first, second, book);
  if (level !== 'disagree' && level !== 'rival' && level !== 'kin')
    return { level: isFirstOfTwo && first.length > 1 ? 'rival' : level, on: second };
  const whole = slips(a.whole, b.whole, 1) <= 1 && a.words.length !== b.words.length;
  if (whole) return { level: 'typo', on: second };
  const shared = sharedWord(a.words, [...b.words, ...others]) ?? sharedWord(b.words, a.words);
  return shared === null ? { level, on: second } : { level: 'part', on: shared };
}

/** Brothers are called Mohammed Ali and Mohammed Hassan: a first name that is shared does not make one child of two. */
function isOtherPerson(rest: readonly string[], others: readonly string[], book: NameBook): boolean {
  if (rest.length === 0 || others.length === 0) return false;
  return !rest.some((word) =>
    others.some((other) =>
      word.length === 1 || other.length === 1
        ? word.charAt(0) === other.charAt(0)
        : !['disagree', 'rival'].includes(compareWords(word, other, book)),
    ),
  );
}

function initialOf(
  first: string,
  second: string,
  a: NameWords,
  b: NameWords,
  others: readonly string[],
): NameAgreement<Level<'forename'>> {
  if (first.charAt(0) === second.charAt(0)) return { level: 'initial', on: second };
  const shared = sharedWord(a.words, [...b.words, ...others]);
  return shared === null ? { level: 'disagree', on: second } : { level: 'part', on: shared };
}

function compareWords(a: string, b: string, book: NameBook): Level<'forename'> {
  if (a === b) return 'exact';
  if (meet(book.forenames, a, b) || romanKey(a, book) === romanKey(b, book)) return 'variant';
  const twoNames = book.known.has(a) && book.known.has(b);
  if (isTypo(a, b)) return twoNames ? (meet(book.kin, a, b) ? 'kin' : 'rival') : 'typo';
  if (meet(book.kin, a, b)) return 'kin';
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if ((short.length >= 3 && long.startsWith(short)) || likeness(a, b) >= NEAR)
    return twoNames ? 'rival' : 'near';
  return 'disagree';
}

/** One slip in a short word, two in a long one. */
function isTypo(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  if (length < 3) return false;
  return slips(a, b, 2) <= (length >= 7 ? 2 : 1);
}

export function compareSurnames(
  a: NameWords,
  b: NameWords,
  book: NameBook,
): NameAgreement<Level<'surname'>> | null {
  if (a.words.length === 0 || b.words.length === 0) return null;
  const [one, other] = [a.words.join(''), b.words.join('')];
  if (a.whole === b.whole || one === other) return { level: 'exact', on: other };
  if (meet(book.surnames, one, other) || romanKey(one, book) === romanKey(other, book))
    return { level: 'variant', on: other };
  if (one.length === 1 || other.length === 1)
    return { level: one.charAt(0) === other.charAt(0) ? 'near' : 'disagree', on: other };
  if (isTypo(one, other)) return { level: 'typo', on: other };
  if (a.words.length > 1 || b.words.length > 1) {
    const half = sharedWord(a.words, b.words) ?? spelledAlike(a.words, b.words, book);
    if (half !== null) return { level: 'half', on: half };
  }
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const near = (short.length >= 4 && long.startsWith(short)) || likeness(one, other) >= NEAR;
  return { level: near ? 'near' : 'disagree', on: other };
}

function spelledAlike(a: readonly string[], b: readonly string[], book: NameBook): string | null {
  return (
    b.find(
      (word) => word.length > 2 && a.some((each) => meet(book.surnames, each, word) || isTypo(each, word)),
    ) ?? null
  );
}

function sharedWord(a: readonly string[], b: readonly string[]): string | null {
  return a.find((word) => word.length > 2 && b.includes(word)) ?? null;
}

function meet(families: ReadonlyMap<string, ReadonlySet<number>>, a: string, b: string): boolean {
  const [of, other] = [families.get(a), families.get(b)];
  if (!of || !other) return false;
  for (const id of of) if (other.has(id)) return true;
  return false;
}
