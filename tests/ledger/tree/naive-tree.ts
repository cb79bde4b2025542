import { createHash } from 'node:crypto';

const sha256 = (...parts: Buffer[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** The leaf hash as RFC 6962 §2.1 defines it. */
export const naiveLeaf = (content: Buffer): Buffer => sha256(Buffer.of(0), content);

/** As text: the test runner compares texts far faster than bytes, and prints them readably. */
export const hex = (hashes: readonly Uint8Array[]): string[] =>
  hashes.map((hash) => Buffer.from(hash).toString('hex'));

/** MTH(D[n]), PATH(m, D[n]) and PROOF(m, D[n]) word for word as RFC 6962 §2.1 defines them, over leaf hashes. */
export function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (!only) return sha256();
  if (leaves.length === 1) return only;
  const k = split(leaves.length);
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

export function naivePath(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m < k ? [...naivePath(m, left), naiveRoot(right)] : [...naivePath(m - k, right), naiveRoot(left)];
}

export function naiveProof(m: number, leaves: readonly Buffer[], known = true): Buffer[] {
  if (m === leaves.length) return known ? [] : [naiveRoot(leaves)];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  if (m <= k) return [...naiveProof(m, left, known), naiveRoot(right)];
  return [...naiveProof(m - k, right, false), naiveRoot(left)];
}

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
