import type { LookCriteria } from '../../src/gate/ports';
import { makeUpn } from '../../src/kernel/upn';
import { tracesOf } from '../../src/looking/traces';
import { LookingDesk, NARROW, RULES, asker, withBudgets, type Asked } from './looking-desk';

const plenty = { hour: 1_000_000, day: 1_000_000 };
const rules = withBudgets({ person: plenty, organisation: plenty });
const { narrowing, sequence } = RULES.signs;

let desk: LookingDesk;
beforeEach(async () => {
  desk = await LookingDesk.open();
});
afterEach(() => desk.close());

const upn = (serial: number, school = 0): string =>
  makeUpn({ laNumber: '931', establishment: String(9999 - school), year: 2018, serial });
const day = (i: number): string =>
  `2014-${String((i % 12) + 1).padStart(2, '0')}-${String((i % 28) + 1).padStart(2, '0')}`;
const inVain = (criteria: LookCriteria): Asked => ({ criteria });
const child = { surname: 'wren', forename: 'ada', dateOfBirth: '2014-03-14' };

/** What somebody does, and what comes of it: after how many looks it is slowed, and stopped. */
async function course(
  asked: (i: number) => Asked,
  most = 200,
): Promise<{ slowed: number | null; stopped: number | null }> {
  const hub = desk.hub(rules);
  let slowed: number | null = null;
  for (let i = 0; i < most; i += 1) {
    const went = await desk.ask(hub, asker('A'), asked(i));
    if ('retryAfter' in went) return { slowed, stopped: i };
    if (went.slowedBy > 0) slowed ??= i;
  }
  return { slowed, stopped: null };
}

const WALKS: Readonly<Record<string, readonly [walk: (i: number) => Asked, sign: typeof sequence]>> = {
  'pupil numbers counted up, each with its right check letter': [
    (i) => inVain({ upn: upn(i), dateOfBirth: day(i) }),
    sequence,
  ],
  'NHS numbers counted down': [
    (i) => inVain({ nhsNumber: `9992000${String(999 - i).padStart(3, '0')}`, surname: `s${i}`, forename: `f${i}` }),
    sequence,
  ],
  'check letters tried on one pupil number, which cannot even be read': [
    (i) => ({
      criteria: { upn: `${String.fromCharCode(65 + (i % 26))}9319999180${String(Math.floor(i / 26)).padStart(2, '0')}` },
      outcome: 'MISREAD',
    }),
    sequence,
  ],
  'dates of birth tried for one name': [
    (i) => inVain({ ...child, dateOfBirth: day(i) }),
    narrowing,
  ],
  'postcodes tried for one child': [(i) => inVain({ ...child, postcode: `OX99 ${i}AB` }), narrowing],
  'schools tried for one pupil number': [(i) => inVain({ upn: upn(7), dateOfBirth: '2014-03-14', school: `school/931-4${100 + i}` }), narrowing],
  'surnames tried for one forename and day': [(i) => inVain({ ...child, surname: `surname${i}` }), narrowing],
}; // prettier-ignore

describe.each(Object.keys(WALKS))('%s', (name) => {
  const [walk, sign] = WALKS[name] ?? [];
  test('are slowed, then stopped, and reported', async () => {
    if (!walk || !sign) throw new Error('no such walk');
    expect(await course(walk)).toEqual({ slowed: sign.slow, stopped: sign.stop });
    const kind = sign === sequence ? 'SEQUENCE' : 'NARROWING';
    expect(await desk.reports()).toEqual(
      ['SLOWED', 'STOPPED'].map((step) => ({ kind, step, whose: 'PERSON', user_name: 'A' })),
    );
  });
});

test('one detail put on and taken off counts for one look in vain with it and one without', async () => {
  const hub = desk.hub(rules);
  for (let i = 0; i < 200; i += 1) {
    const criteria = i % 2 === 0 ? child : { ...child, postcode: 'OX99 1AB' };
    expect(await desk.ask(hub, asker('A'), { criteria })).toEqual({ slowedBy: 0 });
  }
  const shared = tracesOf(child).map(({ trace }) => trace.join());
  expect(tracesOf({ ...child, postcode: 'OX99 1AB' }).map(({ trace }) => trace.join())).toEqual(
    expect.arrayContaining([shared[0]]),
  );
});

