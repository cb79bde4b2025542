import type { KeyObject } from 'node:crypto';
import { type Checked, invalid, valid } from '../../kernel/checked';
import { sha256 } from '../../kernel/digest';
import { publicKeyFromRaw, rawPublicKey, signEd25519, verifyEd25519 } from './ed25519';
import { fromBase64 } from './spelling';

/** A key that notes are opened with: name and id together tell it from every other. */
export interface VerifierKey {
  readonly name: string;
  /** First four bytes of the key's digest: eight hex digits in lower case. */
  readonly id: string;
  readonly publicKey: KeyObject;
}

/** Who signs a note: an Ed25519 private key under the name that its verifier key has. */
export interface NoteSigner {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** A note that at least one known key signed, and none wrongly. */
export interface OpenedNote {
  /** What was signed, its last newline with it. */
  readonly text: string;
  /** The known keys whose signature was verified, each once, in the order of the note. */
  readonly verifiedBy: readonly Pick<VerifierKey, 'name' | 'id'>[];
}

/** One line of signature, by whomever: nothing of it has been verified. */
export interface SignatureLine {
  readonly name: string;
  /** Eight hex digits in lower case. */
  readonly id: string;
  readonly signature: Buffer;
}

// The signature type of Ed25519 in c2sp.org/signed-note, Signature types.
const ED25519 = 0x01;
const NAME = /^[^\p{White_Space}\p{Surrogate}\0-\x1f+]+$/u;
const VERIFIER_KEY = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;
// Room for 16 signatures of 5 kB, which c2sp.org/signed-note asks for, many times over.
const MOST_BYTES = 1_000_000;
const MOST_SIGNATURES = 100;
const ID_BYTES = 4;
const CONTROL = /[\0-\t\v-\x1f]/;
const SIGNATURE = /^\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)$/u;

/**
 * The id of an Ed25519 key under a name (c2sp.org/signed-note, Ed25519 signatures): eight hex digits.
 * Throws RangeError on a name that no key may have and TypeError on a key of another kind.
 */
export function keyId(name: string, publicKey: KeyObject): string {
  if (!isKeyName(name)) throw new RangeError('A key has a name without spaces and plus signs.');
  return idOf(name, rawPublicKey(publicKey));
}

/**
 * The text by which a public key is handed on: name, id and key with a plus between them, as Go's note package
 * introduced it and logs and witnesses write it. Throws as `keyId` does.
 */
export function verifierKey(name: string, publicKey: KeyObject): string {
  const typed = Buffer.concat([Buffer.of(ED25519), rawPublicKey(publicKey)]);
  return `${name}+${keyId(name, publicKey)}+${typed.toString('base64')}`;
}

/** Reads what `verifierKey` wrote. Refuses another spelling, another kind of key, a weak key and a wrong id. */
export function parseVerifierKey(text: string): Checked<VerifierKey> {
  return parseTypedKey(text, ED25519);
}

/** Reads the verifier key of an Ed25519 key of one signature type. Refuses as `parseVerifierKey` does. */
export function parseTypedKey(text: string, type: number): Checked<VerifierKey> {
  const [, name = '', id = '', base64 = ''] = VERIFIER_KEY.exec(text) ?? [];
  const typed = fromBase64(base64);
  if (!isKeyName(name) || !typed)
    return invalid('Write the key as name, eight hex digits and base64 with + between.');
  const raw = typed.subarray(1);
  const publicKey = typed[0] === type ? publicKeyFromRaw(raw) : null;
  if (!publicKey)
    return invalid(`Give an Ed25519 key: the byte 0${type} and the 32 bytes of a sound public key.`);
  if (id !== typedKeyId(name, type, raw))
    return invalid('Give the key whole: its digits do not belong to its name and key.');
  return valid({ name, id, publicKey });
}

