import { isHash, nodeHash } from './hash';

/** That the leaf stands at `index` (from 0) of the tree of `size` leaves whose root is `root`. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  /** From the leaf's sibling up to the child of the root. */
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** That the tree of `size2` leaves begins with the very leaves of the tree of `size1`. */
export interface ConsistencyClaim {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the proof shows the leaf in the tree (RFC 6962 §2.1.1, by the steps of RFC 9162 §2.1.3.2).
 * Total: whatever is not a proof is false, and nothing is thrown. Sizes up to 2^53 - 1.
 */
export function verifyInclusion(claim: InclusionClaim): boolean {
  if (!isInclusionClaim(claim)) return false;
  const { index, size, leaf, proof, root } = claim;
  let here = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(here) || here === last) {
      hash = nodeHash(sibling, hash);
      // At the right edge the path goes up through levels where it has no sibling.
      while (!isOdd(here) && here !== 0) [here, last] = [half(here), half(last)];
    } else hash = nodeHash(hash, sibling);
    [here, last] = [half(here), half(last)];
  }
  return last === 0 && same(hash, root);
}

/**
 * Whether the proof shows that the second tree only added to the first (RFC 6962 §2.1.2, by the steps of
 * RFC 9162 §2.1.4.2). Total: whatever is not a proof is false, and nothing is thrown. Sizes up to 2^53 - 1.
 * From an empty tree everything follows, so nothing is shown: `size1` 0 is false, even to 0.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  if (!isConsistencyClaim(claim)) return false;
  const { size1, size2, root1, root2, proof } = claim;
  if (size1 === size2) return proof.length === 0 && same(root1, root2);
  // A complete first tree is itself the node to begin with, and the proof leaves it out.
  const [start, ...rest] = isPowerOfTwo(size1) ? [root1, ...proof] : proof;
  if (start === undefined) return false;
  let [here, last] = [size1 - 1, size2 - 1];
  while (isOdd(here)) [here, last] = [half(here), half(last)];
  let [first, second] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(here) || here === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (!isOdd(here) && here !== 0) [here, last] = [half(here), half(last)];
    } else second = nodeHash(second, sibling);
    [here, last] = [half(here), half(last)];
  }
  return last === 0 && same(first, root1) && same(second, root2);
}

function isInclusionClaim(value: unknown): value is InclusionClaim {
  if (typeof value !== 'object' || value === null) return false;
  const { index, size, leaf, proof, root }: Partial<Record<keyof InclusionClaim, unknown>> = value;
  return isCount(index) && isCount(size) && index < size && isHash(leaf) && isHash(root) && isPath(proof);
}

function isConsistencyClaim(value: unknown): value is ConsistencyClaim {
  if (typeof value !== 'object' || value === null) return false;
  const { size1, size2, root1, root2, proof }: Partial<Record<keyof ConsistencyClaim, unknown>> = value;
  if (!isCount(size1) || !isCount(size2) || size1 === 0 || size1 > size2 || !isPath(proof)) return false;
  // Trees of one size are compared and nothing is hashed: roots of other lengths are equal or they are not.
  const isRoot = size1 === size2 ? isBytes : isHash;
  return isRoot(root1) && isRoot(root2);
}

// A tree of 2^53 - 1 leaves is 53 high, and a consistency proof may name one node more.
const isPath = (value: unknown): boolean => Array.isArray(value) && value.length <= 54 && value.every(isHash);

const isBytes = (value: unknown): boolean => value instanceof Uint8Array;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

// Bit operators would cut a size to 32 bits.
const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

function isPowerOfTwo(size: number): boolean {
  let n = size;
  while (!isOdd(n)) n = half(n);
  return n === 1;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
