import { createPublicKey, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json';
import { type Checked, invalid, valid } from '../kernel/checked';
import { sha256 } from '../kernel/digest';

/** The public key of a client system, as it is kept: only public members, each spelled in the one way it has. */
export interface PartnerKey {
  readonly jwk: Readonly<Record<string, string>>;
  /** SHA-256 thumbprint (RFC 7638), base64url: for reading out to each other over the telephone. */
  readonly thumbprint: string;
}

type Member = Readonly<Record<string, unknown>>;

interface Kind {
  /** What the thumbprint is of: RFC 7638 section 3.2, RFC 8037 section 2. */
  readonly members: readonly string[];
  readonly algorithms: readonly string[];
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['EC P-256', { members: ['crv', 'kty', 'x', 'y'], algorithms: ['ES256'] }],
  ['RSA', { members: ['e', 'kty', 'n'], algorithms: ['RS256', 'PS256'] }],
  ['OKP Ed25519', { members: ['crv', 'kty', 'x'], algorithms: ['EdDSA', 'Ed25519'] }],
]);

const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const LONGEST_FILE = 16 * 1024;
const SHORTEST_RSA = 2048;
const LONGEST_RSA = 8192;
const LONGEST_KID = 200;

const SECRET =
  'this file holds a PRIVATE or secret key, and nothing of it was kept. Whoever sent it has given it away: ' +
  'have a new pair made, and send the public half alone.';
const WANTED = 'send one public key: ES256 (EC P-256), RSA of 2,048 to 8,192 bits, or Ed25519.';

/** Reads one public JSON Web Key (RFC 7517). The problem never repeats anything that stands in the text. */
export function parsePublicJwk(text: string): Checked<PartnerKey> {
  if (text.length > LONGEST_FILE) return invalid(`the file is too long for a key; ${WANTED}`);
  if (text.includes('PRIVATE KEY')) return invalid(SECRET);
  const value = jsonOf(text);
  if (!isMember(value)) {
    return invalid('the file is not a JSON Web Key: write {"kty":"EC","crv":"P-256","x":"…","y":"…"}.');
  }
  const members = [value, ...(Array.isArray(value.keys) ? (value.keys as unknown[]).filter(isMember) : [])];
  if (members.some(isSecret)) return invalid(SECRET);
  if ('keys' in value)
    return invalid('the file holds a set of keys: put the one key into a file of its own.');
  return keyOf(value);
}

function keyOf(member: Member): Checked<PartnerKey> {
  const { kty, crv, alg, kid } = member;
  const kind = KINDS.get(kty === 'RSA' ? kty : `${wordOf(kty)} ${wordOf(crv)}`);
  if (kind === undefined) return invalid(`this kind of key is not taken; ${WANTED}`);
  if (!isForSignatures(member)) {
    return invalid(
      'the key is not for checking signatures: its "use" has to be "sig", or its "key_ops" ["verify"].',
    );
  }
  if (alg !== undefined && !kind.algorithms.some((known) => known === alg)) {
    return invalid(
      `"alg" does not fit this kind of key: write ${kind.algorithms.join(' or ')}, or leave it out.`,
    );
  }
  const publicKey = publicKeyOf(member, kind);
  if (publicKey === null) return invalid(`its numbers are no public key of its kind; ${WANTED}`);
  if (kty === 'RSA' && !isStrongRsa(publicKey)) {
    return invalid(`this RSA key is too weak or too long; ${WANTED}`);
  }
  const exported = publicKey.export({ format: 'jwk' }) as Readonly<Record<string, string>>;
  const required = Object.fromEntries(kind.members.map((name) => [name, exported[name] ?? '']));
  const thumbprint = sha256(canonicalJson(required)).toString('base64url');
  const name = isWord(kid) ? kid : thumbprint;
  const rest = { kid: name, use: 'sig', ...(typeof alg === 'string' ? { alg } : {}) };
  return valid({ thumbprint, jwk: { ...required, ...rest } });
}

function publicKeyOf(member: Member, { members }: Kind): KeyObject | null {
  const key = Object.fromEntries(members.map((name) => [name, member[name]]));
  if (!Object.values(key).every((part) => typeof part === 'string')) return null;
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return null;
  }
}

function isStrongRsa({ asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
  if (modulusLength < SHORTEST_RSA || modulusLength > LONGEST_RSA) return false;
  return publicExponent >= 3n && publicExponent % 2n === 1n && publicExponent < 2n ** 64n;
}

function isForSignatures({ use, key_ops: operations }: Member): boolean {
  if (use !== undefined && use !== 'sig') return false;
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isSecret(member: Member): boolean {
  return member.kty === 'oct' || SECRET_MEMBERS.some((name) => name in member);
}

function isWord(value: unknown): value is string {
  return (
    typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_KID && !/\p{C}/u.test(value)
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

function isMember(value: unknown): value is Member {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
