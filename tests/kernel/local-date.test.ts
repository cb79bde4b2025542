import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addYears,
  compareDates,
  dayOfWeek,
  daysBetween,
  daysInMonth,
  type LocalDate,
  localDate,
  parseLocalDate,
  partsOf,
  yearsBetween,
} from '../../src/kernel/local-date';
import { endOfLondonDay, londonDate, londonInstant, startOfLondonDay } from '../../src/kernel/london-time';

const day = (text: string) => text as LocalDate;
const dates = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2200-12-31'), noInvalidDate: true })
  .map((date) => day(date.toISOString().slice(0, 10)));
const instants = fc.date({ min: new Date('1975-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

describe('a day of the calendar', () => {
  it.each(['2026-02-28', '2024-02-29', '0001-01-01', '9999-12-31'])('%s exists', (text) => {
    expect(parseLocalDate(text)).toEqual({ ok: true, value: text });
  });

  it.each([
    ['2026-02-29', 'no such day'],
    ['2026-04-31', 'no such day'],
    ['2026-13-01', 'year-month-day'],
    ['0000-01-01', 'year-month-day'],
    ['26-02-01', 'year-month-day'],
    ['2026-2-1', 'year-month-day'],
    ['01/09/2026', 'year-month-day'],
    ['2026-09-01T00:00:00Z', 'year-month-day'],
    ['', 'year-month-day'],
  ])('%s is refused: %s', (text, fix) => {
    expect(parseLocalDate(text)).toEqual({ ok: false, problem: expect.stringContaining(fix) });
  });

  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-03-31', -13, '2025-02-28'],
    ['2026-12-01', 0, '2026-12-01'],
  ])('%s and %i months is %s', (date, months, expected) => {
    expect(addMonths(day(date), months)).toBe(expected);
  });

  it('29 February and a year is 28 February', () => {
    expect(addYears(day('2024-02-29'), 1)).toBe('2025-02-28');
    expect(addYears(day('2024-02-29'), 4)).toBe('2028-02-29');
  });

  it.each([
    ['2016-09-01', '2026-08-31', 9],
    ['2016-09-01', '2026-09-01', 10],
    ['2012-02-29', '2027-02-28', 14],
    ['2012-02-29', '2027-03-01', 15],
  ])('a child born %s is on %s %i years old', (born, on, age) => {
    expect(yearsBetween(day(born), day(on))).toBe(age);
  });

  it('knows the days of the week and the lengths of months', () => {
    expect([
      dayOfWeek(day('2026-06-26')),
      dayOfWeek(day('2026-06-28')),
      dayOfWeek(day('2026-06-29')),
    ]).toEqual([5, 7, 1]);
    expect([daysInMonth(2026, 2), daysInMonth(2000, 2), daysInMonth(1900, 2), daysInMonth(2026, 12)]).toEqual(
      [28, 29, 28, 31],
    );
  });

  it('is made only from numbers that name one', () => {
    expect(() => localDate(2026, 2, 30)).toThrow(RangeError);
    expect(() => addDays(day('9999-12-31'), 1)).toThrow(RangeError);
  });

  it('comes back after days have been added and taken away, in the same order', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -50_000, max: 50_000 }), (date, days) => {
        const moved = addDays(date, days);
        expect(addDays(moved, -days)).toBe(date);
        expect(daysBetween(date, moved)).toBe(days);
        expect(Math.sign(compareDates(moved, date))).toBe(Math.sign(days));
        expect((((dayOfWeek(moved) - dayOfWeek(date) - days) % 7) + 7) % 7).toBe(0);
      }),
    );
  });

  it('falls into the right month when months are added', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const [from, to] = [partsOf(date), partsOf(addMonths(date, months))];
        expect(to.year * 12 + to.month).toBe(from.year * 12 + from.month + months);
        expect(to.day).toBe(Math.min(from.day, daysInMonth(to.year, to.month)));
      }),
    );
  });
});

describe('London time', () => {
  it.each([
    ['2026-01-15', '2026-01-15T00:00:00.000Z', '2026-01-16T00:00:00.000Z'],
    ['2026-07-15', '2026-07-14T23:00:00.000Z', '2026-07-15T23:00:00.000Z'],
    ['2027-03-28', '2027-03-28T00:00:00.000Z', '2027-03-28T23:00:00.000Z'],
    ['2026-10-25', '2026-10-24T23:00:00.000Z', '2026-10-26T00:00:00.000Z'],
  ])('%s lasts from %s to %s', (date, start, end) => {
    expect(startOfLondonDay(day(date)).toISOString()).toBe(start);
    expect(endOfLondonDay(day(date)).toISOString()).toBe(end);
  });

  it.each([
    ['2026-08-31T22:59:59.999Z', '2026-08-31'],
    ['2026-08-31T23:00:00.000Z', '2026-09-01'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31'],
  ])('at %s it is %s', (instant, date) => {
    expect(londonDate(new Date(instant))).toBe(date);
  });

  it('reads a time that spring leaves out an hour later, and of an hour that comes twice the first', () => {
    const halfPastOne = 90 * 60_000;
    expect(londonInstant(day('2027-03-28'), halfPastOne).toISOString()).toBe('2027-03-28T01:30:00.000Z');
    expect(londonInstant(day('2026-10-25'), halfPastOne).toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('every instant lies within its own day', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const date = londonDate(instant);
        expect(startOfLondonDay(date) <= instant && instant < endOfLondonDay(date)).toBe(true);
        expect(londonDate(startOfLondonDay(date))).toBe(date);
      }),
    );
  });
});
