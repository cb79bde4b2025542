import { createHash, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { naiveLeaf, naiveProof, naiveRoot } from '../tree/naive-tree';

/** A log of somebody else's, from the specifications alone: nothing here is code of ours but RFC 6962 word for word. */
export class ForeignLog {
  readonly key: KeyObject;
  leaves: Buffer[] = [];

  constructor(readonly origin: string) {
    this.key = generateKeyPairSync('ed25519').privateKey;
  }

  get size(): number {
    return this.leaves.length;
  }

  get verifier(): string {
    const typed = Buffer.concat([Buffer.of(1), rawOf(this.key)]);
    return `${this.origin}+${keyId(this.origin, typed).toString('hex')}+${typed.toString('base64')}`;
  }

  grow(entries: number, words = 'entry'): this {
    for (let i = 0; i < entries; i += 1) this.leaves.push(naiveLeaf(Buffer.from(`${words} ${this.size}`)));
    return this;
  }

  /** The same log with another history from there on, under the same key. */
  fork(at: number): ForeignLog {
    const other: ForeignLog = Object.assign(new ForeignLog(this.origin), { key: this.key });
    other.leaves = this.leaves.slice(0, at);
    return other;
  }

  text(size = this.size): string {
    const root = naiveRoot(this.leaves.slice(0, size)).toString('base64');
    return `${this.origin}\n${size}\n${root}\n`;
  }

  /** A signed checkpoint (c2sp.org/tlog-checkpoint). */
  checkpoint(size = this.size, text = this.text(size)): string {
    return `${text}\n${this.signature(text)}`;
  }

  signature(text: string, key = this.key): string {
    const id = keyId(this.origin, Buffer.concat([Buffer.of(1), rawOf(key)]));
    const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]);
    return `\u2014 ${this.origin} ${signature.toString('base64')}\n`;
  }

  proof(from: number, to = this.size): string[] {
    const proof = from === 0 || from === to ? [] : naiveProof(from, this.leaves.slice(0, to));
    return proof.map((hash) => hash.toString('base64'));
  }

  /** The body of an add-checkpoint request (c2sp.org/tlog-witness). */
  request(from: number, to = this.size): string {
    return [`old ${from}`, ...this.proof(from, to), '', this.checkpoint(to)].join('\n');
  }
}

/** When a line says that it was made, if it is this witness's cosignature over the text (c2sp.org/tlog-cosignature). */
export function cosignedAt(line: string, text: string, verifier: string): number | null {
  const [, name = '', id = '', base64 = ''] = /^([^+]+)\+([^+]+)\+(.+)$/.exec(verifier) ?? [];
  const typed = Buffer.from(base64, 'base64');
  expect([typed[0], typed.length, keyId(name, typed).toString('hex')]).toEqual([4, 33, id]);
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: typed.subarray(1).toString('base64url') },
    format: 'jwk',
  });
  const [, named, signed = ''] = /^\u2014 (\S+) (\S+)\n$/.exec(line) ?? [];
  const bytes = Buffer.from(signed, 'base64');
  if (named !== name || bytes.length !== 4 + 8 + 64 || bytes.toString('hex', 0, 4) !== id) return null;
  const time = bytes.readBigUInt64BE(4);
  const message = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
  return verify(null, message, key, bytes.subarray(12)) ? Number(time) : null;
}

function rawOf(key: KeyObject): Buffer {
  return Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
}

const keyId = (name: string, typed: Buffer): Buffer =>
  createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4);