/**
 * Signs a text (c2sp.org/signed-note): the text, a blank line, and one line for each signer in the order given.
 * Throws RangeError when the text does not end in a newline, or has control characters or half a surrogate pair; when
 * there is no signer; or when a name is none or two signers are one. Throws TypeError on a key of another kind.
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!isNoteText(text))
    throw new RangeError('A note is lines of text, the last one ended, without control characters.');
  const lines = signers.map(({ name, privateKey }) => {
    const id = Buffer.from(keyId(name, privateKey), 'hex');
    const signature = signEd25519(Buffer.from(text), privateKey);
    return signatureText(name, id, signature);
  });
  if (lines.length === 0 || lines.length > MOST_SIGNATURES || new Set(lines).size < lines.length)
    throw new RangeError('A note has 1 to 100 signers, each of them once.');
  const note = `${text}\n${lines.join('')}`;
  if (Buffer.byteLength(note) > MOST_BYTES) throw new RangeError('A note is at most a million bytes long.');
  return note;
}

/** A line of signature as a note ends in (c2sp.org/signed-note, Format), its newline with it. */
export const signatureText = (name: string, id: Buffer, signature: Buffer): string =>
  `\u2014 ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;

/**
 * Opens a note (c2sp.org/signed-note): verifies every signature of a known key and leaves out of account those of
 * keys that are not known. A problem, and no text, when the note is not spelt as the specification says, a known key's
 * signature is wrong, or no known key signed.
 */
export function openNote(
  note: string | Uint8Array,
  verifierKeys: readonly VerifierKey[],
): Checked<OpenedNote> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const { text, signatures } = parsed.value;
  const verified = new Map<string, Pick<VerifierKey, 'name' | 'id'>>();
  for (const { name, id, signature } of signatures) {
    const [known, another] = verifierKeys.filter((key) => key.name === name && key.id === id);
    if (!known) continue;
    if (another) return invalid('Give each verifier key once: two of them have the same name and id.');
    if (!verifyEd25519(Buffer.from(text), known.publicKey, signature))
      return invalid('Do not trust this note: the signature of a known key does not belong to it.');
    verified.set(`${name}+${id}`, { name, id });
  }
  if (verified.size === 0) return invalid('Give a note that one of the known keys has signed.');
  return valid({ text, verifiedBy: [...verified.values()] });
}

/**
 * Takes a note apart (c2sp.org/signed-note, Format). It says that the spelling is right and verifies nothing: trust
 * what `openNote` has opened.
 */
export function parseNote(
  note: string | Uint8Array,
): Checked<{ readonly text: string; readonly signatures: readonly SignatureLine[] }> {
  const whole = decode(note);
  if (whole === null) return invalid('Give a note in UTF-8 of at most a million bytes.');
  // The text may have blank lines of its own; the signatures may not.
  const blank = whole.lastIndexOf('\n\n');
  const text = whole.slice(0, blank + 1);
  if (blank === -1 || !isNoteText(text) || !whole.endsWith('\n'))
    return invalid(
      'Give a note as text, a blank line and signatures, each line ended and no control characters.',
    );
  const lines = whole.slice(blank + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return invalid('Give a note with at most 100 signatures.');
  const signatures = lines.map(parseSignature);
  if (!signatures.every((line) => line !== null))
    return invalid(
      'Write a signature as an em dash, the name of the key, and base64, with one space between.',
    );
  return valid({ text, signatures });
}

/** Reads one line of signature, without its newline; null when it is none. */
export function parseSignature(line: string): SignatureLine | null {
  const [, name = '', base64 = ''] = SIGNATURE.exec(line) ?? [];
  const bytes = fromBase64(base64);
  if (!isKeyName(name) || !bytes || bytes.length <= ID_BYTES) return null;
  return { name, id: bytes.toString('hex', 0, ID_BYTES), signature: bytes.subarray(ID_BYTES) };
}

function decode(note: string | Uint8Array): string | null {
  if (typeof note === 'string') return Buffer.byteLength(note) > MOST_BYTES ? null : note;
  if (note.length > MOST_BYTES) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(note);
  } catch {
    return null;
  }
}

const isNoteText = (text: string): boolean =>
  text.endsWith('\n') && !CONTROL.test(text) && !/\p{Surrogate}/u.test(text);

/** Whether a text may name a key: not empty, no Unicode space, no plus, no control character (c2sp.org/signed-note). */
export function isKeyName(text: string): boolean {
  return NAME.test(text);
}

function idOf(name: string, raw: Buffer): string {
  return typedKeyId(name, ED25519, raw);
}

/** The id of a key of any signature type (c2sp.org/signed-note, Signatures): eight hex digits. */
export function typedKeyId(name: string, type: number, raw: Buffer): string {
  const named = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), raw]);
  return sha256(named).toString('hex', 0, 4);
}
