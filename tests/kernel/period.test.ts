import fc from 'fast-check';
import type { LocalDate } from '../../src/kernel/local-date';
import {
  addPeriodToDate,
  addPeriodToInstant,
  formatPeriod,
  parsePeriod,
  toPostgresInterval,
} from '../../src/kernel/period';
import { mustParse } from './must-parse';

const none = { years: 0, months: 0, weeks: 0, days: 0, hours: 0 };
const part = fc.integer({ min: 0, max: 9999 });
const periods = fc
  .record({ years: part, months: part, weeks: part, days: part, hours: part })
  .filter((period) => Object.values(period).some((count) => count > 0));

it.each([
  ['P6Y', { ...none, years: 6 }],
  ['P18M', { ...none, months: 18 }],
  ['P2W', { ...none, weeks: 2 }],
  ['P28D', { ...none, days: 28 }],
  ['PT72H', { ...none, hours: 72 }],
  ['P1Y2M3W4DT5H', { years: 1, months: 2, weeks: 3, days: 4, hours: 5 }],
])('%s is a period', (text, period) => {
  expect(parsePeriod(text)).toEqual({ ok: true, value: period });
});

it.each([
  'P',
  'PT',
  'P1',
  '6Y',
  'p1y',
  'P-1D',
  'P1.5D',
  'P1D2Y',
  'P1DT',
  'P1H',
  'PT30M',
  'P12345D',
  ' P1D',
  '',
])('%j is refused with examples', (text) => {
  expect(parsePeriod(text)).toEqual({ ok: false, problem: expect.stringContaining('P28D or PT72H') });
});

it('nothing is no period', () => {
  expect(parsePeriod('P0D')).toEqual({ ok: false, problem: 'A period has to be longer than nothing.' });
});

it('is read back as it was written', () => {
  fc.assert(
    fc.property(periods, (period) => expect(mustParse(parsePeriod, formatPeriod(period))).toEqual(period)),
  );
});

it.each([
  ['2026-08-31', 'P1Y', '2027-08-31'],
  ['2024-02-29', 'P1Y', '2025-02-28'],
  ['2026-01-31', 'P1M1D', '2026-03-01'],
  ['2026-12-25', 'P2W', '2027-01-08'],
])('%s and %s is %s', (date, period, expected) => {
  expect(addPeriodToDate(date as LocalDate, mustParse(parsePeriod, period))).toBe(expected);
});

it('a day has no hours to add', () => {
  expect(() => addPeriodToDate('2026-09-01' as LocalDate, mustParse(parsePeriod, 'PT1H'))).toThrow(
    RangeError,
  );
});

it.each([
  ['2027-03-26T22:40:00Z', 'PT72H', '2027-03-29T22:40:00.000Z', 'hours elapse: 23:40 by the clocks'],
  ['2027-03-26T22:40:00Z', 'P3D', '2027-03-29T21:40:00.000Z', 'days keep the clock: 22:40'],
  ['2026-10-24T12:00:00Z', 'P1D', '2026-10-25T13:00:00.000Z', 'a day of 25 hours'],
  ['2026-06-30T23:30:00Z', 'P1M', '2026-07-31T23:30:00.000Z', '00:30 on 1 July, so 00:30 on 1 August'],
])('%s and %s is %s: %s', (instant, period, expected) => {
  expect(addPeriodToInstant(new Date(instant), mustParse(parsePeriod, period)).toISOString()).toBe(expected);
});

it('adding hours alone is exact, in the hour that comes twice too', () => {
  const instants = fc.date({ min: new Date('2026-10-24'), max: new Date('2026-10-27'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 200 }), (instant, hours) => {
      const moved = addPeriodToInstant(instant, { ...none, hours });
      expect(moved.getTime() - instant.getTime()).toBe(hours * 3_600_000);
    }),
  );
});

it('is an interval in PostgreSQL', () => {
  expect(toPostgresInterval(mustParse(parsePeriod, 'P1Y2M3W4DT5H'))).toBe('1 years 2 months 25 days 5 hours');
});
