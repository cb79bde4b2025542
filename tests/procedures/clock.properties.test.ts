import fc from 'fast-check';
import { addDays, dayOfWeek, daysBetween, localDate, type LocalDate } from '../../src/kernel/local-date';
import { endOfLondonDay, londonDate, startOfLondonDay } from '../../src/kernel/london-time';
import { isEnglishBankHoliday } from '../../src/procedures/bank-holidays';
import { type Calendar, isSchoolDay, isWorkingDay } from '../../src/procedures/calendar';
import { type Clock, DAY_UNITS, type DayUnit, UNITS } from '../../src/procedures/clock';
import { counts, dueAt, opensAt } from '../../src/procedures/due';
import { neverEarlier, neverLater } from '../../src/procedures/stricter';
import { CALENDARS, day } from './shipped';

const CALENDAR = CALENDARS.of('la/931');
const without = (holidays: readonly LocalDate[]): Calendar => ({
  ...CALENDAR,
  isBankHoliday: (on) => isEnglishBankHoliday(on) || holidays.includes(on),
});

const read = { words: null, reading: 'policy' } as const;
const from = fc
  .integer({ min: 0, max: 500 * 24 * 60 })
  .map((minutes) => new Date(Date.parse('2025-09-04T00:00:00Z') + minutes * 60_000));
const count = fc.integer({ min: 1, max: 25 });
const dayUnit = fc.constantFrom<DayUnit>(...DAY_UNITS);
const dayClock: fc.Arbitrary<Clock> = fc.oneof(
  fc.record({ kind: fc.constant('day' as const), count, unit: dayUnit }),
  fc.record({ kind: fc.constant('within' as const), count, unit: dayUnit }),
).map((clock) => ({ ...read, ...clock })); // prettier-ignore
const otherClock: fc.Arbitrary<Clock> = fc.oneof(
  fc.record({ kind: fc.constant('within' as const), count: fc.integer({ min: 1, max: 400 }), unit: fc.constant('hour' as const) }),
  fc.record({ kind: fc.constant('within' as const), count: fc.integer({ min: 1, max: 3 }), unit: fc.constantFrom('week' as const, 'month' as const, 'halfTerm' as const, 'term' as const) }),
  fc.record({ kind: fc.constant('after' as const), count, unit: dayUnit, dayOne: fc.constantFrom('same' as const, 'next' as const) }),
  fc.constant({ kind: 'atOnce' as const }),
  fc.record({ kind: fc.constant('next' as const), unit: fc.constantFrom('term' as const, 'halfTerm' as const, 'academicYear' as const) }),
).map((clock) => ({ ...read, ...clock })); // prettier-ignore
const anyClock = fc.oneof(dayClock, otherClock);
const holidays = fc.array(
  fc.integer({ min: 0, max: 700 }).map((n) => addDays(day('2025-09-01'), n)),
  { maxLength: 12 },
);

it('never falls on a day that does not count', () => {
  fc.assert(
    fc.property(dayClock, from, holidays, (clock, at, more) => {
      const calendar = without(more);
      const due = dueAt(clock, at, calendar);
      const unit = (clock as { unit: DayUnit }).unit;
      return (
        due !== null &&
        counts(unit, due.on, calendar) &&
        due.overdueFrom.getTime() === endOfLondonDay(due.on).getTime()
      );
    }),
  );
});

it('leaves as many days that count as the clock says, no more and no fewer', () => {
  fc.assert(
    fc.property(dayClock, from, (clock, at) => {
      const { unit, count: wanted, kind } = clock as { unit: DayUnit; count: number; kind: 'day' | 'within' };
      const first = kind === 'day' ? londonDate(at) : addDays(londonDate(at), 1);
      const due = dueAt(clock, at, CALENDAR);
      let found = 0;
      for (let on = first; due !== null && on <= due.on; on = addDays(on, 1))
        if (counts(unit, on, CALENDAR)) found += 1;
      expect(found).toBe(wanted);
    }),
  );
});

it('is never made earlier by another holiday', () => {
  fc.assert(
    fc.property(anyClock, from, holidays, (clock, at, more) => {
      const [plain, fewer] = [dueAt(clock, at, CALENDAR), dueAt(clock, at, without(more))];
      expect((fewer?.overdueFrom.getTime() ?? NaN) >= (plain?.overdueFrom.getTime() ?? NaN)).toBe(true);
    }),
  );
});

it('is never made earlier by a later trigger', () => {
  fc.assert(
    fc.property(anyClock, from, fc.integer({ min: 0, max: 60 * 24 * 30 }), (clock, at, minutes) => {
      const later = new Date(at.getTime() + minutes * 60_000);
      const [first, second] = [dueAt(clock, at, CALENDAR), dueAt(clock, later, CALENDAR)];
      expect((second?.overdueFrom.getTime() ?? NaN) >= (first?.overdueFrom.getTime() ?? NaN)).toBe(true);
    }),
  );
});

