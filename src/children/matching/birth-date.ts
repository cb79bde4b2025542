/** A date of birth as somebody wrote it. */
export interface WrittenBirth {
  /** Every day that it may mean, as YYYY-MM-DD: a two-digit year means up to two. Empty when it is no day at all. */
  readonly days: readonly string[];
  /** The same as eight digits, impossible days (30 February) among them, for counting slips. */
  readonly digits: readonly string[];
}

export const NO_BIRTH: WrittenBirth = { days: [], digits: [] };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const pad = (part: string): string => part.padStart(2, '0');

/** Reads a date in the shapes that systems send; day before month, as in this country. `today` as YYYY-MM-DD. */
export function readBirth(text: string | null, today: string): WrittenBirth {
  const written = (text ?? '').trim().replace(/[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i, '');
  const digits = [...new Set(eightDigits(written, today))];
  const days = digits.filter(isDay).map((d) => `${d.slice(0, 4)}-${d.slice(4, 6)}-${d.slice(6)}`);
  return digits.length === 0 ? NO_BIRTH : { days, digits };
}

function eightDigits(written: string, today: string): string[] {
  const yearFirst = /^(\d{4})\D(\d{1,2})\D(\d{1,2})$/.exec(written);
  if (yearFirst) return [`${yearFirst[1] ?? ''}${pad(yearFirst[2] ?? '')}${pad(yearFirst[3] ?? '')}`];
  const yearLast = /^(\d{1,2})\D(\d{1,2})\D(\d{4}|\d{2})$/.exec(written);
  if (yearLast) return years(yearLast[3] ?? '', `${pad(yearLast[2] ?? '')}${pad(yearLast[1] ?? '')}`, today);
  const worded = /^(\d{1,2})\D*[ -]([a-z]{3})[a-z]*[ ,-]+(\d{4}|\d{2})$/i.exec(written);
  if (worded) {
    const month = MONTHS.indexOf((worded[2] ?? '').toLowerCase()) + 1;
    return month === 0 ? [] : years(worded[3] ?? '', `${pad(String(month))}${pad(worded[1] ?? '')}`, today);
  }
  if (/^\d{8}$/.test(written)) {
    const turned = `${written.slice(4)}${written.slice(2, 4)}${written.slice(0, 2)}`;
    return [isDay(written) || !isDay(turned) ? written : turned];
  }
  if (/^\d{6}$/.test(written))
    return years(written.slice(4), `${written.slice(2, 4)}${written.slice(0, 2)}`, today);
  return [];
}

/** Two digits of a year are this century's if that has come, or the last one's. */
function years(year: string, monthAndDay: string, today: string): string[] {
  if (year.length === 4) return [`${year}${monthAndDay}`];
  const now = today.replaceAll('-', '');
  return [`20${year}${monthAndDay}`, `19${year}${monthAndDay}`].filter((day) => day <= now);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Whether eight digits are a day of the Gregorian calendar. Asked of every slip of every lookup, so nothing is made. */
function isDay(digits: string): boolean {
  const written = Number(digits);
  const [year, month, day] = [Math.trunc(written / 10_000), Math.trunc(written / 100) % 100, written % 100];
  const last = month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0);
  return digits.length === 8 && year > 0 && day > 0 && day <= last;
}

/** The day with month and day exchanged, where that is another day; null otherwise. */
export function exchanged(day: string): string | null {
  const turned = `${day.slice(0, 4)}${day.slice(8)}${day.slice(5, 7)}`;
  const written = `${turned.slice(0, 4)}-${turned.slice(4, 6)}-${turned.slice(6)}`;
  return written !== day && isDay(turned) ? written : null;
}

/** Every day that is one mistyped digit, or two exchanged neighbours, away from this one, no more than a life's youth off. */
export function slipsOf(day: string): string[] {
  const digits = day.replaceAll('-', '');
  const changed = new Set<string>();
  for (let i = 0; i < digits.length; i += 1) {
    for (let digit = 0; digit < 10; digit += 1)
      changed.add(`${digits.slice(0, i)}${digit}${digits.slice(i + 1)}`);
    changed.add(`${digits.slice(0, i)}${digits[i + 1] ?? ''}${digits[i] ?? ''}${digits.slice(i + 2)}`);
  }
  changed.delete(digits);
  return [...changed]
    .filter(
      (other) => Math.abs(Number(other.slice(0, 4)) - Number(digits.slice(0, 4))) <= YOUTH && isDay(other),
    )
    .map((other) => `${other.slice(0, 4)}-${other.slice(4, 6)}-${other.slice(6)}`);
}

/** Years. */
const YOUTH = 30;
