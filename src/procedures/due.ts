import { compulsorySchoolAgeBegins, compulsorySchoolAgeEnds } from '../kernel/compulsory-school-age';
import { addDays, addMonths, addYears, type LocalDate, localDate, partsOf } from '../kernel/local-date';
import { endOfLondonDay, londonDate, startOfLondonDay } from '../kernel/london-time';
import { type Calendar, isSchoolDay, isWorkingDay, startOfNext } from './calendar';
import type { Clock, DayUnit, TermUnit, Unit } from './clock';

/** When a step has to be done. */
export interface Due {
  /** The last day, in London. */
  readonly on: LocalDate;
  /** The first instant at which the step is late: the end of that day, or for hours and `atOnce` as their comment says. */
  readonly overdueFrom: Date;
}

const HOUR = 3_600_000;
/** No clock of a policy waits longer for a day that counts; a calendar without any would never end. */
const LONGEST_WAIT = 3 * 366;

/**
 * When a step is due whose clock started at an instant. Null where the source names no moment (`unknown`, and `age`
 * without a date of birth). Pure. School days and terms throw MissingCalendarProblem where the calendar is silent;
 * `as` has been looked up before (RangeError).
 *
 * Days are days in London, whatever the hour of the trigger. Hours elapse, through nights, weekends, bank holidays
 * and the change to summer time. Weeks, months and years end with the same day of the week or month, the last of a
 * month that has no such day.
 */
export function dueAt(
  clock: Clock,
  from: Date,
  calendar: Calendar,
  born: LocalDate | null = null,
): Due | null {
  const day = londonDate(from);
  switch (clock.kind) {
    case 'day':
      return wholeDay(nth(clock.unit, clock.count, day, calendar));
    case 'within':
      return later(clock.unit, clock.count, from, calendar);
    case 'every':
      return notIn(clock.notIn, clock.unit, later(clock.unit, clock.count, from, calendar));
    case 'after': {
      const last = nth(clock.unit, clock.count, clock.dayOne === 'same' ? day : addDays(day, 1), calendar);
      return wholeDay(addDays(last, 1));
    }
    case 'before':
      return wholeDay(nth(clock.unit, clock.count, addDays(day, -1), calendar, -1));
    case 'next':
      return wholeDay(startOfNext(calendar, clock.unit, day));
    case 'on':
      return wholeDay(nextDayOfYear(clock, day));
    case 'age':
      if (born === null) return null;
      return wholeDay(
        clock.bound === 'begins' ? compulsorySchoolAgeBegins(born) : compulsorySchoolAgeEnds(born),
      );
    case 'atOnce':
      return wholeDay(day);
    case 'as':
      throw new RangeError('A clock that names a row is looked up when the files are read.');
    case 'unknown':
      return null;
  }
}

/**
 * The instant from which a step may be taken, for its `notBefore`: the beginning of the day that the clock names
 * (for `after`, of the day after the last one that had to pass), or the elapsed hour.
 */
export function opensAt(
  clock: Clock,
  from: Date,
  calendar: Calendar,
  born: LocalDate | null = null,
): Date | null {
  const due = dueAt(clock, from, calendar, born);
  if (due === null) return null;
  return 'unit' in clock && clock.unit === 'hour' ? due.overdueFrom : startOfLondonDay(due.on);
}

/** Whether the day counts in that unit. */
export function counts(unit: DayUnit, day: LocalDate, calendar: Calendar): boolean {
  if (unit === 'calendarDay') return true;
  return unit === 'workingDay' ? isWorkingDay(calendar, day) : isSchoolDay(calendar, day);
}

const wholeDay = (on: LocalDate): Due => ({ on, overdueFrom: endOfLondonDay(on) });

/** The N-th day that counts, on or after that day (or on or before it). */
function nth(unit: DayUnit, count: number, from: LocalDate, calendar: Calendar, step: 1 | -1 = 1): LocalDate {
  let day = from;
  let found = 0;
  for (let waited = 0; waited <= LONGEST_WAIT; day = addDays(day, step)) {
    if (!counts(unit, day, calendar)) {
      waited += 1;
      continue;
    }
    found += 1;
    waited = 0;
    if (found === count) return day;
  }
  throw new RangeError('The calendar has no day that counts in three years.');
}

function later(unit: Unit, count: number, from: Date, calendar: Calendar): Due {
  const day = londonDate(from);
  switch (unit) {
    case 'hour': {
      const overdueFrom = new Date(from.getTime() + count * HOUR);
      return { on: londonDate(overdueFrom), overdueFrom };
    }
    case 'calendarDay':
    case 'workingDay':
    case 'schoolDay':
      return wholeDay(nth(unit, count, addDays(day, 1), calendar));
    case 'week':
      return wholeDay(addDays(day, 7 * count));
    case 'month':
      return wholeDay(addMonths(day, count));
    case 'year':
      return wholeDay(addYears(day, count));
    case 'halfTerm':
    case 'term':
    case 'academicYear':
      return wholeDay(afterTerms(unit, count, day, calendar));
  }
}

function afterTerms(unit: TermUnit, count: number, from: LocalDate, calendar: Calendar): LocalDate {
  let day = from;
  for (let passed = 0; passed < count; passed += 1) day = startOfNext(calendar, unit, day);
  return day;
}

/** Months in which nothing is due are passed over: the day moves to the same day of the first month after them. */
function notIn(months: readonly number[], unit: Unit, due: Due): Due {
  if (unit === 'hour' || months.length === 0) return due;
  let on = due.on;
  for (let passed = 0; passed < 12 && months.includes(partsOf(on).month); passed += 1) on = addMonths(on, 1);
  return wholeDay(on);
}

function nextDayOfYear({ month, day }: { month: number; day: number }, from: LocalDate): LocalDate {
  const { year } = partsOf(from);
  const thisYear = localDate(year, month, day);
  return from <= thisYear ? thisYear : localDate(year + 1, month, day);
}
