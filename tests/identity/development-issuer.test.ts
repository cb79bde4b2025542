import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import {
  DevelopmentIssuer,
  developmentIssuerRefusal,
  developmentSubject,
} from '../../src/identity/development-issuer';
import { HubKeys } from '../../src/identity/hub-keys';
import { keysOfJwkSet } from '../../src/identity/jwk-set';
import { TokenVerifier } from '../../src/identity/verify-token';
import { ManualClock } from '../support/manual-clock';
import { NOW } from './tokens';

const clock = new ManualClock(NOW);
let dataDir = '';
const setting = () => ({ host: '127.0.0.1', issuers: [], dataDir, audience: 'rollcall' });
const real = {
  issuer: 'https://tokens.force.example',
  jwksUri: 'http://127.0.0.1:1/jwks',
  audience: 'rollcall',
};
const officer = { as: 'police/E23000029', user: 'A. Officer', job: 'missing persons' };

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'rollcall-keys-'));
  clock.set(NOW);
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function verifier(development: DevelopmentIssuer): TokenVerifier {
  return new TokenVerifier({ issuers: [], audience: 'rollcall', development, clock });
}

it('makes tokens that the hub of the same folder accepts, after a restart too', async () => {
  const token = DevelopmentIssuer.open(setting(), clock).issueToken({ ...officer, lifeSeconds: 60 });
  await expect(verifier(DevelopmentIssuer.open(setting(), clock)).verify(token)).resolves.toMatchObject({
    development: true,
    clientId: 'police/E23000029',
    subject: developmentSubject('police/E23000029', 'a officer'),
    user: 'A. Officer',
    job: 'missing persons',
    expiresAt: new Date('2026-09-14T09:01:00Z'),
  });
});

it('makes tokens that no other folder accepts', async () => {
  const token = DevelopmentIssuer.open(setting(), clock).issueToken(officer);
  const other = mkdtempSync(join(tmpdir(), 'rollcall-keys-'));
  const stranger = verifier(DevelopmentIssuer.open({ ...setting(), dataDir: other }, clock));
  await expect(stranger.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  rmSync(other, { recursive: true });
});

it('is not believed once a real issuer is configured', async () => {
  const development = DevelopmentIssuer.open(setting(), clock);
  const verifying = new TokenVerifier({ issuers: [real], audience: 'rollcall', development, clock });
  await expect(verifying.verify(development.issueToken(officer))).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  });
});

it.each(['127.0.0.1', '127.0.0.53', 'localhost', '::1'])('works when the hub is bound to %s', (host) => {
  expect(developmentIssuerRefusal({ host, issuers: [] })).toBeNull();
});

it.each(['0.0.0.0', '::', '10.0.0.4', '127.evil.example', 'hub.example'])(
  'refuses when it is bound to %s',
  (host) => {
    expect(() => DevelopmentIssuer.open({ ...setting(), host }, clock)).toThrow(
      'only while the hub is bound to loopback',
    );
    expect(readdirSync(dataDir)).toEqual([]);
  },
);

it('refuses when a real issuer is configured', () => {
  expect(() => DevelopmentIssuer.open({ ...setting(), issuers: [real] }, clock)).toThrow(
    'A real token issuer',
  );
});

it.each([0, 3601, 1.5, -1, NaN])('refuses a life of %p seconds', (lifeSeconds) => {
  expect(() => DevelopmentIssuer.open(setting(), clock).issueToken({ ...officer, lifeSeconds })).toThrow(
    RangeError,
  );
});

describe('the file of a key', () => {
  const path = () => join(dataDir, 'development-issuer.json');

  it('is its owner’s alone, and nothing is left beside it', () => {
    DevelopmentIssuer.open(setting(), clock);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['development-issuer.json']);
  });

  it('that others can read is refused', () => {
    DevelopmentIssuer.open(setting(), clock);
    chmodSync(path(), 0o644);
    expect(() => DevelopmentIssuer.open(setting(), clock)).toThrow('chmod 600');
  });

  it.each(['', '{', '{"kty":"EC","d":"SECRET"}', '"text"'])(
    'that holds %p is refused without its content',
    (content) => {
      writeFileSync(path(), content, { mode: 0o600 });
      expect(() => DevelopmentIssuer.open(setting(), clock)).toThrow(
        /^There is no usable key in [^{}"]*: put its backup/,
      );
      expect(readFileSync(path(), 'utf8')).toBe(content);
    },
  );
});

describe('the hub’s own keys', () => {
  it('stay the same after a restart and are published without their private half', () => {
    const jwks = HubKeys.open(dataDir, clock).jwks();
    expect(HubKeys.open(dataDir, clock).jwks()).toEqual(jwks);
    expect(Object.keys(jwks.keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(keysOfJwkSet(jwks)?.size).toBe(1);
  });

  it('sign assertions that last a minute and say for whom they are', () => {
    const keys = HubKeys.open(dataDir, clock);
    const assertion = keys.signAssertion('la/931', 'https://hub.other.example');
    const key = keysOfJwkSet(keys.jwks())?.get(keys.jwks().keys[0]?.kid ?? '');
    if (key === undefined) throw new Error('The key is not published.');
    const at = (seconds: number) => ({
      algorithms: ['ES256' as const],
      audience: 'https://hub.other.example',
      clockTimestamp: NOW.getTime() / 1000 + seconds,
    });
    expect(jwt.verify(assertion, key.publicKey, at(59))).toMatchObject({ iss: 'la/931', sub: 'la/931' });
    expect(() => jwt.verify(assertion, key.publicKey, at(60))).toThrow('expired');
    expect(keys.signAssertion('la/931', 'https://hub.other.example')).not.toBe(assertion);
  });
});
