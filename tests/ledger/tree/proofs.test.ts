import fc from 'fast-check';
import { CompactRange } from '../../../src/ledger/tree/compact-range';
import { leafHash, nodeHash } from '../../../src/ledger/tree/hash';
import {
  type ConsistencyClaim,
  type InclusionClaim,
  verifyConsistency,
  verifyInclusion,
} from '../../../src/ledger/tree/proof';
import { consistencyProof, inclusionProof, rootFromTiles } from '../../../src/ledger/tree/tiles';
import { hex, naivePath, naiveProof, naiveRoot } from './naive-tree';
import { leavesOf, shelve } from './tile-shelf';

const MOST = 600;
const many = leavesOf(MOST);
const { shelf } = shelve(many);
const roots = many.map((_, i) => naiveRoot(many.slice(0, i + 1)));
const rootAt = (size: number): Buffer => roots[size - 1] ?? naiveRoot([]);

const pair = fc
  .tuple(fc.integer({ min: 1, max: MOST }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  .map(([size, part]) => [Math.floor(part * size), size] as const);

async function inclusion(index: number, size: number): Promise<InclusionClaim> {
  const proof = await inclusionProof(index, size, shelf.read);
  return { index, size, leaf: many[index] ?? Buffer.alloc(0), proof, root: rootAt(size) };
}

async function consistency(size1: number, size2: number): Promise<ConsistencyClaim> {
  const proof = await consistencyProof(size1, size2, shelf.read);
  return { size1, size2, root1: rootAt(size1), root2: rootAt(size2), proof };
}

function flipped(hash: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(hash);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** Every way to spoil a proof: one bit of one hash, one hash dropped, doubled or added, two neighbours exchanged. */
function spoilt(proof: readonly Uint8Array[], bit: number): Uint8Array[][] {
  const before = (i: number): readonly Uint8Array[] => proof.slice(0, i);
  const after = (i: number): readonly Uint8Array[] => proof.slice(i);
  const foreign = leafHash(`not of the tree ${bit}`);
  const each = proof.flatMap((hash, i) => [
    [...before(i), flipped(hash, bit), ...after(i + 1)],
    [...before(i), ...after(i + 1)],
    [...before(i), hash, ...after(i)],
    [...before(i), foreign, ...after(i)],
    ...after(i + 1)
      .slice(0, 1)
      .map((next) => [...before(i), next, hash, ...after(i + 2)]),
  ]);
  return [...each, [...proof, foreign]];
}

describe('inclusion', () => {
  it('is proved as RFC 6962 defines it, and no spoilt proof passes', async () => {
    await fc.assert(
      fc.asyncProperty(pair, fc.integer({ min: 0, max: 255 }), async ([index, size], bit) => {
        const claim = await inclusion(index, size);
        expect(hex(claim.proof)).toEqual(hex(naivePath(index, many.slice(0, size))));
        expect(verifyInclusion(claim)).toBe(true);
        expect(spoilt(claim.proof, bit).filter((proof) => verifyInclusion({ ...claim, proof }))).toEqual([]);
        expect(verifyInclusion({ ...claim, leaf: flipped(claim.leaf, bit) })).toBe(false);
        expect(verifyInclusion({ ...claim, root: flipped(claim.root, bit) })).toBe(false);
        const elsewhere = (index + 1 + (bit % size)) % size;
        expect(verifyInclusion({ ...claim, index: elsewhere })).toBe(elsewhere === index);
      }),
      { numRuns: 100 },
    );
  });

  it('does not pass with any bit of any hash turned', async () => {
    for (const index of [0, 4, 6]) {
      const claim = await inclusion(index, 7);
      for (let bit = 0; bit < 256; bit += 1) {
        const proofs = claim.proof.map((hash, i) => claim.proof.with(i, flipped(hash, bit)));
        expect(proofs.map((proof) => verifyInclusion({ ...claim, proof }))).toEqual(proofs.map(() => false));
      }
    }
  });
});

describe('consistency', () => {
  it('is proved as RFC 6962 defines it, and no spoilt proof passes', async () => {
    await fc.assert(
      fc.asyncProperty(pair, fc.integer({ min: 0, max: 255 }), async ([before, size2], bit) => {
        const claim = await consistency(before + 1, size2);
        expect(hex(claim.proof)).toEqual(hex(naiveProof(before + 1, many.slice(0, size2))));
        expect(verifyConsistency(claim)).toBe(true);
        expect(spoilt(claim.proof, bit).filter((proof) => verifyConsistency({ ...claim, proof }))).toEqual(
          [],
        );
        expect(verifyConsistency({ ...claim, root1: flipped(claim.root1, bit) })).toBe(false);
        expect(verifyConsistency({ ...claim, root2: flipped(claim.root2, bit) })).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('is shown by nothing from an empty tree, nor backwards', async () => {
    const empty = naiveRoot([]);
    for (const size2 of [0, 1, 7])
      expect(verifyConsistency({ size1: 0, size2, root1: empty, root2: rootAt(size2), proof: [] })).toBe(
        false,
      );
    const { size1, size2, root1, root2, proof } = await consistency(3, 7);
    expect(verifyConsistency({ size1: size2, size2: size1, root1: root2, root2: root1, proof })).toBe(false);
    await expect(consistencyProof(0, 7, shelf.read)).rejects.toThrow(RangeError);
    await expect(consistencyProof(7, 3, shelf.read)).rejects.toThrow(RangeError);
  });
});

describe('reading tiles for a proof', () => {
  it('reads every tile once, and none that the proof does not need', async () => {
    const leaves = leavesOf(66_000);
    const large = shelve(leaves, [10_000, 10_000, 10_000, 10_000, 10_000, 10_000]);
    const reads = async (proof: () => Promise<Buffer[]>): Promise<string[]> => {
      large.shelf.asked = [];
      await proof();
      return [...large.shelf.asked].sort();
    };
    const { read } = large.shelf;
    expect(await reads(() => inclusionProof(300, 66_000, read))).toEqual(['0/1', '0/257', '1/0', '1/1']);
    expect(await reads(() => inclusionProof(65_999, 66_000, read))).toEqual(['0/257', '1/1', '2/0']);
    expect(await reads(() => consistencyProof(65_536, 66_000, read))).toEqual(['0/257', '1/1']);
    expect(await reads(() => consistencyProof(66_000, 66_000, read))).toEqual([]);
    for (const index of [0, 255, 256, 65_535, 65_536, 65_999]) {
      const proof = await inclusionProof(index, 66_000, read);
      const leaf = leaves[index] ?? Buffer.alloc(0);
      expect(verifyInclusion({ index, size: 66_000, leaf, proof, root: large.last.root })).toBe(true);
    }
    for (const [size1, root1] of large.roots) {
      const proof = await consistencyProof(size1, 66_000, read);
      const claim = { size1, size2: 66_000, root1, root2: large.last.root, proof };
      expect(verifyConsistency(claim)).toBe(true);
    }
  });

  it.each([
    [0, 0],
    [7, 7],
    [-1, 7],
    [1.5, 7],
    [0, 2 ** 53],
    [0, Number.NaN],
  ])('refuses leaf %d of %d', async (index, size) => {
    await expect(inclusionProof(index, size, shelf.read)).rejects.toThrow(RangeError);
  });

  it('passes on what the store says, and refuses a tile with hashes missing', async () => {
    await expect(inclusionProof(0, MOST + 1, shelf.read)).rejects.toThrow('there are not');
    await expect(inclusionProof(0, 2, () => Promise.resolve(Buffer.alloc(32)))).rejects.toThrow('shorter');
  });
});

describe('sizes up to 2^53 - 1', () => {
  // A tree whose leaves are all the same: one hash a height, so the largest tree has its tiles without being built.
  const leaf = leafHash('the same');
  const heights = [leaf];
  for (let h = 0; h < 56; h += 1) heights.push(nodeHash(heights[h] ?? leaf, heights[h] ?? leaf));
  const uniform = (level: number, _: number, width: number): Promise<Buffer> =>
    Promise.resolve(Buffer.concat(Array.from({ length: width }, () => heights[level * 8] ?? leaf)));
  const sizes = fc.oneof(
    fc.maxSafeNat(),
    fc.integer({ min: 0, max: 52 }).map((e) => 2 ** e),
  );

  it('are proved and verified like small ones', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, sizes, fc.integer({ min: 0, max: 255 }), async (a, b, bit) => {
        const [size1, size2] = [Math.max(1, Math.min(a, b)), Math.max(1, a, b)];
        const [root1, root2] = await Promise.all([size1, size2].map((size) => rootFromTiles(size, uniform)));
        if (!root1 || !root2) throw new Error('two roots');
        const peaks = Array.from({ length: 53 }, (_, h) => 52 - h)
          .filter((h) => Math.floor(size2 / 2 ** h) % 2 === 1)
          .map((h) => heights[h] ?? leaf);
        expect(CompactRange.of(size2, peaks).root().equals(root2)).toBe(true);
        const shown = { size1, size2, root1, root2, proof: await consistencyProof(size1, size2, uniform) };
        expect(verifyConsistency(shown)).toBe(true);
        expect(verifyConsistency({ ...shown, root1: flipped(root1, bit) })).toBe(false);
        expect(verifyConsistency({ ...shown, root2: flipped(root2, bit) })).toBe(false);
        const path = await inclusionProof(size1 - 1, size2, uniform);
        const claim = { index: size1 - 1, size: size2, leaf, proof: path, root: root2 };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, root: flipped(root2, bit) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...path, leaf] })).toBe(false);
      }),
      {
        numRuns: 40,
        examples: [
          [2 ** 53 - 1, 2 ** 52 + 1, 0],
          [2 ** 53 - 1, 2 ** 52, 255],
        ],
      },
    );
  });
});

describe('what is no proof at all', () => {
  const hash = leafHash('');
  const one = { index: 0, size: 1, leaf: hash, proof: [], root: hash };
  const equal = { size1: 1, size2: 1, root1: hash, root2: hash, proof: [] };
  const garbage = [
    null,
    undefined,
    '',
    'x',
    1,
    -1,
    0.5,
    Number.NaN,
    2 ** 53,
    1n,
    {},
    [],
    [null],
    [hash, 'x'],
    hash,
  ];
  const untyped: (verify: unknown) => (claim: unknown) => boolean = (verify) =>
    verify as (claim: unknown) => boolean;

  it('is false, and throws nothing', () => {
    expect([verifyInclusion(one), verifyConsistency(equal)]).toEqual([true, true]);
    for (const value of garbage) {
      expect(untyped(verifyInclusion)(value)).toBe(false);
      expect(untyped(verifyConsistency)(value)).toBe(false);
      const isEmptyProof = Array.isArray(value) && value.length === 0;
      for (const key of Object.keys(one))
        expect([key, value, untyped(verifyInclusion)({ ...one, [key]: value })]).toEqual([
          key,
          value,
          (key === 'proof' && isEmptyProof) || (key === 'size' && value === 1) || isSameHash(key, value),
        ]);
      for (const key of Object.keys(equal))
        expect([key, value, untyped(verifyConsistency)({ ...equal, [key]: value })]).toEqual([
          key,
          value,
          (key === 'proof' && isEmptyProof) ||
            (key.startsWith('size') && value === 1) ||
            isSameHash(key, value),
        ]);
    }
  });

  it('is false for whatever fast-check thinks of', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (claim, proof) => {
        expect(untyped(verifyInclusion)(claim)).toBe(false);
        expect(untyped(verifyConsistency)(claim)).toBe(false);
        expect(untyped(verifyInclusion)({ ...one, size: 2, proof })).toBe(false);
        expect(untyped(verifyConsistency)({ ...equal, size2: 2, proof })).toBe(false);
      }),
    );
  });

  function isSameHash(key: string, value: unknown): boolean {
    return value === hash && ['leaf', 'root', 'root1', 'root2'].includes(key);
  }
});
