import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyFromRaw, rawPublicKey, signEd25519, verifyEd25519 } from '../../../src/ledger/tree/ed25519';
import { privateKeyOf } from './sample-keys';

interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly msg: string;
  readonly sig: string;
  readonly result: 'valid' | 'invalid';
}
interface Group {
  readonly publicKey: { readonly pk: string };
  readonly tests: readonly Case[];
}

const path = join(__dirname, '..', '..', 'vectors', 'wycheproof', 'ed25519_test.json');
const { testGroups } = JSON.parse(readFileSync(path, 'utf8')) as { testGroups: Group[] };
const cases = testGroups.flatMap(({ publicKey, tests }) => tests.map((test) => ({ ...test, ...publicKey })));
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

function accepts(pk: string, msg: string, sig: string): boolean {
  const key = publicKeyFromRaw(bytes(pk));
  return key !== null && verifyEd25519(bytes(msg), key, bytes(sig));
}

it('agrees with all 151 published Ed25519 cases, 63 of them forged', () => {
  const wrong = cases.filter(({ pk, msg, sig, result }) => accepts(pk, msg, sig) !== (result === 'valid'));
  expect(wrong.map(({ tcId, comment }) => `${tcId}: ${comment}`)).toEqual([]);
  expect([cases.length, cases.filter(({ result }) => result === 'invalid').length]).toEqual([151, 63]);
});

it('reads a published key and writes the same 32 bytes', () => {
  for (const { pk } of cases) {
    const key = publicKeyFromRaw(bytes(pk));
    expect(key && rawPublicKey(key).toString('hex')).toBe(pk);
  }
});

it('signs as RFC 8032 §7.1 does in its first test', () => {
  const key = privateKeyOf(bytes('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'));
  expect(rawPublicKey(key).toString('hex')).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  );
  expect(signEd25519(Buffer.alloc(0), key).toString('hex')).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  );
});

describe('weak keys', () => {
  const P = 2n ** 255n - 19n;
  const raw = (y: bigint, sign = 0n): Buffer =>
    Buffer.from((y + (sign << 255n)).toString(16).padStart(64, '0'), 'hex').reverse();
  const power = (base: bigint, exponent: bigint): bigint =>
    exponent === 0n ? 1n : ((exponent & 1n ? base : 1n) * power((base * base) % P, exponent >> 1n)) % P;
  const D = (P - 121665n) * power(121666n, P - 2n);
  const isOfOrderEight = (y: bigint): boolean => (D * y ** 4n + 2n * y ** 2n) % P === 1n;
  const eighth = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;

  it('of small order are refused, in every spelling', () => {
    expect([eighth, P - eighth].map(isOfOrderEight)).toEqual([true, true]);
    for (const y of [0n, 1n, P - 1n, eighth, P - eighth, P, P + 1n])
      for (const sign of [0n, 1n]) expect(publicKeyFromRaw(raw(y, sign))).toBeNull();
  });

  it('would pass a signature that nobody made, were they not refused', () => {
    const identity = raw(1n);
    const forged = Buffer.concat([identity, Buffer.alloc(32)]);
    expect(accepts(identity.toString('hex'), '616e797468696e67', forged.toString('hex'))).toBe(false);
  });

  it('are refused when the coordinate is past the field, or the length is another', () => {
    expect(publicKeyFromRaw(raw(P + 2n))).toBeNull();
    expect(publicKeyFromRaw(raw(P + 18n, 1n))).toBeNull();
    expect(publicKeyFromRaw(Buffer.alloc(31, 9))).toBeNull();
    expect(publicKeyFromRaw(Buffer.alloc(33, 9))).toBeNull();
    expect(publicKeyFromRaw(raw(9n))).not.toBeNull();
  });
});

it('signs with nothing but an Ed25519 private key', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('x25519');
  expect(() => signEd25519(Buffer.from('a'), publicKey)).toThrow(TypeError);
  expect(() => signEd25519(Buffer.from('a'), other.privateKey)).toThrow(TypeError);
  expect(() => rawPublicKey(other.publicKey)).toThrow(TypeError);
  expect(verifyEd25519(Buffer.from('a'), other.publicKey, Buffer.alloc(64))).toBe(false);
});
