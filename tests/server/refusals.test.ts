import { startTestHub, answerOf, type Ask, type TestAnswer, type TestHub } from '../support/hub';

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const FRONT_DOOR = 'la/931/front-door';
const LOOKUP = `query ($criteria: ChildLookupInput!) { lookupChild(criteria: $criteria) { __typename } }`;
const criteria = { upn: 'L931212318901', dateOfBirth: '2014-03-14' };
const times = (words: string, write: (word: string) => string): string =>
  words.split(' ').map(write).join(' ');

function lookup(more: Partial<Ask> = {}): Promise<TestAnswer> {
  const asked = {
    job: 'front door',
    purpose: 'VERIFY_EDUCATION',
    reference: 'FD/1',
    query: LOOKUP,
    variables: { criteria },
  };
  return hub.query(FRONT_DOOR, { ...asked, ...more });
}

describe('who asks', () => {
  const post = (headers: Record<string, string>, body: string | object = { query: '{ __typename }' }) =>
    hub.http.post('/graphql').set(headers).set('content-type', 'application/json').send(body);

  test.each([
    ['no token', {}],
    ['a bad token', { authorization: 'Bearer rubbish' }],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
  ])('%s is UNAUTHENTICATED before anything is read', async (_what, headers) => {
    const answer = await post({ ...headers }, '{ not JSON');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answerOf(answer)).toMatchObject({ codes: ['UNAUTHENTICATED'], data: undefined });
  });

  test('an expired token is UNAUTHENTICATED', async () => {
    const token = hub.token(FRONT_DOOR);
    const now = hub.clock.now();
    hub.clock.advance(3_600_000 + 6_000);
    const answer = await post({ authorization: `Bearer ${token}` });
    hub.clock.set(now);
    expect([answer.status, answerOf(answer).codes]).toEqual([401, ['UNAUTHENTICATED']]);
  });

  test('a client that the directory does not know is UNAUTHENTICATED, whatever its headers', async () => {
    const answer = await hub.query('la/931/no-such-team', {
      query: '{ __typename }',
      purpose: 'NO SUCH PURPOSE',
      mode: 'wrong',
    });
    expect([answer.status, answer.codes]).toEqual([401, ['UNAUTHENTICATED']]);
  });
});

