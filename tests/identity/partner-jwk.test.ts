import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { parsePublicJwk } from '../../src/identity/partner-jwk';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const smallRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const x25519 = generateKeyPairSync('x25519');

const jwk = (key: KeyObject): Record<string, unknown> => ({ ...key.export({ format: 'jwk' }) });
const parsed = (value: unknown) => parsePublicJwk(typeof value === 'string' ? value : JSON.stringify(value));
const problemOf = (value: unknown): string => {
  const key = parsed(value);
  return key.ok ? 'accepted' : key.problem;
};

/** RFC 7638, section 3.1. */
const RFC_7638 = {
  kty: 'RSA',
  n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
  e: 'AQAB',
  alg: 'RS256',
  kid: '2011-04-29',
};
/** RFC 8037, appendix A.2 and A.3. */
const RFC_8037 = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

it.each([
  [RFC_7638, 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'],
  [RFC_8037, 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'],
])('has the thumbprint that the RFC of %# says', (key, thumbprint) => {
  expect(parsed(key)).toMatchObject({ ok: true, value: { thumbprint } });
});

it.each([
  ['ES256', jwk(ec.publicKey), ['crv', 'kid', 'kty', 'use', 'x', 'y']],
  ['RSA', jwk(rsa.publicKey), ['e', 'kid', 'kty', 'n', 'use']],
  ['Ed25519', jwk(ed.publicKey), ['crv', 'kid', 'kty', 'use', 'x']],
])('keeps of a public %s key what checks signatures, and nothing else', (_, key, members) => {
  const taken = parsed({ ...key, note: 'from the supplier', x5c: ['MII'] });
  if (!taken.ok) throw new Error(taken.problem);
  expect(Object.keys(taken.value.jwk).sort()).toEqual(members);
  expect(taken.value.jwk.kid).toBe(taken.value.thumbprint);
});

it('has one thumbprint and one spelling, however the file spells the key', () => {
  const plain = parsed(RFC_7638);
  const { kid, alg, n, ...rest } = RFC_7638;
  expect(parsed(`\uFEFF${JSON.stringify({ ...rest, n: `AA${n}==` }, null, 2)}`)).not.toEqual(plain);
  expect(parsed({ n: `${n}==`, alg, kid, ...rest })).toEqual(plain);
  expect(parsed({ ...RFC_7638, kid: 'a\u0007b' })).toMatchObject({
    ok: true,
    value: { jwk: { kid: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' } },
  });
});

describe('a private key', () => {
  const whole = jwk(ec.privateKey);
  it.each([
    ['EC', whole],
    ['RSA', jwk(rsa.privateKey)],
    ['Ed25519', jwk(ed.privateKey)],
    ['one secret member alone', { ...jwk(rsa.publicKey), dp: 'c2VjcmV0' }],
    ['symmetric', { kty: 'oct', k: 'c2VjcmV0LXdvcmQ' }],
    ['in a set', { keys: [jwk(ec.publicKey), whole] }],
    ['of a kind not taken', jwk(x25519.privateKey)],
    ['PEM', ec.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string],
    [
      'PEM with a public key before it',
      `-----BEGIN PUBLIC KEY-----\n${ec.privateKey.export({ type: 'sec1', format: 'pem' })}`,
    ],
  ])('(%s) is refused loudly and never repeated', (_, key) => {
    const problem = problemOf(key);
    expect(problem).toMatch(/PRIVATE or secret key.*new pair/);
    for (const part of JSON.stringify(key).match(/[\w-]{8,}/g) ?? []) expect(problem).not.toContain(part);
  });
});

it.each([
  ['', 'not a JSON Web Key'],
  ['[]', 'not a JSON Web Key'],
  [ec.publicKey.export({ type: 'spki', format: 'pem' }) as string, 'not a JSON Web Key'],
  ['x'.repeat(20_000), 'too long'],
  [{ keys: [jwk(ec.publicKey)] }, 'a set of keys'],
  [jwk(p384.publicKey), 'this kind of key is not taken'],
  [jwk(x25519.publicKey), 'this kind of key is not taken'],
  [{ kty: ['EC'], crv: 'P-256' }, 'this kind of key is not taken'],
  [jwk(smallRsa.publicKey), 'too weak or too long'],
  [{ ...jwk(rsa.publicKey), e: 'AQ' }, 'too weak or too long'],
  [{ ...jwk(rsa.publicKey), e: 'BA' }, 'too weak or too long'],
  [{ ...jwk(rsa.publicKey), n: Buffer.alloc(2048, 255).toString('base64url') }, 'too weak or too long'],
  [{ ...jwk(ec.publicKey), y: jwk(ec.publicKey).x }, 'no public key of its kind'],
  [{ ...jwk(ec.publicKey), y: undefined }, 'no public key of its kind'],
  [{ ...jwk(ed.publicKey), x: 'AAAA' }, 'no public key of its kind'],
  [{ ...jwk(ec.publicKey), use: 'enc' }, 'not for checking signatures'],
  [{ ...jwk(ec.publicKey), key_ops: ['sign'] }, 'not for checking signatures'],
  [{ ...jwk(ec.publicKey), alg: 'HS256' }, '"alg" does not fit'],
])('%# is refused: %s', (key, because) => {
  expect(problemOf(key)).toContain(because);
});
