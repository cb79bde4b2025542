import { HubError } from '../../src/kernel/errors';
import { answerType } from '../../src/server/media-type';
import {
  idempotencyKeyOf,
  modeOf,
  purposeOf,
  requestIdOf,
  traceparentOf,
} from '../../src/server/request-headers';

const UUID = '0192f0c1-8a7e-7cc0-9d5e-3f1f6f3b9a11';

test('the caller’s request id is kept when it is a UUID', () => {
  expect(requestIdOf({ 'request-id': UUID.toUpperCase() })).toBe(UUID);
  expect(requestIdOf({ 'request-id': 'req-7' })).toMatch(/^[0-9a-f-]{36}$/);
  expect(requestIdOf({})).not.toBe(requestIdOf({}));
});

test.each([
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', true],
  ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', false],
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01', false],
  ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', false],
  ['nonsense', false],
])('traceparent %s', (sent, kept) => {
  expect(traceparentOf({ traceparent: sent })).toBe(kept ? sent : undefined);
});

test.each<[string, () => unknown, string]>([
  [
    'a mode that is none',
    () => modeOf({ 'sharing-mode': 'strickt' }),
    'Sharing-Mode: write partial or strict; did you mean `strict`?',
  ],
  [
    'a key with a space',
    () => idempotencyKeyOf({ 'idempotency-key': 'a b' }),
    'Idempotency-Key: write 1 to 128 printable characters',
  ],
  [
    'a key of 129 characters',
    () => idempotencyKeyOf({ 'idempotency-key': 'k'.repeat(129) }),
    'Idempotency-Key: ',
  ],
  ['a key beyond ASCII', () => idempotencyKeyOf({ 'idempotency-key': 'clé' }), 'Idempotency-Key: '],
  [
    'a purpose of two words',
    () => purposeOf({ 'sharing-purpose': 'LOCATE CHILD' }),
    'Sharing-Purpose: write one code',
  ],
  ['an Accept for pictures', () => answerType('image/png'), 'Accept: the hub answers application/json or'],
  ['an Accept that wants none', () => answerType('application/json;q=0'), 'Accept: '],
])('%s is refused, and the message names the header', (_what, read, message) => {
  expect(read).toThrow(HubError);
  expect(read).toThrow(message);
});

test('empty headers count as absent', () => {
  expect([
    modeOf({ 'sharing-mode': '' }),
    idempotencyKeyOf({ 'idempotency-key': ' ' }),
    purposeOf({}),
  ]).toEqual(['partial', null, undefined]);
});

test.each([
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/json;q=0.5, application/graphql-response+json', 'application/graphql-response+json'],
  ['application/json, application/graphql-response+json', 'application/json'],
  ['text/html, application/*;q=0.8', 'application/json'],
])('Accept %s is answered as %s', (accept, type) => {
  expect(answerType(accept)).toBe(`${type}; charset=utf-8`);
});
