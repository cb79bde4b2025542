import { endOfLondonDay, startOfLondonDay } from '../../src/kernel/london-time';
import { cited } from '../../src/procedures/procedure';
import { dueAt, opensAt } from '../../src/procedures/due';
import { dutiesBetween } from '../../src/procedures/regular-duties';
import { isRegular, rowsInForce } from '../../src/procedures/rows-in-force';
import { CLOCK_ROWS, DUTY_ROWS } from './clock-rows';
import { BOOK, CALENDARS, day, instant, rowOf } from './shipped';

describe('each row that runs a clock', () => {
  it.each(CLOCK_ROWS)(
    '$row of $of ($says): from $from, due $due',
    ({ row: id, of, says, from, due, ...more }) => {
      const row = rowOf(of, id);
      const calendar = CALENDARS.of(of);
      const born = more.born === undefined ? null : day(more.born);
      const at = (clock: typeof row.clock) =>
        clock === null ? null : dueAt(clock, instant(from), calendar, born);
      expect(cited(row.source)).toBe(says);
      const found = at(row.clock);
      if (due?.includes('T') === true) expect(found?.overdueFrom).toEqual(new Date(due));
      else {
        expect(found?.on ?? null).toBe(due);
        if (found !== null) expect(found.overdueFrom).toEqual(endOfLondonDay(found.on));
      }
      expect(at(row.aim)?.on).toBe(more.aim);
      const opens = row.notBefore === null ? null : opensAt(row.notBefore, instant(from), calendar, born);
      expect(opens).toEqual(more.opens === undefined ? null : startOfLondonDay(day(more.opens)));
    },
  );

  it('is in the table: no row of any authority with a clock is left out', () => {
    const told = new Set(CLOCK_ROWS.map(({ row }) => row));
    const held = ['la/931', 'la/301', 'la/852', 'la/314', 'la/318'].flatMap((authority) =>
      rowsInForce(BOOK, authority, day('2027-01-01')).filter((row) => !isRegular(row)),
    );
    const clocked = held.filter(({ clock, aim, notBefore }) => (clock ?? aim ?? notBefore) !== null);
    expect(clocked.filter(({ row }) => !told.has(row)).map(({ row }) => row)).toEqual([]);
    expect(told.size).toBe(CLOCK_ROWS.length);
  });
});

describe('each regular duty', () => {
  it.each(DUTY_ROWS)('$row of $of ($says): $from to $to on $days', ({ row, of, says, from, to, days }) => {
    expect(cited(rowOf(of, row).source)).toBe(says);
    const found = dutiesBetween([rowOf(of, row)], day(from), day(to), CALENDARS.of(of));
    expect(found.map(({ on }) => on)).toEqual(days);
  });

  it('is in the table', () => {
    const told = DUTY_ROWS.map(({ row }) => row).sort();
    const held = [...BOOK.procedures.values()].flatMap(({ rows }) =>
      rows.filter(isRegular).map(({ row }) => row),
    );
    expect(held.sort()).toEqual(told);
  });
});

it('a period that leans on another row stays one that may not be shorter', () => {
  expect([rowOf('la/301', 'BD-14').minimum, rowOf('la/301', 'BD-22').minimum]).toEqual([true, false]);
});

describe('a day of the year, and months in which nothing is due', () => {
  const due = (clock: Parameters<typeof dueAt>[0], from: string) =>
    dueAt(clock, instant(from), CALENDARS.of('la/852'))?.on;
  it('is this year up to the very day, the next year after it', () => {
    const closing = { kind: 'on', month: 1, day: 15, words: null, reading: 'policy' } as const;
    expect([due(closing, '2027-01-15'), due(closing, '2027-01-16')]).toEqual(['2027-01-15', '2028-01-15']);
  });

  it('passes over July, August and September', () => {
    const monthly = {
      kind: 'every',
      count: 1,
      unit: 'month',
      notIn: [7, 8, 9],
      words: null,
      reading: 'policy',
    } as const;
    expect([due(monthly, '2027-05-10'), due(monthly, '2027-06-10')]).toEqual(['2027-06-10', '2027-10-10']);
  });
});
