import { isDeepStrictEqual } from 'node:util';
import { acts, corpus, SIX, touched, type Act, type Query } from './corpus';
import { SDL } from '../support/write-queries';
import { actInEveryShape, inEveryShape, openSameWorld, type SameWorld } from './same-world';

/**
 * The same question has the same data, the same refusals at the same paths and the same ledger cells in one process,
 * split behind Apollo's gateway, and split behind a stitching one: ten subgraphs, each a process of its own. Here a
 * sample, in which some share a process; all of them in `tests/deep/federation.test.ts`.
 */
const QUERIES = Number(process.env['FEDERATION_QUERIES'] ?? 20);
const isSample = QUERIES < 200;
/** What leads to the most stands alone, and so does what is killed. */
const TOGETHER = [
  ['enquiries', 'emergency', 'looking', 'ledger'],
  ['notifications', 'corrections', 'reviews', 'agreements'],
];
const SEED = Number(process.env['FEDERATION_SEED'] ?? 8);

let world: SameWorld;
beforeAll(async () => {
  world = await openSameWorld(isSample ? { together: TOGETHER } : {});
}, 300_000);
afterAll(() => world.split.stop(), 60_000);

/** The first that differs is told whole: what the others differ in is mostly the same. */
const told = (differing: readonly object[]): string => JSON.stringify(differing[0] ?? null, null, 1);

test(`${QUERIES} questions come to the same`, async () => {
  const queries = corpus(world.ids, QUERIES, SEED);
  expect(queries).toHaveLength(QUERIES);
  const differing: object[] = [];
  const found = { data: 0, withheld: 0, cells: 0 };
  for (const query of queries) {
    const { whole, apollo, stitched } = await inEveryShape(world, query);
    for (const [shape, said] of Object.entries({ apollo, stitched }))
      if (!isDeepStrictEqual(said, whole)) differing.push({ shape, ...query, said, whole });
    if (whole.data !== null) found.data += 1;
    if (whole.errors.some((error) => error.includes('WITHHELD'))) found.withheld += 1;
    if (JSON.stringify(whole.cells).includes('"disclosed":{"')) found.cells += 1;
  }
  expect(told(differing)).toBe('null');
  // Nothing is the same for want of an answer.
  for (const count of Object.values(found)) expect(count).toBeGreaterThan(QUERIES / 4);
}, 900_000);

/** Of a sample, these are sure to be done, whichever others it holds. */
const DONE_BY_ANYBODY: ReadonlySet<string> = new Set([
  'raiseAlert',
  'askLocationProtection',
  'reportMissing',
]);

test('acts have the same outcome, and stand in the ledger alike', async () => {
  const all = acts().filter(({ name }, i) => !isSample || i % 20 === 0 || DONE_BY_ANYBODY.has(name));
  const differing: object[] = [];
  let done = 0;
  for (const act of all) {
    const { whole, apollo, stitched } = await actInEveryShape(world, act);
    for (const [shape, said] of Object.entries({ apollo, stitched }))
      if (!isDeepStrictEqual(said, whole)) differing.push({ shape, act, said, whole });
    if (JSON.stringify(whole).includes('receivedAt')) done += 1;
  }
  expect(told(differing)).toBe('null');
  expect(done).toBeGreaterThan(all.length / 8);
}, 600_000);

test('the questions touch every root, and are asked by all six roles; the acts are all that there are', () => {
  const queries: readonly Query[] = corpus(world.ids, 200, SEED);
  const { types, aliases, fragments } = touched(queries);
  expect(types.size).toBe(20);
  expect(aliases).toBeGreaterThan(50);
  expect(fragments).toBeGreaterThan(50);
  for (const { as } of SIX) expect(queries.filter(({ who }) => who.as === as).length).toBeGreaterThan(5);
  const names = new Set(acts().map(({ name }: Act) => name));
  expect([...names].sort()).toEqual(Object.keys(SDL.getMutationType()?.getFields() ?? {}).sort());
});

const PARTNER = SIX.find(({ as }) => as.startsWith('police/')) ?? { as: '', job: '', purpose: '' };
const GATEWAYS = ['apollo', 'stitched'] as const;
const pupil = (): string => world.ids.ids[0] ?? '';

