import util from 'node:util';
import { buildSchema, execute, isNonNullType, isObjectType, parse, type GraphQLSchema } from 'graphql';
import type { GateContext } from '../../src/gate/context';
import type { Coverage } from '../../src/gate/coverage';
import { governed } from '../../src/gate/shield-map';
import { HubError } from '../../src/kernel/errors';
import { buildHubSchema } from '../../src/schema';
import { GateDesk, byId, childOf } from './gate-desk';

/** A schema under the rule, of which everything is open but what is left out here. */
function under(sdl: string, resolvers: Record<string, () => unknown>, undeclared: readonly string[]) {
  const schema = buildSchema(sdl);
  const coverage = new Map<string, unknown>();
  for (const type of objectsOf(schema))
    for (const [name, field] of Object.entries(type.getFields())) {
      const coordinate = `${type.name}.${name}`;
      if (!undeclared.includes(coordinate)) coverage.set(coordinate, { kind: 'open', reason: 'a test' });
      const resolve = resolvers[coordinate];
      if (resolve) field.resolve = resolve;
    }
  const wrapped = governed(schema);
  return async (query: string, context: object = {}) => {
    const contextValue = Object.assign(Object.create(null) as GateContext, context, {
      coverage: coverage as unknown as Coverage,
    });
    return {
      context: contextValue,
      ...(await execute({ schema: wrapped, document: parse(query), contextValue })),
    };
  };
}

const objectsOf = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .filter(isObjectType);