describe('a request is refused as a whole', () => {
  const NESTED = `{ child(id: "1") ${'{ case '.repeat(12)} { id } ${'}'.repeat(12)} }`;
  test.each<[string, Partial<Ask>, number, string, string]>([
    ['without a purpose', { purpose: null }, 400, 'PURPOSE_REQUIRED', 'Sharing-Purpose'],
    ['without a reference', { reference: null }, 400, 'PURPOSE_REQUIRED', 'Sharing-Reference'],
    [
      'for a purpose that does not exist',
      { purpose: 'VERIFY_EDUCATOIN' },
      400,
      'BAD_USER_INPUT',
      '`VERIFY_EDUCATION`',
    ],
    [
      'for a purpose that is not agreed',
      { purpose: 'ENFORCE_ATTENDANCE' },
      403,
      'PURPOSE_NOT_AGREED',
      'agreement',
    ],
    [
      'with a reference of other characters',
      { reference: 'Isla Fennimore' },
      400,
      'BAD_USER_INPUT',
      'Sharing-Reference',
    ],
    ['on behalf of nobody', { onBehalfOf: 'la/000' }, 400, 'BAD_USER_INPUT', 'Sharing-On-Behalf-Of'],
    ['in a mode that is none', { mode: 'strickt' }, 400, 'BAD_USER_INPUT', 'Sharing-Mode'],
    ['with a key that is none', { idempotencyKey: 'a b' }, 400, 'BAD_USER_INPUT', 'Idempotency-Key'],
    ['for a field that does not exist', { query: '{ lookupChidl }' }, 400, 'BAD_USER_INPUT', '`lookupChild`'],
    [
      'for an operation that is not there',
      { operationName: 'Other' },
      400,
      'BAD_USER_INPUT',
      'operationName',
    ],
    ['without a query', { query: '' }, 400, 'BAD_USER_INPUT', 'query'],
    [
      'for a subscription',
      { query: 'subscription { alertRaised { __typename } }' },
      400,
      'BAD_USER_INPUT',
      'query',
    ],
    [
      'with a bad variable',
      { variables: { criteria: { dateOfBirth: 'Fennimore' } } },
      400,
      'BAD_USER_INPUT',
      'criteria.dateOfBirth',
    ],
    [
      'with an identifier alone',
      { variables: { criteria: { upn: criteria.upn } } },
      400,
      'BAD_USER_INPUT',
      'alone is not enough',
    ],
    ['deeper than ten fields', { query: NESTED }, 400, 'TOO_COMPLEX', '10 fields deep'],
    [
      'with sixteen aliases',
      { query: `{ sharing { ${times('a b c d e f g h i j k l m n o p', (x) => `${x}: unit`)} } }` },
      400,
      'TOO_COMPLEX',
      '15 aliases',
    ],
    [
      'with six root fields',
      { query: `{ ${times('a b c d e f', (x) => `${x}: sharing { unit }`)} }` },
      400,
      'TOO_COMPLEX',
      '5 root fields',
    ],
    [
      'of more than 1,000 tokens',
      { query: `{ sharing { ${'unit '.repeat(1000)} } }` },
      400,
      'TOO_COMPLEX',
      '1000 tokens',
    ],
    [
      'with variables nested without end',
      { variables: nestedVariables(30) },
      400,
      'TOO_COMPLEX',
      'variables',
    ],
    [
      'larger than 256 KiB',
      { variables: { criteria: { ...criteria, surname: 'x'.repeat(256 * 1024) } } },
      400,
      'TOO_COMPLEX',
      '256 KiB',
    ],
  ])('%s', async (_what, more, status, code, words) => {
    const answer = await lookup(more);
    expect([answer.status, answer.codes[0]]).toEqual([status, code]);
    expect(answer.errors[0]?.message).toContain(words);
    expect(answer.text).not.toContain('Fennimore');
    expect(Object.values(answer.data ?? {})).toEqual(answer.data ? [null] : []);
  });

  test.each([
    ['malformed JSON', 'application/json', '{"query": "{ sharing', 'body'],
    ['JSON that is no object', 'application/json', '"query"', 'query'],
    ['several operations at once', 'application/json', '[{"query":"{ __typename }"}]', 'query'],
    ['a form', 'application/x-www-form-urlencoded', 'query=%7B__typename%7D', 'Content-Type'],
    [
      'variables that are no object',
      'application/json',
      '{"query":"{ __typename }","variables":[1]}',
      'query',
    ],
    ['nothing', 'application/json', '', 'body'],
  ])('that sends %s', async (_what, type, body, field) => {
    const answer = answerOf(
      await hub.http
        .post('/graphql')
        .set({ authorization: `Bearer ${hub.token(FRONT_DOOR)}`, 'content-type': type })
        .send(body),
    );
    expect([answer.status, answer.codes]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(answer.errors[0]?.extensions['field']).toBe(field);
    expect(JSON.parse(hub.log.at(-1) ?? '')).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  test('that takes neither form of an answer, before anything is done', async () => {
    const before = await entries();
    const answer = await lookup({ headers: { accept: 'text/html' } });
    expect([answer.status, answer.codes]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(await entries()).toBe(before);
  });

  test('but the question what one may see needs neither purpose nor reference', async () => {
    const answer = await hub.query(FRONT_DOOR, {
      query: '{ __typename sharing { unit } }',
      purpose: null,
      reference: null,
    });
    expect([answer.status, answer.codes, answer.data]).toEqual([
      200,
      [],
      { __typename: 'Query', sharing: { unit: FRONT_DOOR } },
    ]);
  });
});

async function entries(): Promise<string> {
  const [row] = await hub.database.owner.query<{ count: string }[]>(
    'select count(*) as count from ledger_entry',
  );
  return row?.count ?? '';
}

function nestedVariables(levels: number): Record<string, unknown> {
  return levels === 0 ? {} : { criteria: nestedVariables(levels - 1) };
}
