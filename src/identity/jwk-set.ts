import { createPublicKey, type KeyObject } from 'node:crypto';

/** What may sign a token. Nothing symmetric: whoever could check such a token could also make it. */
export const TOKEN_ALGORITHMS = ['RS256', 'PS256', 'ES256'] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** A public key of an issuer and the algorithms that it may be used with. */
export interface IssuerKey {
  readonly publicKey: KeyObject;
  readonly algorithms: readonly TokenAlgorithm[];
}

type Member = Readonly<Record<string, unknown>>;

const SHORTEST_RSA = 2048;
const LEAST_RSA_EXPONENT = 3n;

/**
 * The usable keys of a JSON Web Key Set (RFC 7517) by their `kid`. Left out: keys for something other than
 * signatures, for other algorithms, off their curve, RSA under 2,048 bits. A `kid` that occurs twice names no key.
 * Null when it is no key set, or when it publishes a private or symmetric key: such an issuer has lost its secret.
 */
export function keysOfJwkSet(set: unknown): ReadonlyMap<string, IssuerKey> | null {
  if (!isMember(set) || !Array.isArray(set.keys)) return null;
  const members = (set.keys as unknown[]).filter(isMember);
  if (members.some((member) => member.kty === 'oct' || 'd' in member || 'k' in member)) return null;
  const keys = new Map<string, IssuerKey>();
  const twice = new Set<string>();
  for (const member of members) {
    const { kid } = member;
    if (typeof kid !== 'string' || kid === '') continue;
    const key = keyOf(member);
    if (keys.has(kid)) twice.add(kid);
    else if (key !== null) keys.set(kid, key);
  }
  for (const kid of twice) keys.delete(kid);
  return keys;
}

function keyOf(member: Member): IssuerKey | null {
  const algorithms = algorithmsOf(member);
  if (algorithms.length === 0 || !isForSignatures(member)) return null;
  try {
    const publicKey = createPublicKey({ key: { ...member }, format: 'jwk' });
    return isStrong(publicKey) ? { publicKey, algorithms } : null;
  } catch {
    return null;
  }
}

function algorithmsOf({ kty, crv, alg }: Member): readonly TokenAlgorithm[] {
  const fitting: TokenAlgorithm[] =
    kty === 'RSA' ? ['RS256', 'PS256'] : kty === 'EC' && crv === 'P-256' ? ['ES256'] : [];
  return alg === undefined ? fitting : fitting.filter((algorithm) => algorithm === alg);
}

function isForSignatures({ use, key_ops: operations }: Member): boolean {
  if (use !== undefined && use !== 'sig') return false;
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
}

function isStrong(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'ec') return true;
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  return modulusLength >= SHORTEST_RSA && publicExponent >= LEAST_RSA_EXPONENT;
}

function isMember(value: unknown): value is Member {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
