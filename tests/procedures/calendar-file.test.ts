import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Calendar,
  isSchoolDay,
  MissingCalendarProblem,
  startOfNext,
  startsOf,
} from '../../src/procedures/calendar';
import { calendarBook, readCalendarFiles } from '../../src/procedures/calendar-files';
import { parseCalendar } from '../../src/procedures/parse-calendar';
import { BOOK, CALENDARS, day } from './shipped';

const SOUND = readFileSync(join(__dirname, 'fixtures/porthaven-dates.yaml'), 'utf8');
const problemsOf = (from: string, to: string): readonly string[] => {
  expect(SOUND).toContain(from);
  return parseCalendar(SOUND.replace(from, to), 'c.yaml').problems.map(
    ({ at, message }) => `${at.line}: ${message}`,
  );
};

it.each([
  ['halfTerms:', 'halfterms:', '8: unknown word `halfterms` in a year; did you mean `halfTerms`?'],
  [
    'provenance: invented',
    'provenance: inventd',
    '3: unknown word `inventd` in `provenance`; did you mean `invented`?',
  ],
  ['la/420', 'porthaven', '1: `calendar` is an authority or a school by its id, as the directory writes it'],
  ['2026-10-09', '2026-08-09', '9: a half-term ends before it begins'],
  ['2026-10-19', '2026-10-09', '5: the half-terms stand in order and do not overlap'],
  ['2027-04-02', '2027-08-02', '11: a half-term lies within its year'],
  ['[2026-11-05]', '[2028-11-05]', '12: a day of `inset` lies within its year'],
  ['2026-11-05', '2026-11-31', '12: a day of `inset` is a day, as in 2026-09-01'],
  ['title: Term dates of Porthaven, invented\n', '', '1: the calendar needs its `title`'],
])('%j → %j: %s', (from, to, problem) => expect(problemsOf(from, to)).toContain(problem));

it('has a file for every authority that has a procedure, and says that its dates are invented', () => {
  expect(readCalendarFiles().problems).toEqual([]);
  expect([...CALENDARS.dates.keys()].sort()).toEqual([...BOOK.authorities.keys()].sort());
  for (const { provenance, title } of CALENDARS.dates.values())
    expect([provenance, /invented$/.test(title)]).toEqual(['invented', true]);
});

describe('a missing calendar is said, not guessed', () => {
  const told = (run: () => unknown): [string, string] => {
    try {
      run();
    } catch (error) {
      if (error instanceof MissingCalendarProblem) return [error.of, error.day];
    }
    throw new Error('Nothing was said.');
  };
  it('names the authority and the day', () => {
    expect(told(() => isSchoolDay(CALENDARS.of('la/852'), day('2028-09-01')))).toEqual([
      'la/852',
      '2028-09-01',
    ]);
    expect(told(() => isSchoolDay(CALENDARS.of('la/885'), day('2026-11-04')))).toEqual([
      'la/885',
      '2026-11-04',
    ]);
    expect(told(() => startOfNext(CALENDARS.of('la/852'), 'term', day('2028-05-01')))).toEqual([
      'la/852',
      '2028-09-01',
    ]);
    expect(told(() => startOfNext(CALENDARS.of('la/885'), 'term', day('2026-05-01')))).toEqual([
      'la/885',
      '2026-05-01',
    ]);
    expect(new MissingCalendarProblem('la/885', day('2026-11-04')).message).toBe(
      'la/885 has no term dates for 2026-11-04: enter them under schema/calendars.',
    );
  });
});

describe("a school's own dates", () => {
  const parsed = parseCalendar(SOUND.replace('la/420', 'school/931-4123'), 'c.yaml').dates;
  const book = calendarBook([...CALENDARS.dates.values(), ...(parsed === null ? [] : [parsed])]);
  it('come before those of its authority', () => {
    expect(book.of('la/931', 'school/931-4123').of).toBe('school/931-4123');
    expect(book.of('la/931', 'school/931-4000').of).toBe('la/931');
    expect(book.of('la/931').of).toBe('la/931');
  });
});

it('does not begin a term anew because its first day became a holiday', () => {
  const oxfordshire = CALENDARS.of('la/931');
  const shut = { ...oxfordshire, isBankHoliday: (on: string) => on === '2026-09-04' };
  expect(isSchoolDay(shut, day('2026-09-04'))).toBe(false);
  expect(startOfNext(shut, 'term', day('2026-09-03'))).toBe('2026-09-07');
  expect(startOfNext(shut, 'term', day('2026-09-04'))).toBe('2027-01-06');
  expect(startOfNext(shut, 'academicYear', day('2026-09-06'))).toBe('2027-09-03');
});

it.each([
  ['academicYear', ['2025-09-04', '2026-09-04', '2027-09-03']],
  [
    'term',
    [
      '2025-09-04',
      '2026-01-06',
      '2026-04-13',
      '2026-09-04',
      '2027-01-06',
      '2027-04-12',
      '2027-09-03',
      '2028-01-05',
      '2028-04-24',
    ],
  ],
] as const)('knows the first day of each %s', (unit, days) => {
  expect(startsOf(CALENDARS.of('la/931') satisfies Calendar, unit)).toEqual(days);
  expect(startOfNext(CALENDARS.of('la/931'), unit, day('2026-09-03'))).toBe('2026-09-04');
  expect(startOfNext(CALENDARS.of('la/931'), unit, day('2026-09-04'))).toBe(
    days[days.indexOf('2026-09-04' as never) + 1],
  );
});
