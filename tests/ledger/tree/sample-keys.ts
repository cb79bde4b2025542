import { type KeyObject, createHash, createPrivateKey } from 'node:crypto';
import { type VerifierKey, parseVerifierKey, verifierKey } from '../../../src/ledger/tree/note';

/** An Ed25519 private key from its 32 bytes, in the PKCS #8 form of RFC 8410 §7. */
export const privateKeyOf = (seed: Buffer): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });

/** The same signer for the same name, every time. */
export function signerOf(name: string): { readonly name: string; readonly privateKey: KeyObject } {
  return { name, privateKey: privateKeyOf(createHash('sha256').update(name).digest()) };
}

export function verifierOf(text: string): VerifierKey {
  const key = parseVerifierKey(text);
  if (!key.ok) throw new Error(key.problem);
  return key.value;
}

/** The verifier key of `signerOf`. */
export const sampleVerifier = (name: string): VerifierKey =>
  verifierOf(verifierKey(name, signerOf(name).privateKey));
