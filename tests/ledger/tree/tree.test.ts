import fc from 'fast-check';
import { CompactRange } from '../../../src/ledger/tree/compact-range';
import { EMPTY_ROOT, HASH_SIZE, leafHash, nodeHash } from '../../../src/ledger/tree/hash';
import { tileWidth } from '../../../src/ledger/tree/tile-geometry';
import {
  EMPTY_EDGE,
  appendToTiles,
  edgeFromTiles,
  rootFromTiles,
  rootOfEdge,
} from '../../../src/ledger/tree/tiles';
import { hex, naiveLeaf, naiveRoot } from './naive-tree';
import { leavesOf, shelve } from './tile-shelf';

const many = leavesOf(1200);

describe('hashes', () => {
  it('hashes nothing, a leaf and a node as RFC 6962 does', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    const empty = leafHash('');
    expect(empty.toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(empty).toHaveLength(HASH_SIZE);
    expect(nodeHash(empty, leafHash(Buffer.of(0))).toString('hex')).toBe(
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    );
  });

  it('takes a text as its UTF-8', () => {
    expect(leafHash('Zoë')).toEqual(naiveLeaf(Buffer.from('Zoë')));
  });

  it('never makes a node of anything but two hashes', () => {
    expect(() => nodeHash(Buffer.alloc(31), Buffer.alloc(33))).toThrow(RangeError);
    expect(() => nodeHash(Buffer.alloc(31), Buffer.alloc(32))).toThrow(RangeError);
    expect(() => nodeHash(Buffer.alloc(32), Buffer.alloc(0))).toThrow(RangeError);
  });
});

describe('a compact range', () => {
  it('has the root of RFC 6962 at every size, and goes on from its peaks', () => {
    const tree = CompactRange.empty();
    for (const [size, leaf] of many.slice(0, 300).entries()) {
      expect(tree.size).toBe(size);
      expect(hex([tree.root()])).toEqual(hex([naiveRoot(many.slice(0, size))]));
      const resumed = CompactRange.of(size, tree.peaks);
      tree.append(leaf);
      resumed.append(leaf);
      expect(hex([resumed.root()])).toEqual(hex([tree.root()]));
    }
  });

  it('keeps one peak for each 1 of its size', () => {
    const tree = CompactRange.empty();
    for (const leaf of many.slice(0, 0b1011)) tree.append(leaf);
    expect(tree.peaks).toEqual([
      naiveRoot(many.slice(0, 8)),
      naiveRoot(many.slice(8, 10)),
      naiveRoot(many.slice(10, 11)),
    ]);
  });

  it.each([
    ['too few peaks', 3, 1],
    ['too many peaks', 4, 2],
    ['a negative size', -1, 0],
    ['a broken size', 0.5, 0],
    ['a size past 2^53 - 1', 2 ** 53, 1],
  ])('refuses %s', (_, size, peaks) => {
    expect(() => CompactRange.of(size, many.slice(0, peaks))).toThrow(RangeError);
  });

  it('refuses what is not a hash, and grows no further than it can count', () => {
    expect(() => CompactRange.of(1, [Buffer.alloc(31)])).toThrow(RangeError);
    expect(() => CompactRange.empty().append(Buffer.alloc(33))).toThrow(RangeError);
    const full = CompactRange.of(2 ** 53 - 1, many.slice(0, 53));
    expect(() => full.append(Buffer.alloc(32))).toThrow(RangeError);
  });

  it('is not changed through the peaks it hands out', () => {
    const given = many.slice(0, 1);
    const tree = CompactRange.of(1, given);
    given.push(Buffer.alloc(32));
    expect(tree.peaks).toHaveLength(1);
  });
});

