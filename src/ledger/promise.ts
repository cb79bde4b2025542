import { sign as signWith, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { leafHash } from './tree/hash';
import { promisedBytes } from './verify/promise';

export { openPromise, type OpenedPromise } from './verify/promise';

/** Within so many milliseconds an entry is under a signed head. */
export const PROMISED_WITHIN = 1000;

const VERSION = 'v1';

/** On a thread of its own: answers go on meanwhile. */
const sign = promisify(signWith);

/**
 * The hub's signed word that the entry with this leaf will be in its log by a time (milliseconds since 1970): what
 * an answer carries until a head covers it. Ed25519 over origin, leaf hash and time, so that it can be held against
 * a log which lost the entry (`verify/promise.ts` opens it). Its length is the same for every entry.
 */
export async function makePromise(origin: string, key: KeyObject, leaf: string, now: Date): Promise<string> {
  const hash = leafHash(leaf).toString('base64url');
  const by = String(now.getTime() + PROMISED_WITHIN).padStart(13, '0');
  const signature = await sign(null, promisedBytes(origin, hash, by), key);
  return `${VERSION}.${hash}.${by}.${signature.toString('base64url')}`;
}
