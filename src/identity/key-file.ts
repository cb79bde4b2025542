import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json';
import { createPrivateFile, readPrivateFile } from '../kernel/private-file';

/** The public half of an ES256 key as a JWKS publishes it. */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'ES256';
}

/** An ES256 key pair of this hub; `kid` is the thumbprint of its public half (RFC 7638). */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: PublicJwk;
}

/**
 * The key kept in that file, made on the first call. The file is the owner's alone (mode 0600). Two processes that
 * start together end with one key: whoever comes second reads what the first has written.
 * Throws an Error without the key's content when the file cannot be used.
 */
export function keyFromFile(path: string): SigningKey {
  return readKey(path) ?? writeKey(path) ?? unusable(path);
}

function readKey(path: string): SigningKey | null {
  const text = readPrivateFile(path);
  if (text === null) return null;
  try {
    return signingKey(createPrivateKey({ key: JSON.parse(text) as Record<string, string>, format: 'jwk' }));
  } catch {
    return unusable(path);
  }
}

function writeKey(path: string): SigningKey | null {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  createPrivateFile(path, `${JSON.stringify(privateKey.export({ format: 'jwk' }))}\n`);
  return readKey(path);
}

function unusable(path: string): never {
  throw new Error(`There is no usable key in ${path}: put its backup back, or delete it for a new key.`);
}

function signingKey(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined)
    throw new TypeError('Not an ES256 key.');
  const kid = createHash('sha256').update(canonicalJson({ kty, crv, x, y })).digest('base64url');
  return { kid, privateKey, publicKey, publicJwk: { kty, crv, x, y, kid, use: 'sig', alg: 'ES256' } };
}
