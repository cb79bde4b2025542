import type { KeyObject } from 'node:crypto';
import { type Checked, invalid, valid } from '../../kernel/checked';
import { rawPublicKey, signEd25519, verifyEd25519 } from './ed25519';
import {
  isKeyName,
  parseSignature,
  parseTypedKey,
  signatureText,
  typedKeyId,
  type NoteSigner,
  type VerifierKey,
} from './note';

// Timestamped Ed25519 witness cosignatures (c2sp.org/signed-note, Signature types).
const COSIGNATURE = 0x04;
const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

/**
 * The text by which a witness's key is handed on (c2sp.org/tlog-cosignature, Format): name, id and key with a plus
 * between them. Throws RangeError on a name that no key may have and TypeError on a key of another kind.
 */
export function cosignerKey(name: string, publicKey: KeyObject): string {
  if (!isKeyName(name)) throw new RangeError('A key has a name without spaces and plus signs.');
  const raw = rawPublicKey(publicKey);
  const typed = Buffer.concat([Buffer.of(COSIGNATURE), raw]);
  return `${name}+${typedKeyId(name, COSIGNATURE, raw)}+${typed.toString('base64')}`;
}

/** Reads what `cosignerKey` wrote. A log's own key is none: the two are never to be taken for one another. */
export const parseCosignerKey = (text: string): Checked<VerifierKey> => parseTypedKey(text, COSIGNATURE);

/**
 * A witness's line under a checkpoint (c2sp.org/tlog-cosignature, Ed25519 signed message): that at this time, to the
 * second, no larger head of that log had been seen, and that this one follows from every one seen before. `text` is
 * the checkpoint without its signatures. Throws RangeError on a time before 1970 and what `cosignerKey` throws.
 */
export function cosign(text: string, { name, privateKey }: NoteSigner, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  if (!Number.isSafeInteger(seconds) || seconds < 0)
    throw new RangeError('A cosignature has a time in seconds since 1970.');
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = signEd25519(messageOf(text, seconds), privateKey);
  const id = Buffer.from(typedKeyId(name, COSIGNATURE, rawPublicKey(privateKey)), 'hex');
  return signatureText(name, id, Buffer.concat([time, signature]));
}

/** A line of signature that is this witness's under that text, and when it was made. */
export interface Cosignature {
  /** With its newline, as a checkpoint carries it. */
  readonly line: string;
  readonly at: Date;
}

/**
 * Finds a witness's cosignature among lines of signature, each ended by a newline. Lines of other keys are left out of
 * account. A problem when a line is none, a line of this witness is wrong, or there is none of this witness.
 */
export function findCosignature(lines: string, text: string, witness: VerifierKey): Checked<Cosignature> {
  if (!lines.endsWith('\n')) return invalid('End every line of signature.');
  for (const line of lines.slice(0, -1).split('\n')) {
    const read = parseSignature(line);
    if (!read) return invalid('Write a signature as an em dash, the name of the key, and base64.');
    if (read.name !== witness.name || read.id !== witness.id) continue;
    const at = timeOf(read.signature);
    const signature = read.signature.subarray(TIME_BYTES);
    if (at === null || !verifyEd25519(messageOf(text, at), witness.publicKey, signature))
      return invalid('Do not trust this line: it does not belong to this checkpoint and this witness.');
    return valid({ line: `${line}\n`, at: new Date(at * 1000) });
  }
  return invalid('There is no signature of this witness.');
}

/** Seconds since 1970; null for what is no timestamped signature. */
function timeOf(signature: Buffer): number | null {
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const seconds = Number(signature.readBigUInt64BE());
  return seconds <= MOST_SECONDS ? seconds : null;
}

// The largest time that a Date can tell.
const MOST_SECONDS = 8_640_000_000_000;

const messageOf = (text: string, seconds: number): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