const WORK: Readonly<Record<string, (i: number) => Asked>> = {
  'a morning of referrals, each another family': (i) =>
    inVain({ surname: `family${i}`, forename: `child${i}`, dateOfBirth: `20${10 + (i % 8)}-0${(i % 9) + 1}-${10 + (i % 18)}` }),
  'a roll of consecutive pupil numbers that the asker may see': (i) => ({
    criteria: { upn: upn(i), dateOfBirth: '2014-03-14' },
    outcome: 'HIT',
  }),
  'pupil numbers of children born on one day': (i) => inVain({ upn: upn((i % 10) * 97, i), dateOfBirth: '2014-03-14' }),
  'the same child asked about all day long': () => inVain(child),
}; // prettier-ignore

test.each(Object.keys(WORK))('%s is no sign of anything', async (name) => {
  const walk = WORK[name];
  if (!walk) throw new Error('no such work');
  expect(await course(walk)).toEqual({ slowed: null, stopped: null });
  expect(await desk.reports()).toEqual([]);
});

test('a sequence dealt out among many people is seen as one of their organisation', async () => {
  const hub = desk.hub(rules);
  const slow = sequence.slow * sequence.organisation;
  for (let i = 0; i < slow; i += 1) {
    const went = await desk.ask(hub, asker(`person ${i}`), inVain({ upn: upn(i), dateOfBirth: day(i) }));
    expect([i, went]).toEqual([i, { slowedBy: 0 }]);
  }
  expect(await desk.ask(hub, asker('one more'))).toEqual({ slowedBy: RULES.slowed.quanta });
  expect(await desk.ask(hub, asker('of another', { organisation: 'nhs/RNU' }))).toEqual({ slowedBy: 0 });
  expect(await desk.reports()).toEqual([
    { kind: 'SEQUENCE', step: 'SLOWED', whose: 'ORGANISATION', user_name: `person ${slow - 1}` },
  ]);
});

test('many who ask alike, each once, are no sign; who asks again what another has asked is one', async () => {
  const hub = desk.hub(rules);
  for (let i = 0; i < 40; i += 1)
    expect(await desk.ask(hub, asker(`person ${i}`), inVain(child))).toEqual({ slowedBy: 0 });
  const walk = (i: number): Asked => inVain({ ...child, postcode: `OX99 ${i}AB` });
  expect(await desk.until(hub, asker('A'), 100, walk)).toBe(narrowing.stop);
  expect(await desk.until(hub, asker('B'), 100, walk)).toBe(narrowing.stop);
});

test('many in one request are recognised as so many single ones', async () => {
  const hub = desk.hub(rules);
  const looks = Array.from({ length: sequence.stop }, (_, i) => ({
    ...{ breadth: NARROW, outcome: 'MISS' as const },
    criteria: { upn: upn(i), dateOfBirth: day(i) },
  }));
  await hub.admit(asker('A'), looks);
  hub.left(asker('A'), looks);
  await hub.settled();
  expect(await desk.ask(hub, asker('A'))).toHaveProperty('retryAfter');
});

test('whoever is stopped is let in again an hour later, slowed all day, and stopped by the next step of the walk', async () => {
  const hub = desk.hub(rules);
  const walk = (i: number): Asked => inVain({ upn: upn(i), dateOfBirth: day(i) });
  expect(await desk.until(hub, asker('A'), 100, walk)).toBe(sequence.stop);
  expect(await desk.ask(hub, asker('A'))).toEqual({ retryAfter: 3600 });
  desk.clock.advance(3_600_000);
  expect(await desk.ask(hub, asker('A'))).toEqual({ slowedBy: RULES.slowed.quanta });
  expect(await desk.until(hub, asker('A'), 5, (i) => walk(sequence.stop + i))).toBe(1);
  // A day after the last step; the traces are those of another day.
  desk.clock.advance(24 * 3_600_000);
  expect(await desk.ask(hub, asker('A'), walk(sequence.stop + 2))).toEqual({ slowedBy: 0 });
});

test('what a stopped asker goes on asking is not counted: it was told nothing', async () => {
  const hub = desk.hub(rules);
  const walk = (i: number): Asked => inVain({ upn: upn(i), dateOfBirth: day(i) });
  await desk.until(hub, asker('A'), 100, walk);
  const counted = (): Promise<unknown> =>
    desk.sql(
      `select (select sum(spent) from look_count) as spent, (select count(*) from look_trace) as traces`,
    );
  const before = await counted();
  for (let i = 0; i < 20; i += 1)
    expect(await desk.ask(hub, asker('A'), walk(i))).toHaveProperty('retryAfter');
  await hub.settled();
  expect(await counted()).toEqual(before);
});
