import { verify, type KeyObject } from 'node:crypto';
import { HASH_SIZE, nodeHash } from '../tree/hash';

/** Entries under one signature: a tree of this many leaves. */
export const PROMISED_TOGETHER = 8;
/** Stands where a group has fewer entries. No leaf is known that hashes to it. */
export const NOBODY: Buffer = Buffer.alloc(HASH_SIZE);

/** Leaf hash, time, place among its group, the path to the root (three neighbours), signature. */
const SHAPE = /^v2\.([\w-]{43})\.(\d{13})\.([0-7])\.([\w-]{43})\.([\w-]{43})\.([\w-]{43})\.([\w-]{86})$/;
/** An entry by itself, as promises were until each signature spoke for eight. */
const ALONE = /^v1\.([\w-]{43})\.(\d{13})\.([\w-]{86})$/;

export interface OpenedPromise {
  readonly leafHash: Buffer;
  readonly by: Date;
}

/**
 * What a promise says, or null when it is not one that this key signed for this log. One promise has one spelling:
 * base64 with spare bits set is refused.
 */
export function openPromise(origin: string, key: KeyObject, promise: string): OpenedPromise | null {
  const [, hash = '', by = '', ...rest] = SHAPE.exec(promise) ?? ALONE.exec(promise) ?? [];
  const signature = rest.pop() ?? '';
  const [place = '0', ...path] = rest;
  const parts = [hash, ...path, signature].map((text) => ({ text, bytes: Buffer.from(text, 'base64url') }));
  if (hash === '' || parts.some(({ text, bytes }) => bytes.toString('base64url') !== text)) return null;
  const [leaf, ...others] = parts.slice(0, -1).map(({ bytes }) => bytes);
  const signed = parts.at(-1)?.bytes;
  if (!leaf || !signed || leaf.equals(NOBODY)) return null;
  const root = others.reduce<Buffer>(
    (below, neighbour, height) =>
      (Number(place) >> height) % 2 === 0 ? nodeHash(below, neighbour) : nodeHash(neighbour, below),
    leaf,
  );
  const bytes =
    others.length === 0
      ? aloneBytes(origin, hash, by)
      : promisedBytes(origin, root.toString('base64url'), by);
  if (!verify(null, bytes, key, signed)) return null;
  return { leafHash: leaf, by: new Date(Number(by)) };
}

/** What the signature of a promise is over: origin, root of the group (base64url) and milliseconds since 1970, a line each. */
export const promisedBytes = (origin: string, root: string, by: string): Buffer =>
  Buffer.from(`rollcall-promise/2\n${origin}\n${root}\n${by}\n`);

const aloneBytes = (origin: string, hash: string, by: string): Buffer =>
  Buffer.from(`rollcall-promise/1\n${origin}\n${hash}\n${by}\n`);
