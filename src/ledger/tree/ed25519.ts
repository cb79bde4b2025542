import { type KeyObject, createPublicKey, sign, verify } from 'node:crypto';

const KEY_SIZE = 32;

// The eight points of small order (the cofactor of RFC 8032 §5.1 is 8) by their y: with 2 y^2 + d y^4 = 1 for those of
// order eight. Under such a key a signature can be made without any private key, and so proves nothing.
const P = 2n ** 255n - 19n;
const OF_ORDER_EIGHT = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SMALL_ORDER: ReadonlySet<bigint> = new Set([0n, 1n, P - 1n, OF_ORDER_EIGHT, P - OF_ORDER_EIGHT]);

/** An Ed25519 public key from its 32 bytes (RFC 8032 §5.1.5); null for other lengths, spellings and weak keys. */
export function publicKeyFromRaw(raw: Buffer): KeyObject | null {
  if (raw.length !== KEY_SIZE) return null;
  const y = BigInt(`0x${Buffer.from(raw).reverse().toString('hex')}`) % 2n ** 255n;
  if (y >= P || SMALL_ORDER.has(y)) return null;
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
}

/** The 32 bytes of an Ed25519 public key, or of a private key's public half. Throws TypeError on other kinds of key. */
export function rawPublicKey(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('A note is signed with an Ed25519 key.');
  const { x = '' } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}

/** An Ed25519 signature of 64 bytes over a message (RFC 8032 §5.1.6). Throws TypeError on other kinds of key. */
export function signEd25519(message: Buffer, privateKey: KeyObject): Buffer {
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519')
    throw new TypeError('A note is signed with an Ed25519 private key.');
  return sign(null, message, privateKey);
}

/** Whether a signature is the key's over the message (RFC 8032 §5.1.7). Whatever is not a signature is false. */
export function verifyEd25519(message: Buffer, publicKey: KeyObject, signature: Buffer): boolean {
  return publicKey.asymmetricKeyType === 'ed25519' && verify(null, message, publicKey, signature);
}
