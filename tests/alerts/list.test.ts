import { AlertsDesk, CHARITY, idIn, POLICE, RAISE, SCHOOL, TEAM, type KnownChild } from './alerts-desk';

let desk: AlertsDesk;
let child: KnownChild;
let ofPolice: string;
let ofCharity: string;

beforeAll(async () => {
  desk = await AlertsDesk.open();
  child = await desk.knownChild('Wren', 'Ashdown');
  ofPolice = await desk.raise(POLICE, { id: child.publicId });
  ofCharity = await desk.raise(CHARITY, child.details);
});
afterAll(() => desk.stop());

const ids = (alerts: Record<string, unknown>[]): unknown[] => alerts.map((alert) => alert['id']);

it('shows a partner its own alerts only, and the team all of them with who raised them', async () => {
  expect(ids(await desk.list(POLICE, 'id'))).toEqual([ofPolice]);
  expect(ids(await desk.list(CHARITY, 'id'))).toEqual([ofCharity]);
  expect(ids(await desk.list(SCHOOL, 'id'))).toEqual([]);
  expect(await desk.list(TEAM, 'id text raisedBy { organisation }')).toEqual([
    {
      id: ofCharity,
      text: `Words of ${CHARITY}.`,
      raisedBy: { organisation: 'Young carers (demonstration)' },
    },
    { id: ofPolice, text: `Words of ${POLICE}.`, raisedBy: { organisation: 'Thames Valley police' } },
  ]);
});

it('gives a raiser back its own words, and nobody else’s about the same child', async () => {
  await desk.add(POLICE, ofPolice, 'Seen at the station.');
  for (const as of [POLICE, CHARITY]) {
    const { text } = await desk.ask(
      as,
      '{ alerts { nodes { asWritten text additions { text } raisedBy { user } details { tried } } } }',
    );
    expect(text).toContain(`Words of ${as}.`);
    expect(text).not.toContain(`Words of ${as === POLICE ? CHARITY : POLICE}.`);
    expect(text.includes('Seen at the station.')).toBe(as === POLICE);
  }
  const [, first] = await desk.list(TEAM, 'asWritten text additions { text }');
  expect(first).toEqual({
    asWritten: null,
    text: `Words of ${POLICE}.`,
    additions: [{ text: 'Seen at the station.' }],
  });
});

describe('filters', () => {
  it('find by what one may see', async () => {
    expect(ids(await desk.list(TEAM, 'id', { state: 'RECEIVED' }))).toEqual([ofCharity, ofPolice]);
    expect(ids(await desk.list(TEAM, 'id', { state: 'ACCEPTED' }))).toEqual([]);
    expect(ids(await desk.list(TEAM, 'id', { childId: child.publicId }))).toEqual([ofCharity, ofPolice]);
    expect(ids(await desk.list(TEAM, 'id', { childId: ofPolice }))).toEqual([]);
    expect(ids(await desk.list(TEAM, 'id', { since: desk.hub.clock.now().toISOString() }))).toEqual([
      ofCharity,
    ]);
    expect(ids(await desk.list(POLICE, 'id', { outcome: 'RECEIVED' }))).toEqual([ofPolice]);
    expect(ids(await desk.list(POLICE, 'id', { outcome: 'DEALT_WITH' }))).toEqual([]);
  });

  it('find nothing by a child that one may not know of, whichever child it is', async () => {
    for (const childId of [child.publicId, '6f9619ff-8b86-4d01-b42d-00cf4fc964ff']) {
      expect(ids(await desk.list(CHARITY, 'id', { childId }))).toEqual([]);
    }
  });

  it('refuse a state to whoever never sees one, and say what to use', async () => {
    const { errors } = await desk.ask(POLICE, '{ alerts(filter: { state: ACCEPTED }) { nodes { id } } }');
    expect(errors.map((e) => [e.extensions.code, e.extensions['field']])).toEqual([
      ['BAD_USER_INPUT', 'filter.state'],
    ]);
    expect(errors[0]?.message).toContain('`outcome`');
  });
});

describe('pages', () => {
  const PAGE =
    'query ($after: String, $first: Int) { alerts(first: $first, after: $after) { edges { cursor node { id } } nodes { id } pageInfo { hasNextPage endCursor } } }';
  interface Page {
    readonly edges: { readonly cursor: string; readonly node: { readonly id: string } }[];
    readonly nodes: { readonly id: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  }
  const page = async (as: string, after: string | null, first = 2): Promise<Page> =>
    (await desk.ask(as, PAGE, { after, first })).data?.['alerts'] as Page;

  it('go through everything once, newest first, though many were raised in one instant', async () => {
    const raised: string[] = [];
    desk.hub.clock.advance(1000);
    for (const letter of 'abcde') {
      const child = { forename: `Page ${letter}`, surname: 'Turner', dateOfBirth: '2012-01-01' };
      const answer = await desk.ask(SCHOOL, RAISE, { input: { child, reason: 'NO_CONTACT' } });
      raised.push(idIn(answer, 'raiseAlert'));
    }
    const seen: string[] = [];
    let after: string | null = null;
    for (const expected of [2, 2, 1]) {
      const got: Page = await page(SCHOOL, after);
      expect(got.edges.map(({ node }) => node.id)).toEqual(got.nodes.map(({ id }) => id));
      expect(got.nodes).toHaveLength(expected);
      expect(got.pageInfo).toEqual({ hasNextPage: expected === 2, endCursor: got.edges.at(-1)?.cursor });
      seen.push(...got.nodes.map(({ id }) => id));
      after = got.pageInfo.endCursor;
    }
    expect([...seen].sort()).toEqual([...raised].sort());
    expect(await page(SCHOOL, after)).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });

  it('of one partner are no way into another’s', async () => {
    const { pageInfo } = await page(SCHOOL, null, 1);
    expect((await page(CHARITY, pageInfo.endCursor)).nodes.map(({ id }) => id)).toEqual([ofCharity]);
  });

  it.each(['', 'x', 'bm90IG91cnM', 'MjAyNi0xMS0yM1QxMDowMDowMC4wMDAwMDBa'])(
    'refuse the cursor `%s` and name `after`',
    async (after) => {
      const { data, errors } = await desk.ask(POLICE, PAGE, { after });
      expect(errors.map((e) => [e.extensions.code, e.extensions['field']])).toEqual([
        ['BAD_USER_INPUT', 'after'],
      ]);
      expect(data?.['alerts'] ?? null).toBeNull();
    },
  );

  it.each([0, 101])('refuse %d rows', async (first) => {
    expect((await desk.ask(POLICE, PAGE, { first })).codes).toEqual(['BAD_USER_INPUT']);
  });
});

it('a purpose for which no clause opens anybody’s alerts is refused, not answered with an empty list', async () => {
  const { status, codes } = await desk.ask(
    CHARITY,
    '{ alerts { nodes { id } } }',
    {},
    { purpose: 'STATISTICS' },
  );
  expect([status, codes]).toEqual([403, ['PURPOSE_NOT_AGREED']]);
});
