import { readReply, type PeerReply } from '../../src/outbox/peer/peer-reply';

const ID = '3f0b7a52-0f3b-4c39-9d61-2a4f0c1de001';
const RECEIPT = '3f0b7a52-0f3b-4c39-9d61-2a4f0c1de002';
const sharing = { sharing: { disclosureId: RECEIPT } };
const error = (code: string): object => ({
  data: { done: null },
  errors: [{ message: 'Mr Plover says so', extensions: { code } }],
});
const read = (status: number, body: unknown): PeerReply =>
  readReply(status, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

it('is done when it has their id and their receipt', () => {
  expect(read(200, { data: { done: { id: ID } }, extensions: sharing })).toEqual({
    kind: 'DONE',
    id: ID,
    receipt: RECEIPT,
  });
});

it.each(['BAD_USER_INPUT', 'CONFLICT', 'IDEMPOTENCY_KEY_REUSED', 'TOO_COMPLEX'])('%s is for good', (code) => {
  expect(read(400, error(code))).toEqual({ kind: 'REFUSED', code });
});

it.each([
  ['PURPOSE_NOT_AGREED', false],
  ['NOT_PERMITTED', false],
  ['RATE_LIMITED', false],
  ['UNAUTHENTICATED', true],
  ['UNAVAILABLE', true],
  ['LEDGER_UNAVAILABLE', true],
])('%s may be otherwise later; the hub is away: %p', (code, away) => {
  expect(read(503, error(code))).toEqual({ kind: 'LATER', code, away });
});

it('null without a word is somebody else’s id, or none', () => {
  expect(read(200, { data: { done: null }, extensions: sharing })).toEqual({
    kind: 'REFUSED',
    code: 'NOT_FOUND',
  });
});

it.each([
  ['a page of a proxy', 502, '<html>Mr Plover</html>'],
  ['a code of its own', 200, error('MR_PLOVER')],
  ['an id that is none', 200, { data: { done: { id: 'Mr Plover' } }, extensions: sharing, errors: [{}] }],
  ['no receipt', 200, { data: { done: { id: ID } }, errors: ['Mr Plover'] }],
  ['a list', 200, ['Mr Plover']],
  ['nothing', 200, ''],
])('%s says that the hub is away, in words of ours', (_what, status, body) => {
  const reply = read(status, body);
  expect(reply).toMatchObject({ kind: 'LATER', away: true });
  expect(JSON.stringify(reply)).not.toMatch(/Plover/i);
});
