import { ApolloServer } from '@apollo/server';
import { startTestHub, withoutIdsAndTimes, type TestHub } from '../support/hub';

/** A text that Apollo has found valid goes to the gate by itself the next time: nobody may see by which way it went. */
let hub: TestHub;
const apollo = jest.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
beforeAll(async () => (hub = await startTestHub()), 60_000);
afterAll(async () => {
  apollo.mockRestore();
  await hub.stop();
});

const FRONT_DOOR = 'la/931/front-door';
const LOOKUP = `query Look($c: ChildLookupInput!) { lookupChild(criteria: $c) { __typename ... on ChildMatch { child { upn } } } }`;
const TWO = `${LOOKUP} query Version { __typename }`;
const c = { upn: 'A999999999999', surname: 'Nobody', forename: 'Nadia', dateOfBirth: '2014-02-03' };
const named = { c: { ...c, upn: undefined } };

let serial = 0;
interface Asked {
  readonly status: number;
  readonly said: string;
  readonly headers: readonly string[];
  readonly through: boolean;
}
async function ask(body: object, purpose: string | null = 'VERIFY_EDUCATION'): Promise<Asked> {
  const before = apollo.mock.calls.length;
  let request = hub.http
    .post('/graphql')
    .set('authorization', `Bearer ${hub.token(FRONT_DOOR, { job: 'front door' })}`)
    .set('sharing-reference', 'FD/1');
  if (purpose !== null) request = request.set('sharing-purpose', purpose);
  const { status, text, headers } = await request.send(body);
  const told = Object.entries(headers as Record<string, string>)
    .filter(([name]) => !['date', 'request-id'].includes(name))
    .map(([name, value]) => `${name}: ${value}`);
  return {
    status,
    said: withoutIdsAndTimes(text),
    headers: told.sort(),
    through: apollo.mock.calls.length > before,
  };
}

const rows: [string, (query: string) => object, string, string | null, number][] = [
  ['a lookup', (query) => ({ query, variables: named }), LOOKUP, 'VERIFY_EDUCATION', 200],
  ['one that names its operation', (query) => ({ query, variables: named, operationName: 'Look' }), LOOKUP, 'VERIFY_EDUCATION', 200],
  ['one of two operations', (query) => ({ query, operationName: 'Version' }), TWO, 'VERIFY_EDUCATION', 200],
  ['no variables at all, and null', (query) => ({ query, variables: null, operationName: null }), '{ __typename }', 'VERIFY_EDUCATION', 200],
  ['a value that is none of its type', (query) => ({ query, variables: { c: { dateOfBirth: 'soon' } } }), LOOKUP, 'VERIFY_EDUCATION', 400],
  ['a variable that is missing', (query) => ({ query, variables: {} }), LOOKUP, 'VERIFY_EDUCATION', 400],
  ['no purpose', (query) => ({ query, variables: named }), LOOKUP, null, 400],
  ['a purpose that is not agreed', (query) => ({ query, variables: named }), LOOKUP, 'ROLL_MANAGEMENT', 403],
  ['too many at a time', (query) => ({ query }), '{ alerts(first: 1000) { nodes { id } } }', 'VERIFY_EDUCATION', 400],
  ['a mutation', (query) => ({ query }), 'mutation { acknowledgeNotification(id: "0192f0c1-8a7e-4cc0-9d5e-3f1f6f3b9a11") { id } }', 'VERIFY_EDUCATION', 200],
]; // prettier-ignore

test.each(rows)('%s is answered in the same bytes', async (_what, body, text, purpose, status) => {
  const query = `# ${(serial += 1)}\n${text}`;
  const first = await ask(body(query), purpose);
  const second = await ask(body(query), purpose);
  expect([first.status, first.through, second.through]).toEqual([status, true, false]);
  expect({ ...second, through: true }).toEqual(first);
});

test.each<[string, (query: string) => object]>([
  ['a list of variables', (query) => ({ query, variables: [] })],
  ['a text of variables', (query) => ({ query, variables: '{}' })],
  ['a name that no operation has', (query) => ({ query, operationName: 'Other' })],
  ['an empty name', (query) => ({ query, operationName: '' })],
  ['a name that is a number', (query) => ({ query, operationName: 1 })],
  ['two operations and no name', (query) => ({ query: `${query} query Second { __typename }` })],
  ['extensions', (query) => ({ query, extensions: {} })],
  ['more than Apollo reads', (query) => ({ query, id: 1 })],
  ['a list of operations', (query) => [{ query }]],
])('%s goes to Apollo whatever the text is', async (_what, body) => {
  const query = 'query First { __typename }';
  await ask({ query });
  const first = await ask(body(query));
  expect(first.through).toBe(true);
  expect(await ask(body(query))).toEqual(first);
});

test('a text that is not valid is none the next time', async () => {
  const query = '{ nobody }';
  const first = await ask({ query });
  expect([first.status, first.through]).toEqual([400, true]);
  expect(await ask({ query })).toEqual(first);
});
