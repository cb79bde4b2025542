import { HASH_SIZE, nodeHash } from './hash';

/** A tile is eight levels of the tree, so 256 hashes wide (c2sp.org/tlog-tiles, Merkle Tree). */
export const TILE_HEIGHT = 8;

/** Hashes of a full tile. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

/** A complete subtree: the leaves from `index * 2^height` to `(index + 1) * 2^height`, the last not among them. */
export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** Where a subtree's hashes stand: `count` of them from `offset` on in the tile `index` of its `level`. */
export interface InTile {
  readonly level: number;
  readonly index: number;
  readonly offset: number;
  readonly count: number;
}

/**
 * The complete subtrees that make up the leaves from `start` to `end` (not included), the largest first.
 * `start` is a multiple of the largest power of two that fits, as it is wherever RFC 6962 §2.1 splits a tree.
 */
export function subtreesOf(start: number, end: number): Subtree[] {
  const found: Subtree[] = [];
  for (let from = start; from < end;) {
    let height = 0;
    while (2 ** (height + 1) <= end - from) height += 1;
    found.push({ height, index: from / 2 ** height });
    from += 2 ** height;
  }
  return found;
}

/** The tile that a subtree's root is computed from: at most 128 hashes of it, and one where the heights meet. */
export function placeOf({ height, index }: Subtree): InTile {
  const level = Math.floor(height / TILE_HEIGHT);
  const count = 2 ** (height % TILE_HEIGHT);
  const first = index * count;
  return { level, index: Math.floor(first / TILE_WIDTH), offset: first % TILE_WIDTH, count };
}

/** Hashes of the tree at a tile level: the leaves at 0, the roots of full tiles of the level below above it. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/**
 * How many hashes of a tile a tree of `size` leaves has: 1 to 256, and 0 where it has no such tile.
 * For a server that gives out no more of a tile than its signed checkpoint covers.
 */
export function tileWidth(level: number, index: number, size: number): number {
  return Math.min(TILE_WIDTH, Math.max(0, hashesAt(level, size) - index * TILE_WIDTH));
}

/** The root over `count` hashes (a power of two) that stand one after the other from `offset` on in a tile. */
export function rootWithin(tile: Buffer, offset: number, count: number): Buffer {
  if (count === 1) return tile.subarray(offset * HASH_SIZE, (offset + 1) * HASH_SIZE);
  const middle = count / 2;
  return nodeHash(rootWithin(tile, offset, middle), rootWithin(tile, offset + middle, middle));
}
