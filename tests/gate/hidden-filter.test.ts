import type { MadeChild } from '../support/child-maker';
import type { Ask, TestAnswer } from '../support/hub';
import { GateDesk, bytes } from './gate-desk';

let desk: GateDesk;
beforeAll(async () => {
  desk = await GateDesk.open();
});
afterAll(() => desk.close());

describe('what decides between namesakes', () => {
  const name = { forename: 'Aisha', surname: 'Twosame', dateOfBirth: '2013-08-19' };
  let one: MadeChild;
  let other: MadeChild;
  beforeAll(async () => {
    one = await desk.maker.child({ ...name, postcode: 'OX99 4TW', line1: '27 Pipistrelle Close' });
    other = await desk.maker.child({ ...name, postcode: 'OX99 5GH', line1: '61 Medlar Lane' });
    await desk.maker.roll(one, 'school/931-4107');
    await desk.maker.roll(other, 'school/931-4115');
    await desk.maker.sql(`update child set sex = 'M' where id = $1`, [other.id]);
  });
  const lookup = (more: object): Pick<Ask, 'query' | 'variables'> => ({
    query: `query ($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename ... on ChildMatch { matchedOn child { id } } ... on PossibleMatches { advice } } }`,
    variables: { c: { ...name, ...more } },
  });
  const TOGGLES = (child: MadeChild): Record<string, object> => ({
    postcode: { postcode: child.postcode },
    addressLine: { addressLine: child === one ? '27 Pipistrelle Close' : '61 Medlar Lane' },
    formerSurname: { formerSurname: child.formerSurname },
    school: { school: child === one ? '9314107' : '9314115' },
    gender: { gender: child === one ? 'F' : 'M' },
  });

  test('nothing does for whoever may not see it: right or wrong, the answer is the same', async () => {
    const ask = { purpose: 'SAFEGUARD' };
    const plain = await desk.police({ ...ask, ...lookup({}) });
    expect(plain.data).toMatchObject({ lookupChild: { __typename: 'PossibleMatches' } });
    for (const more of [
      ...Object.values(TOGGLES(one)),
      ...Object.values(TOGGLES(other)),
      { postcode: 'SO99 9ZZ' },
    ]) {
      const answer = await desk.police({ ...ask, ...lookup(more) });
      expect([more, bytes(answer)]).toEqual([more, bytes(plain)]);
    }
  });

  test('nor does it tell a right detail of one child alone from a wrong one', async () => {
    const alone = await desk.maker.child();
    const { forename, surname, dateOfBirth, postcode, formerSurname } = alone;
    const answers = new Set<string>();
    for (const more of [
      {},
      { postcode },
      { postcode: 'SO99 9ZZ' },
      { formerSurname },
      { formerSurname: 'Wrong' },
      { school: '9314107' },
      { gender: 'F' },
      { gender: 'M' },
    ])
      answers.add(
        bytes(
          await desk.police({ purpose: 'SAFEGUARD', ...lookup({ forename, surname, dateOfBirth, ...more }) }),
        ),
      );
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain(alone.publicId);
  });

  test.each(['postcode', 'addressLine', 'formerSurname', 'school', 'gender'])(
    '%s does for the team, which may see it',
    async (which) => {
      for (const child of [one, other]) {
        const answer = await desk.team(lookup(TOGGLES(child)[which] ?? {}));
        expect(answer.data).toMatchObject({ lookupChild: { child: { id: child.publicId } } });
      }
    },
  );

  test('an earlier surname does for the one child whose earlier surname the police may see', async () => {
    await desk.maker.fact(one, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
    const ask = { purpose: 'SAFEGUARD' };
    const plain = await desk.police({ ...ask, ...lookup({}) });
    const seen = await desk.police({ ...ask, ...lookup({ formerSurname: one.formerSurname }) });
    expect(seen.data).toMatchObject({ lookupChild: { child: { id: one.publicId } } });
    const unseen = await desk.police({ ...ask, ...lookup({ formerSurname: other.formerSurname }) });
    expect(bytes(unseen)).toBe(bytes(plain));
  });
});

describe('a list of what one has said oneself', () => {
  const housing = (ask: Ask): Promise<TestAnswer> =>
    desk.hub.query('housing/E07000178', { purpose: 'RAISE_CONCERN', job: 'officer', ...ask });
  const LIST = `query ($filter: AlertFilter, $first: Int, $after: String) { alerts(filter: $filter, first: $first, after: $after) {
    edges { cursor node { id raisedAt reference } } pageInfo { hasNextPage endCursor } } }`;
  interface Edge {
    readonly cursor: string;
    readonly node: { readonly id: string; readonly raisedAt: string };
  }
  const edgesOf = (answer: TestAnswer): readonly Edge[] =>
    (answer.data?.['alerts'] as { edges: Edge[] }).edges;
  let about: MadeChild;

  beforeAll(async () => {
    about = await desk.maker.child();
    for (const as of ['housing/E07000178', 'housing/E07000179', 'housing/E07000178']) {
      const { forename, surname, dateOfBirth } = about;
      const query = `mutation ($child: ChildReferenceInput!) { raiseAlert(input: { child: $child, reason: NO_CONTACT }) { id } }`;
      const variables = { child: { forename, surname, dateOfBirth } };
      await desk.hub.query(as, { query, variables, purpose: 'RAISE_CONCERN' });
      desk.hub.clock.advance(1000);
    }
  });

  test('is not to be filtered by the child whom the hub found behind it', async () => {
    const all = await housing({ query: LIST });
    expect(edgesOf(all)).toHaveLength(2);
    const answers = new Set<string>();
    for (const childId of [about.publicId, desk.missing.publicId, '11111111-1111-4111-8111-111111111111'])
      answers.add(bytes(await housing({ query: LIST, variables: { filter: { childId } } })));
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain('"edges":[]');
  });

  test('nor by a state that its raiser is not told, be it the right one or a wrong one', async () => {
    const answers = new Set<string>();
    for (const state of ['RECEIVED', 'ACCEPTED', 'WITHDRAWN'])
      answers.add(bytes(await housing({ query: LIST, variables: { filter: { state } } })));
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain('BAD_USER_INPUT');
  });

  test('has cursors that hold what its rows show, and that open nothing in another hand', async () => {
    const page = await housing({ query: LIST, variables: { first: 1 } });
    const [edge] = edgesOf(page);
    if (!edge) throw new Error('no row');
    const [at, id] = Buffer.from(edge.cursor, 'base64url').toString().split('\n');
    expect(id).toBe(edge.node.id);
    expect(new Date(at ?? '').toISOString()).toBe(new Date(edge.node.raisedAt).toISOString());

    const [next] = edgesOf(await housing({ query: LIST, variables: { first: 1, after: edge.cursor } }));
    expect(next?.node.id).not.toBe(edge.node.id);
    const neighbour = await desk.hub.query('housing/E07000179', {
      ...{ query: LIST, purpose: 'RAISE_CONCERN', variables: { after: edge.cursor } },
    });
    const own = await desk.hub.query('housing/E07000179', { query: LIST, purpose: 'RAISE_CONCERN' });
    expect(edgesOf(neighbour).map(({ node }) => node.id)).toEqual(edgesOf(own).map(({ node }) => node.id));
    expect(edgesOf(own)).toHaveLength(1);
  });

  test.each(['x', 'bm90aGluZw', '', Buffer.from("2026-11-18\n' or true").toString('base64url')])(
    'and takes no cursor that it did not give: %j',
    async (after) => {
      const answer = await housing({ query: LIST, variables: { after } });
      expect(answer.codes).toEqual(['BAD_USER_INPUT']);
      expect(answer.errors[0]?.message).toMatch(/^after: /);
    },
  );
});
