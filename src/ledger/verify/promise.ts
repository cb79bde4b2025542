import { verify, type KeyObject } from 'node:crypto';

const SHAPE = /^v1\.([\w-]{43})\.(\d{13})\.([\w-]{86})$/;

export interface OpenedPromise {
  readonly leafHash: Buffer;
  readonly by: Date;
}

/**
 * What a promise says, or null when it is not one that this key signed for this log. One promise has one spelling:
 * base64 with spare bits set is refused.
 */
export function openPromise(origin: string, key: KeyObject, promise: string): OpenedPromise | null {
  const [, hash = '', by = '', signature = ''] = SHAPE.exec(promise) ?? [];
  const [leafHash, signed] = [Buffer.from(hash, 'base64url'), Buffer.from(signature, 'base64url')];
  if (hash === '' || leafHash.toString('base64url') !== hash || signed.toString('base64url') !== signature)
    return null;
  if (!verify(null, promisedBytes(origin, hash, by), key, signed)) return null;
  return { leafHash, by: new Date(Number(by)) };
}

/** What the signature of a promise is over: origin, leaf hash (base64url) and milliseconds since 1970, a line each. */
export const promisedBytes = (origin: string, hash: string, by: string): Buffer =>
  Buffer.from(`rollcall-promise/1\n${origin}\n${hash}\n${by}\n`);