describe('tiles', () => {
  it('give the root of RFC 6962 and of a compact range, at whatever size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: many.length }), async (size) => {
        const leaves = many.slice(0, size);
        const { shelf, last } = shelve(leaves);
        const tree = CompactRange.empty();
        leaves.forEach((leaf) => tree.append(leaf));
        const [naive] = hex([naiveRoot(leaves)]);
        expect(hex([last.root, await rootFromTiles(size, shelf.read), tree.root()])).toEqual([
          naive,
          naive,
          naive,
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it('are the same however the leaves are split into batches', async () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(1, 255, 256, 257)), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: many.length }), sizes, async (size, batches) => {
        const leaves = many.slice(0, size);
        const [whole, split] = [shelve(leaves), shelve(leaves, batches)];
        expect(split.shelf.written()).toEqual(whole.shelf.written());
        expect(hex(split.last.rightmost)).toEqual(hex(whole.last.rightmost));
        for (const [at, root] of split.roots)
          expect(hex([await rootFromTiles(at, split.shelf.read)])).toEqual(hex([root]));
        expect(hex([split.last.root])).toEqual(hex([whole.last.root]));
      }),
      { numRuns: 40 },
    );
  });

  it('hold the hashes that the specification says', () => {
    const { shelf } = shelve(many.slice(0, 700));
    expect([...shelf.tiles.keys()].sort()).toEqual(['0/0', '0/1', '0/2', '1/0']);
    expect(shelf.tiles.get('0/1')).toEqual(Buffer.concat(many.slice(256, 512)));
    expect(shelf.tiles.get('0/2')).toEqual(Buffer.concat(many.slice(512, 700)));
    expect(shelf.tiles.get('1/0')).toEqual(
      Buffer.concat([naiveRoot(many.slice(0, 256)), naiveRoot(many.slice(256, 512))]),
    );
  });

  it('are written only where they changed', () => {
    const before = appendToTiles(EMPTY_EDGE, many.slice(0, 254));
    const after = appendToTiles(before, many.slice(254, 256));
    expect(after.changed.map(({ level, index, bytes }) => [level, index, bytes.length / 32])).toEqual([
      [0, 0, 256],
      [1, 0, 1],
    ]);
    const later = appendToTiles(after, many.slice(256, 257));
    expect(later.changed.map(({ level, index, bytes }) => [level, index, bytes.length / 32])).toEqual([
      [0, 1, 1],
    ]);
    expect(appendToTiles(later, [])).toEqual({ ...later, changed: [] });
  });

  it('represent 70,000 leaves by the tiles that the specification counts', async () => {
    const { shelf, last } = shelve(
      leavesOf(70_000),
      Array.from({ length: 6 }, () => 10_000),
    );
    const at = (level: number): (readonly [string, number])[] =>
      [...shelf.tiles].filter(([key]) => key.startsWith(`${level}/`)).map(([key, b]) => [key, b.length / 32]);
    expect(at(0).filter(([, width]) => width === 256)).toHaveLength(273);
    expect(at(0).filter(([, width]) => width !== 256)).toEqual([['0/273', 112]]);
    expect(at(1)).toEqual([
      ['1/0', 256],
      ['1/1', 17],
    ]);
    expect(at(2)).toEqual([['2/0', 1]]);
    const wrong = [...shelf.tiles].filter(([key, bytes]) => {
      const [level = 0, index = 0] = key.split('/').map(Number);
      return tileWidth(level, index, 70_000) !== bytes.length / 32;
    });
    expect(wrong).toEqual([]);
    const { size, rightmost } = await edgeFromTiles(70_000, shelf.read);
    expect([size, hex(rightmost)]).toEqual([70_000, hex(last.rightmost)]);
  });

  it('have no width where the tree has none', () => {
    expect([tileWidth(0, 1, 256), tileWidth(1, 0, 255), tileWidth(1, 0, 256), tileWidth(0, 0, 256)]).toEqual([
      0, 0, 1, 256,
    ]);
    expect(tileWidth(6, 31, 2 ** 53 - 1)).toBe(0);
    expect(tileWidth(6, 0, 2 ** 53 - 1)).toBe(31);
  });

  it('let a log be taken up from any earlier size, though its tiles have grown since', async () => {
    const { shelf } = shelve(many);
    for (const size of [0, 1, 255, 256, 257, 511, 512, 700, 1024]) {
      const edge = await edgeFromTiles(size, shelf.read);
      const after = appendToTiles(edge, many.slice(size)).root;
      expect(hex([rootOfEdge(edge), after])).toEqual(hex([naiveRoot(many.slice(0, size)), naiveRoot(many)]));
    }
  });

  it('refuse an edge that is not of its size, a leaf that is none, and a store that lost bytes', async () => {
    const edge = appendToTiles(EMPTY_EDGE, many.slice(0, 300));
    const [level0 = Buffer.alloc(0), level1 = Buffer.alloc(0)] = edge.rightmost;
    for (const wrong of [
      { size: 301, rightmost: edge.rightmost },
      { size: 300, rightmost: [level0] },
      { size: 300, rightmost: [level0, level1, Buffer.alloc(0)] },
      { size: 300, rightmost: [level0.subarray(1), level1] },
      { size: -1, rightmost: [] },
      { size: Number.NaN, rightmost: [] },
      { size: 2 ** 53, rightmost: [] },
    ]) {
      expect(() => appendToTiles(wrong, many.slice(0, 1))).toThrow(RangeError);
      expect(() => rootOfEdge(wrong)).toThrow(RangeError);
    }
    expect(() => appendToTiles(EMPTY_EDGE, [Buffer.alloc(31)])).toThrow(RangeError);
    await expect(rootFromTiles(300, () => Promise.resolve(Buffer.alloc(32)))).rejects.toThrow('shorter');
    await expect(rootFromTiles(1, () => Promise.resolve(Buffer.alloc(33)))).rejects.toThrow('broken off');
    await expect(rootFromTiles(Infinity, () => Promise.resolve(Buffer.alloc(0)))).rejects.toThrow(RangeError);
  });
});
