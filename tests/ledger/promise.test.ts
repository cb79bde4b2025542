import { generateKeyPairSync, sign } from 'node:crypto';
import { makePromise, makePromises, openPromise } from '../../src/ledger/promise';
import { leafHash } from '../../src/ledger/tree/hash';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const ORIGIN = 'rollcall/la/931';
const NOW = new Date('2026-11-18T09:30:00.000Z');
const open = (promise: string, origin = ORIGIN) => openPromise(origin, publicKey, promise);

test.each([1, 2, 3, 7, 8, 9, 16, 17, 100])(
  'each of %i entries can be held to its own promise',
  async (count) => {
    const leaves = Array.from({ length: count }, (_, i) => `{"entry":${i}}`);
    const promises = await makePromises(ORIGIN, privateKey, leaves, NOW);
    expect(promises).toHaveLength(count);
    expect(new Set(promises.map(({ length }) => length)).size).toBe(1);
    expect(promises.map((promise) => open(promise)?.leafHash)).toEqual(leaves.map(leafHash));
    expect(open(promises.at(-1) ?? '')?.by).toEqual(new Date(NOW.getTime() + 1000));
  },
);

describe('a promise is nobody’s but of one leaf, one log and one time', () => {
  const one = makePromises(ORIGIN, privateKey, ['a', 'b', 'c'], NOW);

  test('another log, another key', async () => {
    const [promise = ''] = await one;
    expect(open(promise)).not.toBeNull();
    expect(open(promise, 'rollcall/la/852')).toBeNull();
    expect(openPromise(ORIGIN, generateKeyPairSync('ed25519').publicKey, promise)).toBeNull();
  });

  test('no character can be changed', async () => {
    const [, promise = ''] = await one;
    for (let at = 0; at < promise.length; at += 1) {
      const changed = promise[at] === 'A' ? 'B' : 'A';
      expect(open(promise.slice(0, at) + changed + promise.slice(at + 1))).toBeNull();
    }
  });

  test('no other place, no part of another’s path, and no leaf where nobody is', async () => {
    const [first = '', second = ''] = await one;
    const [a, b] = [first.split('.'), second.split('.')];
    for (const place of '1234567') expect(open(a.with(3, place).join('.'))).toBeNull();
    for (const part of [1, 4, 5, 6])
      if (a[part] !== b[part]) expect(open(a.with(part, b[part] ?? '').join('.'))).toBeNull();
    const nobody = Buffer.alloc(32).toString('base64url');
    const [third = ''] = (await one).slice(2);
    const c = third.split('.');
    expect(c[4]).toBe(nobody);
    expect(
      open(
        c
          .with(1, nobody)
          .with(3, '3')
          .with(4, c[1] ?? '')
          .join('.'),
      ),
    ).toBeNull();
  });
});

test('a promise that was given before groups is kept still', () => {
  const hash = leafHash('old').toString('base64url');
  const by = String(NOW.getTime());
  const signature = sign(null, Buffer.from(`rollcall-promise/1\n${ORIGIN}\n${hash}\n${by}\n`), privateKey);
  expect(open(`v1.${hash}.${by}.${signature.toString('base64url')}`)).toEqual({
    leafHash: leafHash('old'),
    by: NOW,
  });
});

test('one alone is a group of its own', async () => {
  expect(open(await makePromise(ORIGIN, privateKey, 'leaf', NOW))?.leafHash).toEqual(leafHash('leaf'));
});
