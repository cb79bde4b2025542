import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import jwt from 'jsonwebtoken';
import { HubError } from '../../src/kernel/errors';
import { TokenVerifier } from '../../src/identity/verify-token';
import { ManualClock } from '../support/manual-clock';
import { claims, FakeIssuer, NOW } from './tokens';

const issuer = new FakeIssuer();
const clock = new ManualClock(NOW);
let jwksUri = '';
let verifier: TokenVerifier;

beforeAll(async () => {
  issuer.addKey('rs', 'RS256');
  issuer.addKey('ps', 'PS256');
  issuer.addKey('es', 'ES256');
  jwksUri = await issuer.listen();
});
afterAll(() => issuer.close());
beforeEach(() => {
  clock.set(NOW);
  issuer.failing = false;
  issuer.fetches = 0;
  verifier = makeVerifier();
});

function makeVerifier(): TokenVerifier {
  const issuers = [{ issuer: issuer.issuer, jwksUri, audience: 'rollcall' }];
  return new TokenVerifier({ issuers, audience: 'rollcall', development: null, clock });
}

async function refusal(token: string): Promise<string> {
  const error: unknown = await verifier.verify(token).catch((caught: unknown) => caught);
  if (!(error instanceof HubError)) throw new Error('The token was accepted.');
  expect(error.code).toBe('UNAUTHENTICATED');
  return error.message;
}

it.each(['rs', 'ps', 'es'])('accepts a token signed with the key "%s"', async (kid) => {
  await expect(verifier.verify(issuer.token(kid))).resolves.toMatchObject({
    issuer: issuer.issuer,
    development: false,
    clientId: 'force-records',
    subject: 'officer-1',
    user: 'A. Officer',
    job: 'missing persons',
    expiresAt: new Date('2026-09-14T09:10:00Z'),
  });
});

it('accepts the audience among several, and reads the header of a request', async () => {
  const token = issuer.token('es', { aud: ['other', 'rollcall'] });
  await expect(verifier.verifyHeader(`Bearer ${token}`)).resolves.toMatchObject({ user: 'A. Officer' });
});

it.each([undefined, '', 'Bearer', 'Basic abc', 'Bearer a b'])(
  'asks for a token when the header is %p',
  async (header) => {
    await expect(verifier.verifyHeader(header)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'Send a token: "Authorization: Bearer …".',
    });
  },
);

it.each(['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sub', 'client_id', 'user', 'job'])(
  'refuses a token without %s',
  async (claim) => {
    const message = await refusal(issuer.token('es', { [claim]: undefined }));
    expect(message).toMatch(claim === 'iss' ? /does not trust/ : new RegExp(`no usable "${claim}" claim`));
  },
);

it.each([
  ['user', 'a\u0000b'],
  ['user', 'a\u202eb'],
  ['user', ' '],
  ['user', 'x'.repeat(201)],
  ['job', 7],
  ['aud', []],
  ['aud', [7]],
  ['exp', '2026'],
  ['exp', 1e18],
  ['nbf', 1.5],
])('refuses a token whose %s is %p', async (claim, value) => {
  expect(await refusal(issuer.token('es', { [claim]: value }))).toBe(
    `The token has no usable "${claim}" claim.`,
  );
});

const seconds = NOW.getTime() / 1000;
it.each([
  ['a life over an hour', { exp: seconds + 3601 }, 'longer than an hour'],
  ['an end that has passed', { iat: seconds - 60, nbf: seconds - 60, exp: seconds - 5 }, 'expired'],
  ['a beginning to come', { nbf: seconds + 6 }, 'not valid yet'],
  ['an issue to come', { iat: seconds + 6 }, 'not valid yet'],
  ['another audience', { aud: 'rollcall2' }, 'another audience'],
  ['another issuer', { iss: 'https://other.example' }, 'does not trust'],
])('refuses %s', async (_what, changes, because) => {
  expect(await refusal(issuer.token('es', changes))).toContain(because);
});

it.each([
  ['an end four seconds ago', { iat: seconds - 60, nbf: seconds - 60, exp: seconds - 4 }],
  ['a beginning in five seconds', { nbf: seconds + 5, iat: seconds + 5 }],
  ['a life of exactly an hour', { exp: seconds + 3600 }],
])('forgives %s', async (_what, changes) => {
  await expect(verifier.verify(issuer.token('es', changes))).resolves.toBeDefined();
});

it('refuses a token it has accepted before, once that has expired', async () => {
  const token = issuer.token('es');
  await verifier.verify(token);
  clock.advance(604_000);
  await expect(verifier.verify(token)).resolves.toBeDefined();
  clock.advance(1_000);
  expect(await refusal(token)).toContain('expired');
});

