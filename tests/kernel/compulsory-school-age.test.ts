import fc from 'fast-check';
import {
  compulsorySchoolAgeBegins,
  compulsorySchoolAgeEnds,
  isOfCompulsorySchoolAge,
  schoolLeavingDate,
} from '../../src/kernel/compulsory-school-age';
import { addDays, addYears, dayOfWeek, type LocalDate, localDate } from '../../src/kernel/local-date';

const day = (text: string) => text as LocalDate;

describe('compulsory school age (Education Act 1996 s8)', () => {
  it.each([
    ['2021-08-31', '2026-08-31', 'fifth birthday on the prescribed day'],
    ['2021-09-01', '2026-12-31', 'the day after it'],
    ['2021-12-31', '2026-12-31', 'on the prescribed day'],
    ['2022-01-01', '2027-03-31', 'the day after it'],
    ['2022-03-31', '2027-03-31', 'on the prescribed day'],
    ['2022-04-01', '2027-08-31', 'the day after it'],
    ['2012-02-29', '2017-03-31', 'born on 29 February, five on the 28th or the 1st'],
    ['2021-11-15', '2026-12-31', 'not the term that starts after it'],
  ])('of a child born %s begins on %s: %s', (born, begins) => {
    expect(compulsorySchoolAgeBegins(day(born))).toBe(begins);
    expect(isOfCompulsorySchoolAge(day(born), day(begins))).toBe(true);
    expect(isOfCompulsorySchoolAge(day(born), addDays(day(begins), -1))).toBe(false);
  });

  it.each([
    ['2021-08-31', '2037-06-26', 'turns 16 after the leaving date, before the school year: (a)'],
    ['2021-09-01', '2038-06-25', 'turns 16 on the first day of the school year'],
    ['2021-12-31', '2038-06-25', 'next following: (c)'],
    ['2022-01-01', '2038-06-25', 'next following: (c)'],
    ['2022-03-31', '2038-06-25', 'next following: (c)'],
    ['2022-04-01', '2038-06-25', 'next following: (c)'],
    ['2012-02-29', '2028-06-30', 'the last Friday, not the one before the last Monday'],
    ['2012-06-30', '2028-06-30', 'turns 16 on the leaving date: (b)'],
    ['2012-07-01', '2028-06-30', 'turns 16 the day after: (a)'],
    ['2010-08-14', '2026-06-26', 'turns 16 in August: (a)'],
  ])('of a child born %s ends on %s: %s', (born, ends) => {
    expect(compulsorySchoolAgeEnds(day(born))).toBe(ends);
    expect(isOfCompulsorySchoolAge(day(born), day(ends))).toBe(true);
    expect(isOfCompulsorySchoolAge(day(born), addDays(day(ends), 1))).toBe(false);
  });

  it.each([
    [2024, '2024-06-28'],
    [2025, '2025-06-27'],
    [2026, '2026-06-26'],
    [2027, '2027-06-25'],
    [2028, '2028-06-30'],
    [2029, '2029-06-29'],
    [2030, '2030-06-28'],
  ])('the school leaving date of %i is %s', (year, date) => {
    expect(schoolLeavingDate(year)).toBe(date);
  });

  const births = fc
    .date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
    .map((date) => day(date.toISOString().slice(0, 10)));

  it('begins within a year of the fifth birthday, on a prescribed day', () => {
    fc.assert(
      fc.property(births, (born) => {
        const begins = compulsorySchoolAgeBegins(born);
        const birthday = addYears(born, 5);
        expect(['03-31', '08-31', '12-31']).toContain(begins.slice(5));
        expect(begins >= birthday && begins < addYears(birthday, 1)).toBe(true);
      }),
    );
  });

  it('ends on a Friday in the last week of June, for a whole school-year cohort on one day', () => {
    fc.assert(
      fc.property(births, (born) => {
        const ends = compulsorySchoolAgeEnds(born);
        const year = Number(ends.slice(0, 4));
        expect(dayOfWeek(ends)).toBe(5);
        expect(ends >= localDate(year, 6, 24) && ends <= localDate(year, 6, 30)).toBe(true);
        expect(born >= localDate(year - 17, 9, 1) && born < localDate(year - 16, 9, 1)).toBe(true);
      }),
    );
  });
});