describe('a trap of graphql-shield that is known', () => {
  const schema = buildHubSchema();
  let desk: GateDesk;
  beforeAll(async () => (desk = await GateDesk.open()));
  afterAll(() => desk.close());

  test('a denial on a non-null field nulls its parent: no governed field is non-null', () => {
    const { coverage } = desk.hub.hub.gate;
    const governedFields = objectsOf(schema).flatMap((type) =>
      Object.values(type.getFields()).filter(
        (field) => coverage.get(`${type.name}.${field.name}`)?.kind !== 'open',
      ),
    );
    expect(governedFields.length).toBeGreaterThan(100);
    expect(governedFields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });

  test('its contextual cache forgets parent and arguments: the same field of two children is decided twice', async () => {
    const query = `query ($a: ID!, $b: ID!) { a: child(id: $a) { upn } b: child(id: $b) { upn } }`;
    const ids = [desk.pupil, desk.leaver].map(({ publicId }) => publicId);
    for (const [a, b] of [ids, [...ids].reverse()]) {
      const { data } = await desk.school({ query, variables: { a, b } });
      const upn = { upn: desk.pupil.upn };
      expect(data).toEqual(a === ids[0] ? { a: upn, b: { upn: null } } : { a: { upn: null }, b: upn });
    }
  });

  test('its fallback rule allows: here a field that nobody declared is denied, on a root and on what it returns', async () => {
    const ask = under(
      'type Query { one: Thing other: Thing } type Thing { open: String forgotten: String }',
      { 'Query.one': () => ({ open: 'a', forgotten: 'SECRET' }), 'Query.other': () => ({ open: 'SECRET' }) },
      ['Query.other', 'Thing.forgotten'],
    );
    const { data, errors } = await ask('{ one { open forgotten } other { open } }');
    expect(data).toEqual({ one: { open: 'a', forgotten: null }, other: null });
    expect(errors?.map(({ originalError }) => (originalError as HubError).code)).toEqual([
      'NOT_PERMITTED',
      'NOT_PERMITTED',
    ]);
  });

  test('the doors of federation would need a rule by name: undeclared, they are denied, and so is the text of the schema', async () => {
    const sdl =
      'scalar _Any type _Service { sdl: String } type Query { _service: _Service _entities(r: [_Any]): [_Service] }';
    const secrets = {
      'Query._service': () => ({ sdl: 'SECRET' }),
      'Query._entities': () => [{ sdl: 'SECRET' }],
    };
    const all = ['Query._service', 'Query._entities', '_Service.sdl'];
    const query = '{ _service { sdl } _entities(r: []) { sdl } }';
    expect((await under(sdl, secrets, all)(query)).data).toEqual({ _service: null, _entities: null });
    const inner = await under(sdl, secrets, ['_Service.sdl'])(query);
    expect(inner.data).toEqual({ _service: { sdl: null }, _entities: [{ sdl: null }] });
  });

  test('it does not guard __resolveReference: no type of the graph has one', () => {
    const references = objectsOf(schema).filter(
      (type) => 'resolveReference' in type || JSON.stringify(type.extensions).includes('Reference'),
    );
    expect(references).toEqual([]);
  });

  test('it turns every error of a resolver into its own: here a bad value is said as it was thrown', async () => {
    const bad = (): never => {
      throw new HubError('BAD_USER_INPUT', 'date: write it as 2014-03-14.');
    };
    const { errors } = await under('type Query { a: String }', { 'Query.a': bad }, [])('{ a }');
    expect(errors?.map(({ message }) => message)).toEqual(['date: write it as 2014-03-14.']);
    const answer = await desk.police({ query: '{ alerts(after: "bm90aGluZw") { nodes { id } } }' });
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors[0]?.message).toMatch(/^after: /);
  });

  test('it writes into the context: an answer has one of its own, which is not frozen', async () => {
    const ask = under('type Query { a: String }', { 'Query.a': () => 'said' }, []);
    const { data, context } = await ask('{ a }');
    expect(data).toEqual({ a: 'said' });
    expect(Object.keys(context)).toContain('_shield');
    const [one, other] = await Promise.all([
      desk.police({ query: byId('id upn'), variables: { id: desk.missing.publicId } }),
      desk.team({ query: byId('id upn'), variables: { id: desk.missing.publicId } }),
    ]);
    expect([childOf(one)['upn'], childOf(other)['upn']]).toEqual([null, desk.missing.upn]);
  });

  test('a rule cannot alter a value: a lesser form is a field of its own, given where the full one is not', async () => {
    const variables = { id: desk.pupil.publicId };
    const answer = await desk.school({
      query: byId('educationStatus { status } educationStatusKind'),
      variables,
    });
    expect(childOf(answer)).toEqual({ educationStatus: null, educationStatusKind: 'SCHOOL' });
    expect(answer.errors.map(({ extensions }) => extensions['instead'])).toEqual([
      'Child.educationStatusKind',
    ]);
  });

  test('it calls util.isUndefined, gone since Node 23: it is given back before the library is loaded', () => {
    const utilities = util as unknown as { isUndefined?: unknown };
    const known = utilities.isUndefined;
    delete utilities.isUndefined;
    try {
      jest.isolateModules(() => {
        const library = jest.requireActual<typeof import('../../src/gate/shield-library')>(
          '../../src/gate/shield-library',
        );
        expect(typeof library.shield({ Query: library.rule()(() => true) })).toBe('object');
      });
      expect(utilities.isUndefined).toEqual(expect.any(Function));
    } finally {
      utilities.isUndefined = known;
    }
  });
});

describe('a trap of Apollo that is known', () => {
  let desk: GateDesk;
  beforeAll(async () => (desk = await GateDesk.open()));
  afterAll(() => desk.close());

  test('it keeps queries by their digest: none is kept, and none is found', async () => {
    const digest = 'ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38';
    const answer = await desk.hub.http
      .post('/graphql')
      .set({ authorization: `Bearer ${desk.hub.token('la/931/cme')}` })
      .send({ extensions: { persistedQuery: { version: 1, sha256Hash: digest } } });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('BAD_USER_INPUT');
    expect(answer.text).not.toMatch(/NotFound|"data"/);
  });

  test('it suggests names with introspection off: what is suggested is said by the hub in its own words', async () => {
    const answer = await desk.police({ query: '{ chidl(id: "1") { id } }' });
    expect([answer.status, answer.codes]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(answer.text).not.toMatch(/Did you mean|Cannot query/);
  });
});
