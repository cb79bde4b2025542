import { addDays, addMonths, type LocalDate, localDate, partsOf } from '../kernel/local-date';
import { type Calendar, startsOf, yearOf } from './calendar';
import type { Clock } from './clock';
import { counts } from './due';
import type { Meeting, Row } from './procedure';
import { isRegular } from './rows-in-force';

/** A duty of the authority on the day by which it is to be done. */
export interface RegularDuty {
  readonly row: Row;
  readonly on: LocalDate;
}

/**
 * The regular duties that fall on days from the first to the last, in order of days. Days and weeks are counted from
 * 1 September, a month's duty falls on its last day, a year's on 31 August, a term's on its first day in session.
 * Throws MissingCalendarProblem for school days and terms that the calendar does not know.
 */
export function dutiesBetween(
  rows: readonly Row[],
  from: LocalDate,
  to: LocalDate,
  calendar: Calendar,
): readonly RegularDuty[] {
  return rows
    .filter(isRegular)
    .flatMap((row) =>
      row.clock === null ? [] : occurrences(row.clock, from, to, calendar).map((on) => ({ row, on })),
    )
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** The days on which a group meets at the latest, counted as above. */
export const meetingsBetween = (
  { every }: Meeting,
  from: LocalDate,
  to: LocalDate,
  calendar: Calendar,
): readonly LocalDate[] => occurrences(every, from, to, calendar);

function occurrences(clock: Clock, from: LocalDate, to: LocalDate, calendar: Calendar): readonly LocalDate[] {
  if (clock.kind !== 'every' && clock.kind !== 'next') return [];
  const [count, notIn] = clock.kind === 'every' ? [clock.count, clock.notIn] : [1, []];
  return candidates(clock.unit, count, from, to, calendar).filter(
    (day) => from <= day && day <= to && !notIn.includes(partsOf(day).month),
  );
}

type Recurring = Extract<Clock, { kind: 'every' | 'next' }>['unit'];

function candidates(
  unit: Recurring,
  count: number,
  from: LocalDate,
  to: LocalDate,
  calendar: Calendar,
): readonly LocalDate[] {
  switch (unit) {
    case 'hour':
      return [];
    case 'calendarDay':
    case 'workingDay':
    case 'schoolDay':
      return yearsBetween(from, to).flatMap((first) => {
        const end = addDays(addMonths(first, 12), -1);
        const days: LocalDate[] = [];
        for (let day = first; day <= end && day <= to; day = addDays(day, 1))
          if (counts(unit, day, calendar)) days.push(day);
        return days.filter((_day, index) => (index + 1) % count === 0);
      });
    case 'week':
      return yearsBetween(from, to).flatMap((first) =>
        Array.from({ length: 53 }, (_, index) => addDays(first, 7 * index)).filter(
          (day, index) => index % count === 0 && day < addMonths(first, 12),
        ),
      );
    case 'month':
      return yearsBetween(from, to).flatMap((first) =>
        Array.from({ length: 12 }, (_, index) => addDays(addMonths(first, index + 1), -1)).filter(
          (_day, index) => (index + 1) % count === 0,
        ),
      );
    case 'year':
      return yearsBetween(from, to).map((first) => addDays(addMonths(first, 12), -1));
    case 'halfTerm':
    case 'term':
    case 'academicYear':
      yearOf(calendar, from);
      yearOf(calendar, to);
      return startsOf(calendar, unit).filter((_day, index) => index % count === 0);
  }
}

/** The 1st of September of each academic year that has a day in between. */
function yearsBetween(from: LocalDate, to: LocalDate): readonly LocalDate[] {
  const first = partsOf(from).year - 1;
  const years = Array.from({ length: partsOf(to).year - first + 1 }, (_, index) =>
    localDate(first + index, 9, 1),
  );
  return years.filter((day) => day <= to && addMonths(day, 12) > from);
}
