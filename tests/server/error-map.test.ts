import fc from 'fast-check';
import { buildSchema, execute, GraphQLError, parse, validate, type GraphQLFormattedError } from 'graphql';
import { HubError, type ErrorCode } from '../../src/kernel/errors';
import { causeOf, createErrorMap } from '../../src/server/error-map';
import { statusOfAnswer, statusOfCode } from '../../src/server/http-status';
import { refusalOf } from '../../src/server/refusal';
import { DateTime, LocalDate } from '../../src/server/scalars';

const schema = buildSchema(`
  scalar LocalDate
  scalar DateTime
  enum Reason { NOT_IN_SCHOOL  MOVED_AWAY }
  input Criteria { upn: String  surname: String!  dateOfBirth: LocalDate  reason: Reason  within: Criteria }
  type Child { upn: String  surname: String }
  type Query { find(criteria: Criteria, first: Int, on: LocalDate, at: DateTime, why: Reason): Child }
`);
Object.assign(schema.getType('LocalDate') as object, LocalDate);
Object.assign(schema.getType('DateTime') as object, DateTime);
const map = createErrorMap(schema);

/** What a caller is told of a document and its variables. */
async function told(
  document: string,
  variables: Record<string, unknown> = {},
): Promise<GraphQLFormattedError[]> {
  try {
    const parsed = parse(document);
    const problems = validate(schema, parsed, undefined, { hideSuggestions: true });
    if (problems.length > 0) return problems.map(map);
    const result = await execute({ schema, document: parsed, variableValues: variables });
    return (result.errors ?? []).map(map);
  } catch (error) {
    return [map(error as GraphQLError)];
  }
}

const byVariable =
  'query ($c: Criteria, $n: Int, $w: Reason) { find(criteria: $c, first: $n, why: $w) { upn } }';

test.each([
  ['{ find { upm } }', {}, 'upm: there is no such name of `Child`; did you mean `upn`?'],
  ['{ find(frist: 3) { upn } }', {}, 'frist: there is no such name of `Query.find`; did you mean `first`?'],
  [
    '{ find(criteria: { surnam: "Ashby", surname: "Ashby" }) { upn } }',
    {},
    'surnam: there is no such name of `Criteria`; did you mean `surname`?',
  ],
  ['{ find(criteria: { upn: "A" }) { upn } }', {}, 'criteria: `surname` is missing: send a String!.'],
  [
    '{ find(why: NOT_AT_SCHOOL) { upn } }',
    {},
    'why: send one of NOT_IN_SCHOOL, MOVED_AWAY; did you mean `NOT_IN_SCHOOL`?',
  ],
  ['{ find(why: "Ashby") { upn } }', {}, 'why: send one of NOT_IN_SCHOOL, MOVED_AWAY'],
  ['{ find(on: "14/03/2014") { upn } }', {}, 'on: send a LocalDate, as in 2026-09-01.'],
  ['{ find(first: "Ashby") { upn } }', {}, 'first: send a Int.'],
  ['{ find', {}, 'query: the document is not GraphQL at line 1, column 7; it ends too early.'],
  ['{ find(criteria: "Ashby', {}, 'query: the document is not GraphQL at line 1, column 24.'],
  [
    byVariable,
    { c: { surname: 'Ashby', dateOfBirth: 'Ashby' } },
    'c.dateOfBirth: send a LocalDate, as in 2026-09-01.',
  ],
  [
    byVariable,
    { c: { surname: 'Ashby', surnam: 'Ashby' } },
    'c: a field of this name is not in `Criteria`; did you mean `surname`?',
  ],
  [byVariable, { c: { upn: 'Ashby' } }, 'c: `surname` is missing: send a String!.'],
  [byVariable, { c: 'Ashby' }, 'c: send a Criteria.'],
  [byVariable, { n: 'Ashby' }, 'n: send a Int.'],
  [byVariable, { w: 'MOVED_AWAI' }, 'w: send one of NOT_IN_SCHOOL, MOVED_AWAY; did you mean `MOVED_AWAY`?'],
  [byVariable, { c: { surname: 'A', within: { surname: 7 } } }, 'c.within.surname: send a String.'],
])('%s with %j', async (document, variables, message) => {
  const errors = await told(document, variables);
  expect(errors.map((error) => [error.message, error.extensions?.['code']])).toEqual([
    [message, 'BAD_USER_INPUT'],
  ]);
});

