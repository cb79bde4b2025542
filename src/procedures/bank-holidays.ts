import { createRequire } from 'node:module';
import type { LocalDate } from '../kernel/local-date';

/** The little that is used of it. Its own types are those of a module that CommonJS may not import. */
interface EnglishHolidays {
  getHolidays(year: number): readonly { readonly date: string; readonly type: string }[];
}

let library: EnglishHolidays | null = null;
const years = new Map<number, ReadonlySet<string>>();

/**
 * Whether that day is a bank holiday in England (Banking and Financial Dealings Act 1971, with substitute days and
 * the days proclaimed for one year alone). From the package `date-holidays`; a year's list is worked out once. The
 * package is loaded when the first day is asked about: it takes a tenth of a second.
 */
export function isEnglishBankHoliday(day: LocalDate): boolean {
  const year = Number(day.slice(0, 4));
  let days = years.get(year);
  if (days === undefined) {
    days = new Set(
      holidays()
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10)),
    );
    years.set(year, days);
  }
  return days.has(day);
}

function holidays(): EnglishHolidays {
  if (library === null) {
    const Holidays = createRequire(__filename)('date-holidays') as new (
      country: string,
      part: string,
    ) => EnglishHolidays;
    library = new Holidays('GB', 'ENG');
  }
  return library;
}