describe('all or nothing', () => {
  const strict = (fields: string) => ({
    ...PARTNER,
    mode: 'strict',
    query: `{ child(id: "${pupil()}") { ${fields} } }`,
  });

  test.each(GATEWAYS)('behind %s as in one process, whichever part it was that refused', async (shape) => {
    for (const fields of ['name { surname } flagged', 'upn flagged', 'name { surname } case { rag }']) {
      const [one, split] = await Promise.all([
        world.split.ask('whole', PARTNER.as, strict(fields)),
        world.split.ask(shape, PARTNER.as, strict(fields)),
      ]);
      expect(split.data ?? null).toEqual(one.data ?? null);
      expect(split.codes).toEqual(one.codes);
    }
    const given = await world.split.ask(shape, PARTNER.as, strict('name { surname } flagged'));
    expect(given.data).toMatchObject({ child: { flagged: true } });
  });

  test('is not to be had of one subgraph by whoever has no plugin to promise it', async () => {
    const ask = (mode: string): Promise<Response> =>
      fetch(world.split.url('children'), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${world.split.token(PARTNER.as)}`,
          'sharing-purpose': PARTNER.purpose,
          'sharing-reference': 'TEST/1',
          'sharing-mode': mode,
        },
        body: JSON.stringify({ query: `{ child(id: "${pupil()}") { name { surname } } }` }),
      });
    const refused = await ask('strict');
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining('Sharing-Mode: strict is not'),
    ]);
    expect((await ask('partial')).status).toBe(200);
  });
});

describe('what travels', () => {
  test.each(GATEWAYS)(
    'behind %s: reference, group, and on whose behalf, into every part of the ledger',
    async (shape) => {
      const answer = await world.split.ask(shape, 'la/931/cme', {
        purpose: 'LOCATE_CHILD',
        job: 'CME case officer',
        reference: `TRAVEL/${shape}`,
        onBehalfOf: 'police/E23000029',
        query: `{ child(id: "${pupil()}") { name { surname } flagged } }`,
      });
      const entries = await world.maker.sql<{ part: string }>(
        'select recipient_part as part from ledger_entry where request_id = $1',
        [answer.request],
      );
      expect(entries.length).toBeGreaterThan(1);
      for (const { part } of entries)
        expect(JSON.parse(part)).toMatchObject({
          reference: `TRAVEL/${shape}`,
          onBehalfOf: 'police/E23000029',
        });
    },
  );

  test.each(GATEWAYS)('behind %s: the key of an act, which is then done once', async (shape) => {
    const act = {
      purpose: 'RAISE_CONCERN',
      idempotencyKey: `once-${shape}`,
      query: `mutation { raiseAlert(input: { child: { id: "${pupil()}" }, reason: NO_CONTACT }) { id } }`,
    };
    const [first, again] = [
      await world.split.ask(shape, 'housing/E07000178', act),
      await world.split.ask(shape, 'housing/E07000178', act),
    ];
    expect(first.data?.['raiseAlert']).toMatchObject({ id: expect.any(String) as string });
    expect(again.data).toEqual(first.data);
  });
});

test('a subgraph answers no stranger by key, and is no less governed than the whole', async () => {
  const ask = async (query: string): Promise<number> =>
    (
      await fetch(world.split.url('alerts'), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${world.split.token('la/931/cme')}`,
          'sharing-purpose': 'LOCATE_CHILD',
          'sharing-reference': 'TEST/1',
        },
        body: JSON.stringify({ query }),
      })
    ).status;
  expect(
    await ask(`{ _entities(representations: [{ __typename: "Child", id: "${pupil()}" }]) { __typename } }`),
  ).toBe(401);
  expect(await ask('{ _service { sdl } }')).toBe(401);
  expect(await ask('{ alerts(first: 1) { nodes { id } } }')).toBe(200);
  expect(await ask(`{ child(id: "${pupil()}") { id } }`)).toBe(400);
});

describe('a subgraph that is killed under load', () => {
  const both = (): string =>
    `{ child(id: "${pupil()}") { name { surname } case { rag } } enquiries(first: 1) { nodes { id } } }`;
  const officer = { purpose: 'LOCATE_CHILD', job: 'CME case officer' };

  test('leaves the others answering, is named by the errors, and is there again without a restart', async () => {
    let asking = true;
    const seen = { whole: 0, partial: 0, wrong: [] as string[] };
    const load = GATEWAYS.flatMap((shape) => [shape, shape]).map(async (shape) => {
      while (asking) {
        const { data, errors, text } = await world.split.ask(shape, 'la/931/cme', {
          ...officer,
          query: both(),
        });
        const child = data?.['child'] as { name: object | null; case: object | null } | null;
        if (child?.name && child.case && errors.length === 0) seen.whole += 1;
        else if (
          child?.name &&
          errors.every(({ extensions: e }) => e.code === 'UNAVAILABLE' && e['missing'] === 'alerts')
        )
          seen.partial += 1;
        else seen.wrong.push(text);
      }
    });
    const until = async (count: () => number): Promise<void> => {
      const before = count();
      for (let tries = 0; tries < 300 && count() < before + 4; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(count()).toBeGreaterThanOrEqual(before + 4);
    };
    await until(() => seen.whole);
    await world.split.kill('alerts');
    await until(() => seen.partial);
    await world.split.restart('alerts');
    await until(() => seen.whole);
    asking = false;
    await Promise.all(load);
    expect(seen.wrong).toEqual([]);
  }, 180_000);
});