test('no value of a caller is ever repeated, literal or variable', async () => {
  const value = fc
    .string({ minLength: 7, maxLength: 30, unit: 'grapheme' })
    .filter((text) => /[^a-z _]/i.test(text));
  await fc.assert(
    fc.asyncProperty(value, async (secret) => {
      const literal = JSON.stringify(secret);
      const errors = [
        ...(await told(byVariable, { c: { surname: 'A', dateOfBirth: secret } })),
        ...(await told(byVariable, { c: { surname: 'A', reason: secret } })),
        ...(await told(byVariable, { c: secret, n: secret, w: secret })),
        ...(await told(byVariable, { c: { surname: [secret] } })),
        ...(await told(
          `{ find(on: ${literal}, at: ${literal}, first: ${literal}, why: ${literal}, criteria: ${literal}) { upn } }`,
        )),
        ...(await told(`{ find(criteria: { surname: ${literal} ${literal} `)),
      ];
      expect(errors.length).toBeGreaterThanOrEqual(9);
      for (const error of errors) {
        expect(error.message).not.toContain(secret);
        expect(error.message).not.toContain(literal);
        expect(error.extensions?.['code']).toBe('BAD_USER_INPUT');
      }
    }),
    { numRuns: 60 },
  );
});

describe('what went wrong inside', () => {
  class Leaky extends Error {
    override readonly message = 'relation "child" of Isla Fennimore';
  }
  const inside = (originalError: Error): GraphQLFormattedError =>
    map(new GraphQLError(originalError.message, { path: ['find'], originalError }));

  test('is told as one sentence without a reason, and kept for the log', () => {
    const thrown = new Leaky();
    const error = inside(thrown);
    expect(error).toEqual({
      message: 'Something went wrong on our side; nothing was disclosed.',
      path: ['find'],
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(causeOf(error)).toBe(thrown);
  });

  test.each<[string, string | undefined]>([
    ['connect ECONNREFUSED 10.0.0.1:5432', 'ECONNREFUSED'],
    ['terminating connection due to administrator command', '57P01'],
    ['Connection terminated unexpectedly', undefined],
    ['timeout exceeded when trying to connect', undefined],
    ['Cannot use a pool after calling end on the pool', undefined],
  ])('is UNAVAILABLE when the database is away: %s', (message, code) => {
    const error = inside(Object.assign(new Error(message), { code }));
    expect(error.extensions?.['code']).toBe('UNAVAILABLE');
    expect(error.message).not.toContain(message);
  });

  test('a field that may not be null is an internal error, not the fault of the caller', () => {
    const error = map(
      new GraphQLError('Cannot return null for non-nullable field Query.find.', { path: ['find'] }),
    );
    expect(error.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
  });
});

test('a HubError is told as it stands, with path and details', () => {
  const thrown = new HubError('WITHHELD', 'No clause opens it.', {
    coordinate: 'Child.upn',
    because: 'No clause opens it.',
  });
  const error = map(new GraphQLError('…', { path: ['find', 'upn'], originalError: thrown }));
  expect(error).toEqual({
    message: 'No clause opens it.',
    path: ['find', 'upn'],
    extensions: { coordinate: 'Child.upn', because: 'No clause opens it.', code: 'WITHHELD' },
  });
});

const STATUSES: Record<ErrorCode, number> = {
  UNAUTHENTICATED: 401,
  PURPOSE_REQUIRED: 400,
  BAD_USER_INPUT: 400,
  PURPOSE_NOT_AGREED: 403,
  NOT_PERMITTED: 200,
  WITHHELD: 200,
  CONFLICT: 200,
  IDEMPOTENCY_KEY_REUSED: 200,
  RATE_LIMITED: 429,
  TOO_COMPLEX: 400,
  LEDGER_UNAVAILABLE: 503,
  UNAVAILABLE: 503,
  PARTNER_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

test.each(Object.entries(STATUSES) as [ErrorCode, number][])('%s is answered with %i', (code, status) => {
  expect(statusOfCode(code)).toBe(status);
  const error = { message: '', extensions: { code } };
  expect(statusOfAnswer(null, [error])).toBe(status);
  expect(statusOfAnswer({ find: null }, [error])).toBe(status);
  expect(statusOfAnswer({ find: {}, other: null }, [error])).toBe(200);
});

test('RATE_LIMITED says when to try again', () => {
  expect(refusalOf(new HubError('RATE_LIMITED', 'Slow down.', { retryAfter: 2.3 }), map)).toMatchObject({
    status: 429,
    retryAfter: 3,
  });
  expect(refusalOf('thrown text', map)).toMatchObject({ status: 500, retryAfter: null });
});
