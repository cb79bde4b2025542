import { setTimeout as pause } from 'node:timers/promises';
import { sqlOf } from '../../src/database/sql';
import type { Sql } from '../../src/gate/ports';
import { costOf } from '../../src/looking/looking-rules';
import { LookingDesk, NARROW, RULES, WIDE, asker, withBudgets } from './looking-desk';

let desk: LookingDesk;
beforeEach(async () => {
  desk = await LookingDesk.open();
});
afterEach(() => desk.close());

const plenty = { hour: 100_000, day: 100_000 };
const HOUR = 3_600_000;

describe('what a look costs', () => {
  test('the more it could show the more it costs, and five times as much when it meets nobody', () => {
    const of = (breadth: typeof NARROW): number[] =>
      (['hit', 'miss'] as const).map((o) => costOf(RULES, breadth, o));
    expect(of(NARROW)).toEqual([1, 5]);
    expect(of({ anyChild: true, categories: ['P'] })).toEqual([2, 10]);
    expect(of({ anyChild: false, categories: ['P', 'LOC', 'SC'] })).toEqual([3, 15]);
    expect(of(WIDE)).toEqual([4, 20]);
  });

  test('as many looks in vain use an hour up as their cost goes into it', async () => {
    const hub = desk.hub(withBudgets({ person: { hour: 100, day: 1000 }, organisation: plenty }));
    expect(await desk.until(hub, asker('A'), 50)).toBe(20);
    expect(await desk.until(hub, asker('B'), 50, () => ({ breadth: WIDE }))).toBe(5);
    expect(await desk.until(hub, asker('C'), 200, () => ({ outcome: 'HIT' }))).toBe(100);
    expect(await desk.until(hub, asker('D'), 200, () => ({ outcome: 'HIT', breadth: WIDE }))).toBe(25);
  });

  test('what could not be read as an identifier costs nothing', async () => {
    const hub = desk.hub(withBudgets({ person: { hour: 10, day: 10 }, organisation: plenty }));
    for (let i = 0; i < 30; i += 1)
      hub.left(asker('A'), [{ criteria: { upn: `NOT ONE ${i}` }, breadth: NARROW, outcome: 'MISREAD' }]);
    await hub.settled();
    expect(await desk.ask(hub, asker('A'))).toEqual({ slowedBy: 0 });
  });

  test('many at once cost as many, and begin only when all of them would fit', async () => {
    const hub = desk.hub(withBudgets({ person: { hour: 100, day: 1000 }, organisation: plenty }));
    expect(await desk.ask(hub, asker('A'), { many: 101, outcome: 'HIT' })).toHaveProperty('retryAfter');
    expect(await desk.ask(hub, asker('A'), { many: 60, outcome: 'HIT' })).toEqual({ slowedBy: 0 });
    expect(await desk.ask(hub, asker('A'), { many: 41, outcome: 'HIT' })).toHaveProperty('retryAfter');
    expect(await desk.ask(hub, asker('A'), { many: 40, outcome: 'HIT' })).toEqual({ slowedBy: 0 });
  });

  test('of what is under way together no more begins than fits were all of it in vain', async () => {
    const hub = desk.hub(withBudgets({ person: { hour: 100, day: 1000 }, organisation: plenty }));
    const begun = await Promise.all(
      Array.from({ length: 50 }, () =>
        hub.admit(asker('A'), [{ criteria: null, breadth: NARROW, outcome: 'MISS' }]).then(
          () => true,
          () => false,
        ),
      ),
    );
    expect(begun.filter(Boolean)).toHaveLength(20);
  });
});

describe('whose budget', () => {
  const budgets = withBudgets({ person: { hour: 50, day: 100 }, organisation: { hour: 120, day: 1000 } });

  test('a person has one of its own, whatever it says of itself', async () => {
    const hub = desk.hub(budgets);
    expect(await desk.until(hub, asker('A'), 20)).toBe(10);
    expect(
      await desk.ask(hub, asker('A', { user: 'Somebody else', job: 'another', reference: 'TEST/2' })),
    ).toHaveProperty('retryAfter');
    expect(await desk.ask(hub, asker('B'))).toEqual({ slowedBy: 0 });
  });

  test('all of an organisation have one together, a role of another organisation or another role its own', async () => {
    const hub = desk.hub(budgets);
    let looks = 0;
    for (const user of ['A', 'B', 'C', 'D', 'E']) looks += await desk.until(hub, asker(user), 20);
    expect(looks).toBe(24);
    expect(await desk.ask(hub, asker('F'))).toHaveProperty('retryAfter');
    expect(await desk.ask(hub, asker('F', { organisation: 'nhs/RNU' }))).toEqual({ slowedBy: 0 });
    expect(await desk.ask(hub, asker('F', { role: 'SCHOOL' }))).toEqual({ slowedBy: 0 });
  });

  test('it is counted by the hour and by the day, and says when to come back', async () => {
    const hub = desk.hub(budgets);
    expect(await desk.until(hub, asker('A'), 20)).toBe(10);
    // It is half past nine: the hour is over in thirty minutes.
    expect(await desk.ask(hub, asker('A'))).toEqual({ retryAfter: 1800 });
    desk.clock.advance(1_800_000);
    expect(await desk.until(hub, asker('A'), 20)).toBe(10);
    desk.clock.advance(HOUR);
    expect(await desk.ask(hub, asker('A'))).toEqual({ retryAfter: 13 * 3600 });
    desk.clock.advance(13 * HOUR);
    expect(await desk.ask(hub, asker('A'))).toEqual({ slowedBy: 0 });
  });

  test('from a share of it on answers are slowed', async () => {
    const hub = desk.hub(budgets);
    const went = [];
    for (let i = 0; i < 10; i += 1) went.push(await desk.ask(hub, asker('A')));
    const slow = { slowedBy: RULES.slowed.quanta };
    expect(went).toEqual([...Array.from({ length: 8 }, () => ({ slowedBy: 0 })), slow, slow]);
  });

  test('that it comes to its end is reported, once a day for each step', async () => {
    const hub = desk.hub(budgets);
    await desk.until(hub, asker('A'), 9);
    expect(await desk.reports()).toEqual([
      { kind: 'BUDGET', step: 'SLOWED', whose: 'PERSON', user_name: 'A' },
    ]);
    await desk.until(hub, asker('A'), 20);
    desk.clock.advance(HOUR);
    await desk.until(hub, asker('A'), 20);
    expect(await desk.reports()).toEqual([
      { kind: 'BUDGET', step: 'SLOWED', whose: 'PERSON', user_name: 'A' },
      { kind: 'BUDGET', step: 'STOPPED', whose: 'PERSON', user_name: 'A' },
    ]);
  });
});