it('counted back to a meeting, lands on a day that counts with as many between as the clock says', () => {
  fc.assert(
    fc.property(count, dayUnit, from, (n, unit, at) => {
      const meeting = new Date(at.getTime() + 100 * 86_400_000);
      const due = dueAt({ ...read, kind: 'before', count: n, unit }, meeting, CALENDAR);
      let found = 0;
      for (let on = due?.on ?? day('9999-01-01'); on < londonDate(meeting); on = addDays(on, 1))
        if (counts(unit, on, CALENDAR)) found += 1;
      expect(found).toBe(n);
      expect(counts(unit, due?.on ?? day('2026-01-01'), CALENDAR)).toBe(true);
    }),
  );
});

it('opens a step with the beginning of a day in London, hours with the hour', () => {
  fc.assert(
    fc.property(anyClock, from, (clock, at) => {
      const [opens, due] = [opensAt(clock, at, CALENDAR), dueAt(clock, at, CALENDAR)];
      const hours = 'unit' in clock && clock.unit === 'hour';
      expect(opens).toEqual(hours ? due?.overdueFrom : startOfLondonDay(due?.on ?? day('2026-01-01')));
    }),
  );
});

describe('stricter, never looser', () => {
  it('says never later only where no trigger and no holiday makes it later', () => {
    let told = 0;
    fc.assert(
      fc.property(anyClock, anyClock, from, holidays, (a, b, at, more) => {
        if (!neverLater(a, b)) return;
        told += 1;
        const calendar = without(more);
        const [ours, theirs] = [dueAt(a, at, calendar), dueAt(b, at, calendar)];
        expect((ours?.overdueFrom.getTime() ?? NaN) <= (theirs?.overdueFrom.getTime() ?? NaN)).toBe(true);
      }),
      { numRuns: 4000 },
    );
    expect(told).toBeGreaterThan(300);
  });

  it('says never earlier only where a step cannot open earlier', () => {
    fc.assert(
      fc.property(anyClock, anyClock, from, (a, b, at) => {
        if (!neverEarlier(a, b)) return;
        const [ours, theirs] = [opensAt(a, at, CALENDAR), opensAt(b, at, CALENDAR)];
        expect((ours?.getTime() ?? NaN) >= (theirs?.getTime() ?? NaN)).toBe(true);
      }),
      { numRuns: 4000 },
    );
  });

  const within = (n: number, unit: (typeof UNITS)[number]): Clock => ({
    ...read,
    kind: 'within',
    count: n,
    unit,
  });
  const on = (n: number, unit: DayUnit): Clock => ({ ...read, kind: 'day', count: n, unit });
  it.each([
    [on(5, 'schoolDay'), on(10, 'schoolDay'), true],
    [on(11, 'schoolDay'), on(10, 'schoolDay'), false],
    [on(10, 'schoolDay'), on(10, 'schoolDay'), true],
    [within(5, 'calendarDay'), within(5, 'workingDay'), true],
    [within(5, 'workingDay'), within(5, 'calendarDay'), false],
    [within(5, 'workingDay'), within(5, 'schoolDay'), true],
    [within(5, 'schoolDay'), on(5, 'schoolDay'), false],
    [within(4, 'schoolDay'), on(5, 'schoolDay'), true],
    [on(6, 'schoolDay'), within(5, 'schoolDay'), false],
    [on(6, 'calendarDay'), within(5, 'calendarDay'), true],
    [within(4, 'week'), within(28, 'calendarDay'), true],
    [within(4, 'week'), within(27, 'calendarDay'), false],
    [within(4, 'week'), within(1, 'month'), false],
    [within(27, 'calendarDay'), within(1, 'month'), true],
    [within(1, 'month'), within(31, 'calendarDay'), true],
    [within(1, 'month'), within(30, 'calendarDay'), false],
    [within(12, 'month'), within(1, 'year'), true],
    [within(24, 'hour'), within(1, 'calendarDay'), false],
    [within(23, 'hour'), within(1, 'calendarDay'), true],
    [within(1, 'calendarDay'), within(48, 'hour'), false],
    [within(1, 'calendarDay'), within(49, 'hour'), true],
    [within(1, 'term'), within(1, 'academicYear'), true],
    [within(1, 'academicYear'), within(1, 'term'), false],
    [{ ...read, kind: 'atOnce' }, on(1, 'workingDay'), true],
    [on(1, 'workingDay'), { ...read, kind: 'atOnce' }, false],
    [
      { ...read, kind: 'before', count: 7, unit: 'workingDay' },
      { ...read, kind: 'before', count: 7, unit: 'calendarDay' },
      true,
    ],
    [
      { ...read, kind: 'before', count: 6, unit: 'workingDay' },
      { ...read, kind: 'before', count: 7, unit: 'workingDay' },
      false,
    ],
    [
      { ...read, kind: 'every', count: 1, unit: 'month', notIn: [] },
      { ...read, kind: 'every', count: 1, unit: 'month', notIn: [8] },
      true,
    ],
    [
      { ...read, kind: 'every', count: 1, unit: 'month', notIn: [8] },
      { ...read, kind: 'every', count: 1, unit: 'month', notIn: [] },
      false,
    ],
    [within(1, 'month'), { ...read, kind: 'every', count: 1, unit: 'month', notIn: [] }, false],
    [{ ...read, kind: 'unknown', ask: 'them' }, within(1, 'month'), false],
    [within(9, 'year'), { ...read, kind: 'unknown', ask: 'them' }, true],
    [{ ...read, kind: 'on', month: 1, day: 15 }, { ...read, kind: 'on', month: 1, day: 15 }, true],
    [{ ...read, kind: 'on', month: 1, day: 16 }, { ...read, kind: 'on', month: 1, day: 15 }, false],
    [{ ...read, kind: 'age', bound: 'ends' }, { ...read, kind: 'age', bound: 'begins' }, false],
  ] as [Clock, Clock, boolean][])('%j never later than %j: %s', (a, b, is) => {
    expect(neverLater(a, b)).toBe(is);
  });
});

