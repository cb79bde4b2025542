import { sign as signWith, type KeyObject } from 'node:crypto';
import { leafHash, nodeHash } from './tree/hash';
import { NOBODY, PROMISED_TOGETHER, promisedBytes } from './verify/promise';

export { openPromise, type OpenedPromise } from './verify/promise';

/** Within so many milliseconds an entry is under a signed head. */
export const PROMISED_WITHIN = 1000;

const VERSION = 'v2';

/** On a thread of its own: answers go on meanwhile. */
const sign = (bytes: Buffer, key: KeyObject): Promise<Buffer> =>
  new Promise((done, failed) =>
    signWith(null, bytes, key, (error, signature) => (error ? failed(error) : done(signature))),
  );

/**
 * The hub's signed word that the entries with these leaves will be in its log by a time (milliseconds since 1970): what
 * an answer carries until a head covers it. Eight entries share a signature: Ed25519 over origin, the root of a tree of
 * their leaf hashes (RFC 6962 §2.1) and the time, and each promise has its leaf's place and path, so that it can be held
 * by itself against a log which lost the entry (`verify/promise.ts` opens it). Its length is the same for every entry.
 */
export async function makePromises(
  origin: string,
  key: KeyObject,
  leaves: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const by = String(now.getTime() + PROMISED_WITHIN).padStart(13, '0');
  const groups: Promise<string[]>[] = [];
  for (let from = 0; from < leaves.length; from += PROMISED_TOGETHER)
    groups.push(together(origin, key, leaves.slice(from, from + PROMISED_TOGETHER), by));
  return (await Promise.all(groups)).flat();
}

/** The promise about one entry. */
export async function makePromise(origin: string, key: KeyObject, leaf: string, now: Date): Promise<string> {
  const [promise = ''] = await makePromises(origin, key, [leaf], now);
  return promise;
}

async function together(
  origin: string,
  key: KeyObject,
  leaves: readonly string[],
  by: string,
): Promise<string[]> {
  const hashes = leaves.map(leafHash);
  const levels = [Array.from({ length: PROMISED_TOGETHER }, (_, i) => hashes[i] ?? NOBODY)];
  for (let below = levels[0] ?? []; below.length > 1; levels.push(below))
    below = pairs(below).map(([left, right]) => nodeHash(left, right));
  const texts = levels.map((level) => level.map((hash) => hash.toString('base64url')));
  const root = texts.at(-1)?.[0] ?? '';
  const signature = (await sign(promisedBytes(origin, root, by), key)).toString('base64url');
  return hashes.map((_, place) => {
    const path = texts.slice(0, -1).map((level, height) => level[(place >> height) ^ 1]);
    return [VERSION, texts[0]?.[place], by, String(place), ...path, signature].join('.');
  });
}

const pairs = (hashes: readonly Buffer[]): (readonly [Buffer, Buffer])[] =>
  hashes.flatMap((left, i) => {
    const right = hashes[i + 1];
    return i % 2 === 0 && right ? [[left, right] as const] : [];
  });
