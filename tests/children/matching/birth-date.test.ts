import { exchanged, readBirth } from '../../../src/children/matching/birth-date';
import { compareBirth } from '../../../src/children/matching/compare-birth';

const TODAY = '2026-11-22';

describe('a date of birth as systems send it', () => {
  it.each([
    ['2015-08-07', ['2015-08-07']],
    ['2015-08-07T00:00:00Z', ['2015-08-07']],
    ['07/08/2015', ['2015-08-07']],
    ['7.8.2015', ['2015-08-07']],
    ['20150807', ['2015-08-07']],
    ['07082015', ['2015-08-07']],
    ['7 Aug 2015', ['2015-08-07']],
    ['07-August-2015', ['2015-08-07']],
    ['7/8/15', ['2015-08-07', '1915-08-07']],
    ['7/8/35', ['1935-08-07']],
    ['31/02/2015', []],
    ['1857-14-01', []],
    ['unknown', []],
    ['', []],
  ])('%s', (written, days) => {
    expect(readBirth(written, TODAY).days).toEqual(days);
  });

  it('knows every day of the calendar, and no other', () => {
    const two = (n: number): string => String(n).padStart(2, '0');
    for (const year of ['0000', '0004', '1900', '2000', '2023', '2024', '2100'])
      for (let month = 0; month < 14; month += 1)
        for (let day = 0; day < 33; day += 1) {
          const written = `${year}-${two(month)}-${two(day)}`;
          const instant = new Date(`${written}T00:00:00Z`);
          const is = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(written);
          expect([written, ...readBirth(written, TODAY).days]).toEqual(
            is && year !== '0000' ? [written, written] : [written],
          );
        }
  });

  it.each([
    ['2015-08-07', '2015-08-07', 'exact'],
    ['2015-01-01', '2015-01-01', 'newYear'],
    ['2015-08-07', '2015-07-08', 'swapped'],
    ['2015-08-07', '2015-08-17', 'slip'],
    ['2015-08-07', '2051-08-07', 'slip'],
    ['2015-18-07', '2015-08-07', 'slip'],
    ['2015-08-07', '1986-08-07', 'sameDay'],
    ['2015-01-01', '2015-09-23', 'yearOnly'],
    ['2015-08-07', '2015-08-21', 'part'],
    ['2015-08-07', '2012-11-30', 'disagree'],
    ['7/8/15', '1915-08-07', 'exact'],
    ['', '2015-08-07', null],
  ])('%s beside %s: %s', (one, other, level) => {
    expect(compareBirth(readBirth(one, TODAY), readBirth(other, TODAY))).toBe(level);
  });

  it('is exchanged only where that makes another day', () => {
    expect([exchanged('2015-08-07'), exchanged('2015-08-08'), exchanged('2015-08-25')]).toEqual([
      '2015-07-08',
      null,
      null,
    ]);
  });
});