describe('forgeries', () => {
  const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');
  const body = () => Buffer.from(JSON.stringify(claims(issuer.issuer))).toString('base64url');

  it('signed by nobody', async () => {
    expect(await refusal(`${header({ alg: 'none', kid: 'es' })}.${body()}.`)).toContain('not a signed');
    expect(await refusal(`${header({ alg: 'none', kid: 'es' })}.${body()}.AA`)).toContain('has to be signed');
  });

  it('signed with the public key as if it were a shared secret', async () => {
    const secret = issuer.keys.get('rs')?.publicKey.export({ format: 'pem', type: 'spki' }) ?? '';
    const text = `${header({ alg: 'HS256', kid: 'rs' })}.${body()}`;
    const token = `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    expect(await refusal(token)).toContain('RS256, PS256, ES256');
  });

  it('that bring their own key, or ask for an extension', async () => {
    const own = new FakeIssuer();
    own.addKey('es', 'ES256');
    expect(await refusal(own.token('es'))).toContain('signature');
    const key = issuer.keys.get('es');
    if (key === undefined) throw new Error('no key');
    const options = { algorithm: 'ES256' as const, keyid: 'es' };
    const critical = jwt.sign(claims(issuer.issuer), key.privateKey, {
      ...options,
      header: { alg: 'ES256', crit: ['exp'] },
    });
    expect(await refusal(critical)).toContain('not a signed');
    const nameless = jwt.sign(claims(issuer.issuer), key.privateKey, { algorithm: 'ES256' });
    expect(await refusal(nameless)).toContain('names its key');
  });

  it('of a key used with an algorithm that it is not for', async () => {
    const key = issuer.keys.get('rs');
    if (key === undefined) throw new Error('no key');
    const token = jwt.sign(claims(issuer.issuer), key.privateKey, { algorithm: 'PS256', keyid: 'rs' });
    expect(await refusal(token)).toContain('signature');
  });

  it('of any one changed character', async () => {
    const token = issuer.token('es');
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: token.length - 1 }),
        fc.constantFrom(...'AZaz09-_.='),
        async (at, character) => {
          fc.pre(token.charAt(at) !== character);
          const changed = `${token.slice(0, at)}${character}${token.slice(at + 1)}`;
          await expect(verifier.verify(changed)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
        },
      ),
    );
  });

  it('are told nothing of what they said', async () => {
    const secret = randomUUID();
    for (const claim of ['iss', 'aud'])
      expect(await refusal(issuer.token('es', { [claim]: secret }))).not.toContain(secret);
    for (const junk of [secret, `${secret}.x.y`, '', 'a.b.c', 'é.é.é', 'x'.repeat(9000)]) {
      expect(await refusal(junk)).toBe('The token is not a signed JSON Web Token that names its key.');
    }
  });
});

describe('the keys of an issuer', () => {
  it('are fetched once for many tokens, and again when a new key has come', async () => {
    await Promise.all(Array.from({ length: 20 }, () => verifier.verify(issuer.token('es'))));
    expect(issuer.fetches).toBe(1);
    issuer.addKey('es-2', 'ES256');
    clock.advance(30_000);
    await expect(verifier.verify(issuer.token('es-2'))).resolves.toBeDefined();
    expect(issuer.fetches).toBe(2);
  });

  it('are not asked for twice in half a minute, however many unknown keys are named', async () => {
    await verifier.verify(issuer.token('es'));
    issuer.addKey('new', 'ES256');
    const token = issuer.token('new');
    for (let tries = 0; tries < 50; tries += 1) expect(await refusal(token)).toContain('not among');
    expect(issuer.fetches).toBe(1);
    await expect(verifier.verify(issuer.token('es'))).resolves.toBeDefined();
  });

  it('that were withdrawn sign nothing once the set has been fetched again', async () => {
    issuer.addKey('gone', 'ES256');
    const token = issuer.token('gone', { exp: seconds + 3600 });
    const unseen = issuer.token('gone', { exp: seconds + 3600 });
    await verifier.verify(token);
    issuer.keys.delete('gone');
    clock.advance(10 * 60_000 + 1);
    expect(await refusal(unseen)).toContain('not among');
  });

  it('serve for an hour while the issuer does not answer, no longer', async () => {
    const later = (minutes: number) => ({
      iat: seconds + minutes * 60,
      nbf: seconds + minutes * 60,
      exp: seconds + minutes * 60 + 60,
    });
    await verifier.verify(issuer.token('es'));
    issuer.failing = true;
    clock.advance(59 * 60_000);
    await expect(verifier.verify(issuer.token('es', later(59)))).resolves.toBeDefined();
    clock.advance(2 * 60_000);
    expect(await refusal(issuer.token('es', later(61)))).toContain('not among');
    issuer.failing = false;
    clock.advance(60_000);
    await expect(verifier.verify(issuer.token('es', later(62)))).resolves.toBeDefined();
  });
});
