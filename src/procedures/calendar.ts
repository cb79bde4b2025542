import { addDays, dayOfWeek, type LocalDate } from '../kernel/local-date';
import type { TermUnit } from './clock';

/** Days from first to last, both in session but for weekends, bank holidays and INSET days. One half of a term. */
export interface HalfTerm {
  readonly term: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** One academic year of an authority, or of a school that has dates of its own. */
export interface AcademicYear {
  readonly name: string;
  /** The days that the calendar speaks for: school days outside of them are not known. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly halfTerms: readonly HalfTerm[];
  /** Days of staff training: the school is open, its pupils are not expected. */
  readonly inset: readonly LocalDate[];
}

/** What days count for one authority (or school). Pure data: two calendars with the same content agree on every day. */
export interface Calendar {
  /** `la/…`, or `school/…` where a school has dates of its own. */
  readonly of: string;
  /** Years in order, not overlapping. */
  readonly years: readonly AcademicYear[];
  /** Bank holidays of England; known for every year (see bank-holidays.ts). */
  readonly isBankHoliday: (day: LocalDate) => boolean;
}

/** The calendar says nothing about that day. Nobody guesses: whoever asks is told whose dates are to be entered. */
export class MissingCalendarProblem extends Error {
  constructor(
    readonly of: string,
    readonly day: LocalDate,
  ) {
    super(`${of} has no term dates for ${day}: enter them under schema/calendars.`);
    this.name = 'MissingCalendarProblem';
  }
}

/** Monday to Friday less the bank holidays of England. */
export const isWorkingDay = (calendar: Calendar, day: LocalDate): boolean =>
  dayOfWeek(day) <= 5 && !calendar.isBankHoliday(day);

/**
 * Whether pupils are expected on that day: within a half-term, no weekend, no bank holiday, no INSET day.
 * Throws MissingCalendarProblem for a day that no academic year of the calendar covers.
 */
export function isSchoolDay(calendar: Calendar, day: LocalDate): boolean {
  const year = yearOf(calendar, day);
  return (
    isWorkingDay(calendar, day) &&
    !year.inset.includes(day) &&
    year.halfTerms.some(({ from, to }) => from <= day && day <= to)
  );
}

/** The academic year that covers a day. Throws MissingCalendarProblem. */
export function yearOf(calendar: Calendar, day: LocalDate): AcademicYear {
  const year = calendar.years.find(({ from, to }) => from <= day && day <= to);
  if (year === undefined) throw new MissingCalendarProblem(calendar.of, day);
  return year;
}

/**
 * The first day in session of the first half-term, term or academic year that begins after that day by its published
 * dates. INVARIANT: a school shut on the day that was to be the first does not begin its term anew: the term that
 * began is never the next one, so that another holiday makes nothing due earlier.
 * Throws MissingCalendarProblem when the calendar does not reach so far.
 */
export function startOfNext(calendar: Calendar, unit: TermUnit, after: LocalDate): LocalDate {
  yearOf(calendar, after);
  const start = beginnings(calendar, unit).find(({ published }) => published > after);
  if (start !== undefined) return start.inSession;
  const last = calendar.years.at(-1);
  throw new MissingCalendarProblem(calendar.of, last === undefined ? after : addDays(last.to, 1));
}

/** The first day in session of every half-term, term or academic year that the calendar knows, in order. */
export const startsOf = (calendar: Calendar, unit: TermUnit): readonly LocalDate[] =>
  beginnings(calendar, unit).map(({ inSession }) => inSession);

interface Beginning {
  readonly published: LocalDate;
  readonly inSession: LocalDate;
}

/** What begins in the calendar, in order; not what has no day in session at all. */
function beginnings(calendar: Calendar, unit: TermUnit): readonly Beginning[] {
  return calendar.years.flatMap((year) =>
    year.halfTerms
      .filter((half, index) => {
        if (unit === 'halfTerm') return true;
        if (unit === 'academicYear') return index === 0;
        return year.halfTerms[index - 1]?.term !== half.term;
      })
      .flatMap(({ from, to }) => {
        const inSession = firstSchoolDay(calendar, from, to);
        return inSession === null ? [] : [{ published: from, inSession }];
      }),
  );
}

function firstSchoolDay(calendar: Calendar, from: LocalDate, to: LocalDate): LocalDate | null {
  for (let day = from; day <= to; day = addDays(day, 1)) if (isSchoolDay(calendar, day)) return day;
  return null;
}