describe('the bank holidays of England', () => {
  it.each([
    ['2020-05-04', false, 'moved to the 8th that year'],
    ['2020-05-08', true, 'moved from the 4th'],
    ['2021-12-27', true, 'for Christmas Day on a Saturday'],
    ['2021-12-28', true, 'for Boxing Day on a Sunday'],
    ['2022-05-30', false, 'moved to June that year'],
    ['2022-06-02', true, 'spring bank holiday of that year'],
    ['2022-06-03', true, 'proclaimed'],
    ['2022-09-19', true, 'proclaimed'],
    ['2023-05-08', true, 'proclaimed'],
    ['2026-12-25', true, 'Christmas Day'],
    ['2026-12-28', true, 'for Boxing Day on a Saturday'],
    ['2027-01-01', true, "New Year's Day"],
    ['2027-03-26', true, 'Good Friday'],
    ['2027-03-28', false, 'Easter Sunday is none'],
    ['2027-03-29', true, 'Easter Monday'],
    ['2027-05-03', true, 'first Monday in May'],
    ['2027-05-31', true, 'last Monday in May'],
    ['2027-08-30', true, 'last Monday in August'],
    ['2027-08-02', false, "Scotland's alone"],
    ['2027-03-17', false, "Northern Ireland's alone"],
    ['2028-01-03', true, "for New Year's Day on a Saturday"],
  ])('%s: %s (%s)', (on, is) => expect(isEnglishBankHoliday(day(on))).toBe(is));

  it('are eight in an ordinary year that fall on a day of the week', () => {
    for (let year = 2024; year <= 2040; year += 1) {
      const first = localDate(year, 1, 1);
      const all = Array.from({ length: daysBetween(first, localDate(year + 1, 1, 1)) }, (_, n) =>
        addDays(first, n),
      );
      expect(all.filter((on) => dayOfWeek(on) <= 5 && isEnglishBankHoliday(on))).toHaveLength(8);
    }
  });
});

describe('a school day', () => {
  it.each([
    ['2026-09-03', false, 'INSET'],
    ['2026-09-04', true, 'first day'],
    ['2026-09-05', false, 'Saturday'],
    ['2026-10-26', false, 'half-term holiday'],
    ['2026-11-02', false, 'INSET'],
    ['2027-03-26', false, 'Good Friday, after the end of term'],
    ['2027-05-03', false, 'bank holiday within term'],
    ['2027-07-21', true, 'last day'],
    ['2027-07-22', false, 'summer'],
  ])('%s: %s (%s)', (on, is) => {
    expect(isSchoolDay(CALENDAR, day(on))).toBe(is);
    expect(!is || isWorkingDay(CALENDAR, day(on))).toBe(true);
  });

  it('is a working day too, and a staff training day is one of both', () => {
    expect(isWorkingDay(CALENDAR, day('2026-11-02'))).toBe(true);
    const year = CALENDAR.years[1];
    const within = { ...CALENDAR, years: [{ ...year, inset: [day('2026-11-10')] }] as Calendar['years'] };
    expect([isSchoolDay(CALENDAR, day('2026-11-10')), isSchoolDay(within, day('2026-11-10'))]).toEqual([
      true,
      false,
    ]);
  });
});