describe('several hubs', () => {
  const budgets = withBudgets({ person: { hour: 200, day: 1000 }, organisation: plenty });

  test('four on one database share what an asker may do', async () => {
    const hubs = Array.from({ length: 4 }, () => desk.hub(budgets));
    let looks = 0;
    for (let i = 0; i < 100; i += 1) {
      const hub = hubs[i % 4];
      if (hub && 'slowedBy' in (await desk.ask(hub, asker('A')))) looks += 1;
      desk.clock.advance(100);
    }
    // 200 at 5 each are 40. A hub hears of the others with each of its own counts: it may be late by one look.
    expect(looks).toBeGreaterThanOrEqual(40);
    expect(looks).toBeLessThanOrEqual(44);
    const [{ spent } = { spent: 0 }] = await desk.sql<{ spent: number }>(
      `select max(spent) as spent from look_count where span = 'hour'`,
    );
    expect(spent).toBe(looks * 5);
  });

  test('whoever is stopped in one of them is stopped in the others a moment later, while it goes on looking there', async () => {
    const [one, other] = [desk.hub(), desk.hub()];
    const sequence = (i: number) => ({ criteria: { nhsNumber: `99920000${String(i).padStart(2, '0')}` } });
    expect(await desk.ask(other, asker('A'), { outcome: 'HIT' })).toEqual({ slowedBy: 0 });
    expect(await desk.until(one, asker('A'), 100, sequence)).toBe(RULES.signs.sequence.stop);
    const went = [];
    for (let i = 0; i < 4; i += 1) went.push(await desk.ask(other, asker('A'), { outcome: 'HIT' }));
    // Its first count there hears of it.
    expect(went.slice(1).every((each) => 'retryAfter' in each)).toBe(true);
  });

  test('a hub that starts again has forgotten nothing', async () => {
    const before = desk.hub(budgets);
    await desk.until(before, asker('A'), 30);
    await before.stop();
    expect(await desk.until(desk.hub(budgets), asker('A'), 100)).toBe(10);
    expect(await desk.ask(desk.hub(budgets), asker('A'))).toHaveProperty('retryAfter');
  });

  test('what was asked in the last moment before a hub stops is counted', async () => {
    const before = desk.hub(budgets);
    before.left(asker('A'), [{ criteria: null, breadth: NARROW, outcome: 'MISS' }]);
    await before.stop();
    expect(await desk.sql(`select spent from look_count where span = 'hour'`)).toEqual([
      { spent: 5 },
      { spent: 5 },
    ]);
  });
});

test('while counts cannot be written they stand against the asker here, and are written once, later', async () => {
  const own = sqlOf(desk.database.app);
  let away = false;
  const database: Sql = {
    query: (text, values) => (away ? Promise.reject(new Error('away')) : own.query(text, values)),
  };
  const hub = desk.hub(withBudgets({ person: { hour: 100, day: 1000 }, organisation: plenty }), database);
  await desk.ask(hub, asker('A'));
  away = true;
  expect(await desk.until(hub, asker('A'), 50)).toBe(19);
  expect(desk.log).toContain('looking: counts cannot be written at the moment');
  away = false;
  await hub.settled();
  expect(await desk.sql(`select spent from look_count where span = 'hour'`)).toEqual([
    { spent: 100 },
    { spent: 100 },
  ]);
  // An hour later nothing of it is left over.
  desk.clock.advance(HOUR);
  expect(await desk.until(hub, asker('A'), 50)).toBe(20);
});

test('what is asked while counts are being written is counted with the next, however slow the database is', async () => {
  const own = sqlOf(desk.database.app);
  let release = (): void => undefined;
  const slow = new Promise<void>((resolve) => (release = resolve));
  const database: Sql = {
    query: async (text, values) => {
      if (text.includes('insert into look_count')) await slow;
      return own.query(text, values);
    },
  };
  const hub = desk.hub(withBudgets({ person: plenty, organisation: plenty }), database);
  const look = (): void => hub.left(asker('A'), [{ criteria: null, breadth: NARROW, outcome: 'MISS' }]);
  look();
  const first = hub.settled();
  look();
  // Longer than counts are gathered for: the next are due, and wait their turn.
  await pause(250);
  look();
  release();
  await first;
  await hub.settled();
  expect(await desk.sql(`select spent from look_count where span = 'hour'`)).toEqual([
    { spent: 15 },
    { spent: 15 },
  ]);
});
