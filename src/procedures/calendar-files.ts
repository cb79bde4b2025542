import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalDate } from '../kernel/local-date';
import { packageRoot } from '../package-root';
import { type Problem, problemLine } from '../policy/problem';
import { isEnglishBankHoliday } from './bank-holidays';
import type { Calendar } from './calendar';
import { type CalendarDates, parseCalendar } from './parse-calendar';

/** The calendars of an installation. */
export interface CalendarBook {
  /**
   * The calendar of the child's school where it has one of its own, else of the authority. An authority without a
   * file has a calendar that knows bank holidays and no term: school days throw MissingCalendarProblem.
   */
  of(authority: string, school?: string | null): Calendar;
  readonly dates: ReadonlyMap<string, CalendarDates>;
}

/** A book over dates already read. `isBankHoliday` is a parameter so that tests can add a holiday. */
export function calendarBook(
  all: readonly CalendarDates[],
  isBankHoliday: (day: LocalDate) => boolean = isEnglishBankHoliday,
): CalendarBook {
  const dates = new Map(all.map((one) => [one.calendar, one]));
  return {
    dates,
    of(authority, school = null) {
      const found = (school === null ? undefined : dates.get(school)) ?? dates.get(authority);
      return { of: found?.calendar ?? authority, years: found?.years ?? [], isBankHoliday };
    },
  };
}

/** Reads every calendar file of a folder; the dates of a file with problems must not be used. */
export function readCalendarFiles(
  folder = join(packageRoot(), 'schema', 'calendars'),
  shown = 'schema/calendars',
): { dates: readonly CalendarDates[]; problems: readonly Problem[] } {
  const dates: CalendarDates[] = [];
  const problems: Problem[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!/\.ya?ml$/.test(name)) continue;
    const file = join(shown, name);
    const read = parseCalendar(readFileSync(join(folder, name), 'utf8'), file);
    problems.push(...read.problems);
    if (read.dates === null) continue;
    if (dates.some(({ calendar }) => calendar === read.dates?.calendar)) {
      const message = `there is another calendar of \`${read.dates.calendar}\``;
      problems.push({ file, at: { line: 1, column: 1 }, severity: 'error', check: 'names', message });
    }
    dates.push(read.dates);
  }
  return { dates, problems };
}

/** The calendars that come with the hub. Throws one error that lists every problem. */
export function readCalendars(folder?: string): CalendarBook {
  const { dates, problems } = readCalendarFiles(folder);
  if (problems.length > 0)
    throw new Error(
      `The calendars are not usable:\n${problems.map((p) => `  ${problemLine(p)}`).join('\n')}`,
    );
  return calendarBook(dates);
}
