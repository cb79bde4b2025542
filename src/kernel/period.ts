import { type Checked, invalid, valid } from './checked';
import { addDays, addMonths, type LocalDate } from './local-date';
import { londonDate, londonInstant, londonTimeOfDay } from './london-time';

/** A length of time as agreements write it (ISO 8601): calendar years to days, and elapsed hours. */
export interface Period {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  readonly hours: number;
}

const SHAPE = /^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(\d{1,4})H)?$/;
const HOUR = 3_600_000;

/** Parses `P1Y`, `P6M`, `P2W`, `P28D`, `PT72H` or several of them in that order; it must be longer than nothing. */
export function parsePeriod(text: string): Checked<Period> {
  const match = SHAPE.exec(text);
  if (match === null) return invalid('Write a period as ISO 8601 does: P1Y, P6M, P2W, P28D or PT72H.');
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  if (years + months + weeks + days + hours === 0) return invalid('A period has to be longer than nothing.');
  return valid({ years, months, weeks, days, hours });
}

/** The period as ISO 8601 writes it; parsing it again gives the same period. */
export function formatPeriod({ years, months, weeks, days, hours }: Period): string {
  const calendar = [part(years, 'Y'), part(months, 'M'), part(weeks, 'W'), part(days, 'D')].join('');
  return `P${calendar}${hours === 0 ? '' : `T${hours}H`}`;
}

/**
 * The day a period after that one: years and months first (a day too late for the month becomes its last), then
 * weeks and days. Throws RangeError when the period has hours: a day has none to add to.
 */
export function addPeriodToDate(date: LocalDate, period: Period): LocalDate {
  if (period.hours !== 0) throw new RangeError('Hours cannot be added to a day.');
  return addDays(addMonths(date, period.years * 12 + period.months), period.weeks * 7 + period.days);
}

/**
 * The instant a period after that one. Years to days keep the time that clocks in London show; hours elapse, so
 * that 72 hours from 22:40 before the clocks go forward end at 23:40.
 */
export function addPeriodToInstant(instant: Date, period: Period): Date {
  const { hours, ...calendar } = period;
  const moved = addPeriodToDate(londonDate(instant), { ...calendar, hours: 0 });
  const sameDay = moved === londonDate(instant);
  const start = sameDay ? instant : londonInstant(moved, londonTimeOfDay(instant));
  return new Date(start.getTime() + hours * HOUR);
}

/**
 * The period as PostgreSQL reads an interval. Adding it to a `timestamptz` agrees with `addPeriodToInstant` only in
 * a session whose time zone is Europe/London.
 */
export function toPostgresInterval({ years, months, weeks, days, hours }: Period): string {
  return `${years} years ${months} months ${weeks * 7 + days} days ${hours} hours`;
}

function part(count: number, letter: string): string {
  return count === 0 ? '' : `${count}${letter}`;
}
