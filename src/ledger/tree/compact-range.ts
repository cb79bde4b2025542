import { foldPeaks, isHash, nodeHash } from './hash';

/**
 * A tree that keeps only the roots of its complete subtrees, the largest first: enough to go on adding leaves and to
 * say the root (RFC 6962 §2.1). One leaf costs two hashes at most on average, a root one hash a peak.
 */
export class CompactRange {
  private constructor(
    private leaves: number,
    private readonly roots: Buffer[],
  ) {}

  /** A tree without a leaf. */
  static empty(): CompactRange {
    return new CompactRange(0, []);
  }

  /**
   * Takes a tree up again from its size and peaks. Throws RangeError when they do not belong together: one peak of
   * 32 bytes for each 1 in the size written in binary.
   */
  static of(size: number, roots: readonly Buffer[]): CompactRange {
    if (!Number.isSafeInteger(size) || size < 0 || roots.length !== ones(size) || !roots.every(isHash))
      throw new RangeError('These peaks are not those of a tree of this size.');
    return new CompactRange(size, [...roots]);
  }

  /** Number of leaves. */
  get size(): number {
    return this.leaves;
  }

  /** Roots of the complete subtrees, the largest first; none for an empty tree. */
  get peaks(): readonly Buffer[] {
    return [...this.roots];
  }

  /** Adds the hash of a leaf (`leafHash`). Throws RangeError on other than 32 bytes and past 2^53 - 1 leaves. */
  append(hash: Buffer): void {
    if (!isHash(hash)) throw new RangeError('A leaf of the tree is a hash of 32 bytes.');
    if (this.leaves === Number.MAX_SAFE_INTEGER) throw new RangeError('The tree is full.');
    let node = hash;
    for (let n = this.leaves; n % 2 === 1; n = Math.floor(n / 2)) {
      const left = this.roots.pop();
      if (left !== undefined) node = nodeHash(left, node);
    }
    this.roots.push(node);
    this.leaves += 1;
  }

  /** The root of the tree as it stands. */
  root(): Buffer {
    return foldPeaks(this.roots);
  }
}

function ones(size: number): number {
  let count = 0;
  for (let n = size; n > 0; n = Math.floor(n / 2)) count += n % 2;
  return count;
}
