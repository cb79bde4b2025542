import { sha256 } from '../../kernel/digest';

/** Bytes of every hash in the tree: SHA-256. */
export const HASH_SIZE = 32;

/** The root of the tree without a leaf: the hash of nothing (RFC 6962 §2.1). To be read, never written to. */
export const EMPTY_ROOT: Buffer = sha256('');

// INVARIANT: a leaf and a node never hash the same bytes, so that no node passes for a leaf (RFC 6962 §2.1).
const LEAF = 0x00;
const NODE = 0x01;

/** Hash of a leaf's content: SHA-256 of 0x00 and the bytes; a text counts as its UTF-8 (RFC 6962 §2.1). */
export function leafHash(bytes: Uint8Array | string): Buffer {
  const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  const preimage = Buffer.allocUnsafe(1 + content.length);
  preimage[0] = LEAF;
  preimage.set(content, 1);
  return sha256(preimage);
}

/**
 * Hash of two neighbours: SHA-256 of 0x01, the left and the right hash (RFC 6962 §2.1).
 * Throws RangeError when either is not 32 bytes long: other lengths would give two trees one root.
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== HASH_SIZE || right.length !== HASH_SIZE)
    throw new RangeError('A node of the tree has two hashes of 32 bytes.');
  const preimage = Buffer.allocUnsafe(1 + 2 * HASH_SIZE);
  preimage[0] = NODE;
  preimage.set(left, 1);
  preimage.set(right, 1 + HASH_SIZE);
  return sha256(preimage);
}

/**
 * The root of an unfinished tree from the roots of its complete subtrees, the largest first (RFC 6962 §2.1).
 * No subtree at all is the empty tree.
 */
export function foldPeaks(peaks: readonly Buffer[]): Buffer {
  return peaks.length === 0 ? EMPTY_ROOT : peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** Whether a value, whatever it is, is 32 bytes. */
export function isHash(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === HASH_SIZE;
}
