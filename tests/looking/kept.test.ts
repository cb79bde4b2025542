import { LookingDesk, RULES, asker, withBudgets } from './looking-desk';

const DAY = 86_400_000;
const plenty = { hour: 1_000_000, day: 1_000_000 };
const TABLES = ['look_count', 'look_trace', 'look_sign', 'looking_report'] as const;

let desk: LookingDesk;
beforeEach(async () => {
  desk = await LookingDesk.open();
});
afterEach(() => desk.close());

const rowsOf = async (table: string): Promise<string> =>
  JSON.stringify(
    (await desk.sql<{ row: unknown }>(`select to_jsonb(t) as row from ${table} t`)).map(({ row }) => row),
  );
const counts = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      TABLES.map(async (table) => {
        const [{ n } = { n: -1 }] = await desk.sql<{ n: number }>(`select count(*)::int as n from ${table}`);
        return [table, n] as const;
      }),
    ),
  );

const details = {
  surname: 'canarysurname',
  forename: 'canaryforename',
  dateOfBirth: '2014-03-14',
  upn: 'B801200005001',
};

async function lookAround(): Promise<void> {
  const hub = desk.hub(withBudgets({ person: plenty, organisation: plenty }));
  for (let i = 0; i < RULES.signs.narrowing.slow; i += 1)
    await desk.ask(hub, asker('Canary Person', { reference: 'CASE/7' }), {
      criteria: { ...details, postcode: `OX99 ${i}AB` },
    });
  await hub.stop();
}

test('criteria and askers stand there as keyed hashes; a report says who looked, and never for whom', async () => {
  await lookAround();
  for (const table of ['look_count', 'look_trace', 'look_sign']) {
    const text = (await rowsOf(table)).toLowerCase();
    expect(text.length).toBeGreaterThan(50);
    for (const word of ['canary', 'b801200005001', '2014-03-14', 'ox99', 'nhs/rth', 'postcode', 'surname'])
      expect([table, word, text.includes(word)]).toEqual([table, word, false]);
  }
  const reports = (await rowsOf('looking_report')).toLowerCase();
  expect(reports).toContain('canary person');
  expect(reports).toContain('case/7');
  for (const word of [...Object.values(details), 'ox99']) expect(reports).not.toContain(word);
});

test('the key is the installation’s own: the same look leaves other hashes elsewhere, and on another day', async () => {
  const tracesOfDay = async (): Promise<string[]> =>
    (await desk.sql<{ trace: string }>('select distinct trace from look_trace')).map(({ trace }) => trace);
  await lookAround();
  const today = await tracesOfDay();
  await desk.sql('delete from look_trace');
  desk.clock.advance(DAY);
  await lookAround();
  const tomorrow = await tracesOfDay();
  expect(tomorrow).toHaveLength(today.length);
  expect(tomorrow.filter((trace) => today.includes(trace))).toEqual([]);
  const elsewhere = await LookingDesk.open();
  try {
    const hub = elsewhere.hub();
    await elsewhere.ask(hub, asker('Canary Person'), { criteria: { ...details, postcode: 'OX99 0AB' } });
    const rows = await elsewhere.sql<{ trace: string; asker: string }>('select trace, asker from look_trace');
    const askers = await desk.sql<{ asker: string }>('select asker from look_trace');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ trace }) => [...today, ...tomorrow].includes(trace))).toEqual([]);
    expect(askers.map((row) => row.asker)).not.toContain(rows[0]?.asker);
  } finally {
    await elsewhere.close();
  }
});

test('a trace is destroyed with its day, a count with its span, a sign after a day; a report in its time', async () => {
  await lookAround();
  const full = await counts();
  for (const table of TABLES) expect(full[table]).toBeGreaterThan(0);
  // A hub destroys what is over when it starts, and every hour.
  const startAt = async (later: number): Promise<Record<string, number>> => {
    desk.clock.advance(later);
    await desk.hub().stop();
    return counts();
  };
  expect(await startAt(3_600_000)).toEqual({ ...full, look_count: 2 });
  expect(await startAt(14 * 3_600_000)).toEqual({ ...full, look_count: 0, look_trace: 0 });
  expect(await startAt(10 * 3_600_000)).toEqual({ ...full, look_count: 0, look_trace: 0, look_sign: 0 });
  expect(await startAt(RULES.reports.days * DAY)).toEqual(
    Object.fromEntries(TABLES.map((table) => [table, 0])),
  );
});
