import type { Branded } from './branded';
import { type Checked, invalid, valid } from './checked';

/** A day of the calendar, `YYYY-MM-DD`, years 0001 to 9999. Text order is calendar order. */
export type LocalDate = Branded<string, 'LocalDate'>;

const DAY = 86_400_000;

/** Parses a day; it must exist in the Gregorian calendar. */
export function parseLocalDate(text: string): Checked<LocalDate> {
  const { year, month, day } = partsOf(text);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || year === 0 || month < 1 || month > 12 || day < 1 || day > 31)
    return invalid('Write a day of the calendar as year-month-day, as in 2026-09-01.');
  if (day > 28 && day > daysInMonth(year, month)) return invalid('There is no such day in that month.');
  return valid(text as LocalDate);
}

/** Whether the text is a day that `parseLocalDate` accepts. */
export function isLocalDate(text: string): text is LocalDate {
  return parseLocalDate(text).ok;
}

/** The day that these numbers name (`month` 1 to 12). Throws RangeError when there is none. */
export function localDate(year: number, month: number, day: number): LocalDate {
  const parsed = parseLocalDate(`${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`);
  if (!parsed.ok) throw new RangeError(parsed.problem);
  return parsed.value;
}

/** The numbers of a day; `month` runs from 1 to 12. */
export function partsOf(date: string): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** The day so many days later (earlier when negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return fromUtc(new Date(utc(date) + days * DAY));
}

/** The same day so many months later; where that month is too short, its last day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return localDate(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

/** The same day so many years later; 29 February becomes 28 February in a common year. */
export function addYears(date: LocalDate, years: number): LocalDate {
  return addMonths(date, years * 12);
}

/** Negative when `a` is earlier, 0 when equal, positive when later: for sorting. */
export function compareDates(a: LocalDate, b: LocalDate): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** How many days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((utc(to) - utc(from)) / DAY);
}

/** Completed years from `from` to `to`: an age, when `from` is a date of birth. 29 February completes on 1 March. */
export function yearsBetween(from: LocalDate, to: LocalDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** Day of the week as ISO 8601 counts: Monday 1, Sunday 7. */
export function dayOfWeek(date: LocalDate): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return (new Date(utc(date)).getUTCDay() || 7) as 1 | 2 | 3 | 4 | 5 | 6 | 7;
}

/** How many days that month has (`month` 1 to 12). */
export function daysInMonth(year: number, month: number): number {
  const first = new Date(0);
  first.setUTCFullYear(year, month, 0);
  return first.getUTCDate();
}

function utc(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function fromUtc(instant: Date): LocalDate {
  const parsed = parseLocalDate(instant.toISOString().slice(0, 10));
  if (!parsed.ok) throw new RangeError(parsed.problem);
  return parsed.value;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
