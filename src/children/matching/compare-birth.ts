import type { WrittenBirth } from './birth-date';
import { LEVELS, type Level } from './levels';

/** Null when either is not known. Of several days that a date may mean, the one that agrees best counts. */
export function compareBirth(a: WrittenBirth, b: WrittenBirth): Level<'birth'> | null {
  let best: Level<'birth'> | null = null;
  for (const one of a.digits) {
    for (const other of b.digits) {
      const level = compareDigits(one, other);
      if (best === null || LEVELS.birth.indexOf(level) < LEVELS.birth.indexOf(best)) best = level;
    }
  }
  return best;
}

/** The first of January stands in papers for "the day is not known": it says the year and little more. */
const isNewYear = (digits: string): boolean => digits.endsWith('0101');

function compareDigits(a: string, b: string): Level<'birth'> {
  if (a === b) return isNewYear(a) ? 'newYear' : 'exact';
  const sameYear = a.slice(0, 4) === b.slice(0, 4);
  if (sameYear && a.slice(4, 6) === b.slice(6) && a.slice(6) === b.slice(4, 6)) return 'swapped';
  if (sameYear && (isNewYear(a) || isNewYear(b))) return 'yearOnly';
  if (isOneSlip(a, b)) return isNewYear(a) || isNewYear(b) ? 'part' : 'slip';
  if (a.slice(4) === b.slice(4)) return isNewYear(a) ? 'disagree' : 'sameDay';
  if (sameYear && (a.slice(4, 6) === b.slice(4, 6) || a.slice(6) === b.slice(6))) return 'part';
  return 'disagree';
}

/** One digit mistyped, or two neighbours exchanged. */
function isOneSlip(a: string, b: string): boolean {
  const differing = Array.from(a).flatMap((digit, i) => (digit === b[i] ? [] : [i]));
  if (differing.length === 1) return true;
  const [i, j] = differing;
  return differing.length === 2 && i !== undefined && j === i + 1 && a[i] === b[j] && a[j] === b[i];
}
