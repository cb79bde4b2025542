import jwt from 'jsonwebtoken';
import type { IssuerKey } from './jwk-set';

const SPELLING = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const LONGEST_TOKEN = 8192;

/** What a token says before anybody has checked who signed it: good for finding the key, for nothing else. */
export interface UnverifiedToken {
  readonly token: string;
  readonly kid: string;
  readonly alg: string;
  readonly issuer: string | null;
}

/**
 * Reads the outside of a compact JWS. Null unless it has the one spelling that its bytes have (a token that could be
 * spelled in two ways could pass for two), names its algorithm and key, and asks for no extension (`crit`).
 */
export function readToken(token: string): UnverifiedToken | null {
  if (token.length > LONGEST_TOKEN || !SPELLING.test(token)) return null;
  const parts = token.split('.');
  if (!parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)) return null;
  const header = jsonObject(parts[0]);
  if (header === null || 'crit' in header || 'b64' in header) return null;
  const { alg, kid } = header;
  if (typeof alg !== 'string' || typeof kid !== 'string') return null;
  const issuer = jsonObject(parts[1])?.iss;
  return { token, alg, kid, issuer: typeof issuer === 'string' ? issuer : null };
}

/** Whether that key signed the token, with an algorithm that the key is for. Says nothing about its claims. */
export function isSignedBy({ token, alg }: UnverifiedToken, { publicKey, algorithms }: IssuerKey): boolean {
  const algorithm = algorithms.find((known) => known === alg);
  if (algorithm === undefined) return false;
  try {
    jwt.verify(token, publicKey, { algorithms: [algorithm], ignoreExpiration: true, ignoreNotBefore: true });
    return true;
  } catch {
    return false;
  }
}

/** The claims of a token that `isSignedBy` has vouched for; null when they are no JSON object. */
export function claimsOf({ token }: UnverifiedToken): Readonly<Record<string, unknown>> | null {
  return jsonObject(token.split('.')[1]);
}

function jsonObject(part: string | undefined): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
