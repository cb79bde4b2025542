import { HASH_SIZE, foldPeaks, isHash } from './hash';
import { TILE_WIDTH, hashesAt, placeOf, rootWithin, subtreesOf } from './tile-geometry';
import { type ReadTile, type Span, checkSize, readWhole, rootsOf } from './tile-reader';

/** A tile that a batch made or lengthened. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 1 to 256 hashes of 32 bytes, one after the other. */
  readonly bytes: Buffer;
}

/** What stands at the right edge of a tree: all that adding to it needs. */
export interface TileEdge {
  /** Number of leaves. */
  readonly size: number;
  /** The unfinished tile of each level from 0 up, of no byte where the level ends with a full one. */
  readonly rightmost: readonly Buffer[];
}

/** The edge after a batch, its root, and every tile to be written, level by level from the left. */
export interface Appended extends TileEdge {
  readonly root: Buffer;
  readonly changed: readonly Tile[];
}

/** What a tile's path says. */
export interface TileCoordinates {
  readonly level: number;
  readonly index: number;
  /** Number of hashes: 1 to 255, or 256 for a full tile. */
  readonly width: number;
}

/** The edge of a tree without a leaf. */
export const EMPTY_EDGE: TileEdge = { size: 0, rightmost: [] };

const HIGHEST_LEVEL = 63;
const PATH = /^tile\/(\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/;

/**
 * Adds a batch of leaf hashes (c2sp.org/tlog-tiles, Merkle Tree): a tile that fills up is hashed into the level above.
 * Costs about one hash a leaf, and at most 255 a level for the root. However leaves are split into batches, the tiles are the same.
 * Throws RangeError when the edge does not belong to its size, or a leaf is not 32 bytes.
 */
export function appendToTiles(edge: TileEdge, leaves: readonly Buffer[]): Appended {
  checkEdge(edge);
  if (!leaves.every(isHash)) throw new RangeError('A leaf of the tree is a hash of 32 bytes.');
  const size = edge.size + leaves.length;
  if (!Number.isSafeInteger(size)) throw new RangeError('The tree is full.');
  const rightmost = [...edge.rightmost];
  const changed: Tile[] = [];
  let incoming = leaves;
  for (let level = 0; incoming.length > 0; level += 1) {
    const bytes = Buffer.concat([rightmost[level] ?? Buffer.alloc(0), ...incoming]);
    const first = Math.floor(hashesAt(level, edge.size) / TILE_WIDTH);
    const upwards: Buffer[] = [];
    for (let from = 0; from < bytes.length; from += TILE_WIDTH * HASH_SIZE) {
      const tile = bytes.subarray(from, from + TILE_WIDTH * HASH_SIZE);
      changed.push({ level, index: first + from / (TILE_WIDTH * HASH_SIZE), bytes: tile });
      if (isFull(tile)) upwards.push(rootWithin(tile, 0, TILE_WIDTH));
    }
    rightmost[level] = bytes.subarray(upwards.length * TILE_WIDTH * HASH_SIZE);
    incoming = upwards;
  }
  return { size, rightmost, root: rootOfEdge({ size, rightmost }), changed };
}

/** The root of the tree with this edge. Throws RangeError when the edge does not belong to its size. */
export function rootOfEdge(edge: TileEdge): Buffer {
  checkEdge(edge);
  const peaks = subtreesOf(0, edge.size).map((subtree) => {
    const { level, offset, count } = placeOf(subtree);
    return rootWithin(edge.rightmost[level] ?? Buffer.alloc(0), offset, count);
  });
  return foldPeaks(peaks);
}

/**
 * The edge of a tree of `size` leaves, read from its stored tiles, so that a log can be taken up again.
 * Throws RangeError on a size that is none, and Error when a stored tile is too short.
 */
export async function edgeFromTiles(size: number, readTile: ReadTile): Promise<TileEdge> {
  checkSize(size);
  const rightmost = Array.from({ length: levelsOf(size) }, async (_, level) => {
    const width = hashesAt(level, size) % TILE_WIDTH;
    const index = Math.floor(hashesAt(level, size) / TILE_WIDTH);
    return width === 0 ? Buffer.alloc(0) : readWhole(level, index, width, readTile);
  });
  return { size, rightmost: await Promise.all(rightmost) };
}

/** The root of the tree of `size` leaves from its stored tiles (RFC 6962 §2.1). Throws as `edgeFromTiles` does. */
export async function rootFromTiles(size: number, readTile: ReadTile): Promise<Buffer> {
  return rootOfEdge(await edgeFromTiles(size, readTile));
}

/**
 * Shows that the leaf at `index` stands in the tree of `size` leaves: PATH(m, D[n]) of RFC 6962 §2.1.1, from the
 * leaf's sibling up to the child of the root. Every tile needed is read once.
 * Throws RangeError when the tree has no such leaf, and Error when a stored tile is too short.
 */
export async function inclusionProof(index: number, size: number, readTile: ReadTile): Promise<Buffer[]> {
  checkSize(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new RangeError('The tree has no leaf at this index.');
  const aside: Span[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    aside.unshift(index < middle ? { start: middle, end } : { start, end: middle });
    if (index < middle) end = middle;
    else start = middle;
  }
  return rootsOf(size, aside, readTile);
}

/**
 * Shows that the tree of `size2` leaves begins with the one of `size1`: PROOF(m, D[n]) of RFC 6962 §2.1.2, empty for
 * equal sizes. Every tile needed is read once.
 * Throws RangeError unless 0 < size1 <= size2, and Error when a stored tile is too short.
 */
export async function consistencyProof(size1: number, size2: number, readTile: ReadTile): Promise<Buffer[]> {
  checkSize(size1);
  checkSize(size2);
  if (size1 === 0 || size1 > size2)
    throw new RangeError('A tree is shown to follow from a tree that is not empty and not larger.');
  const aside: Span[] = [];
  let [start, end] = [0, size2];
  while (end !== size1) {
    const middle = start + splitOf(end - start);
    aside.unshift(size1 <= middle ? { start: middle, end } : { start, end: middle });
    if (size1 <= middle) end = middle;
    else start = middle;
  }
  // The reader has the root of the first tree; anything less than all of it has to be told.
  if (start > 0) aside.unshift({ start, end });
  return rootsOf(size2, aside, readTile);
}

/**
 * The path a tile is served at below the log's prefix (c2sp.org/tlog-tiles, Merkle Tree): `tile/0/x001/x234/067`, and
 * `.p/112` after it for a tile of 112 hashes. Throws RangeError unless the level is 0 to 63, the index 0 to 2^53 - 1
 * and the width 1 to 256.
 */
export function tilePath(level: number, index: number, width: number): string {
  if (!isWithin(level, 0, HIGHEST_LEVEL) || !isWithin(width, 1, TILE_WIDTH))
    throw new RangeError('A tile has a level from 0 to 63 and 1 to 256 hashes.');
  if (!isWithin(index, 0, Number.MAX_SAFE_INTEGER))
    throw new RangeError('The index of a tile is a whole number from 0 to 2^53 - 1.');
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').replace(/\d{3}(?=\d)/g, 'x$&/');
  return `tile/${level}/${groups}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/**
 * Reads a tile's path. Null on anything else, an entry bundle's path among it. One tile and width have one spelling:
 * a path that `tilePath` would write otherwise is refused, so that no cache or log holds a tile under two names.
 */
export function parseTilePath(path: string): TileCoordinates | null {
  const match = PATH.exec(path);
  if (!match) return null;
  const [, level, groups = '', width = TILE_WIDTH] = match;
  const tile = { level: Number(level), index: Number(groups.replace(/[x/]/g, '')), width: Number(width) };
  const isSpelt =
    isWithin(tile.level, 0, HIGHEST_LEVEL) &&
    isWithin(tile.index, 0, Number.MAX_SAFE_INTEGER) &&
    isWithin(tile.width, 1, TILE_WIDTH) &&
    tilePath(tile.level, tile.index, tile.width) === path;
  return isSpelt ? tile : null;
}

function checkEdge({ size, rightmost }: TileEdge): void {
  const isRight =
    Number.isSafeInteger(size) &&
    size >= 0 &&
    rightmost.length === levelsOf(size) &&
    rightmost.every(({ length }, level) => length === (hashesAt(level, size) % TILE_WIDTH) * HASH_SIZE);
  if (!isRight) throw new RangeError('This right edge is not that of a tree of this size.');
}

function levelsOf(size: number): number {
  let levels = 0;
  while (hashesAt(levels, size) > 0) levels += 1;
  return levels;
}

const isFull = (tile: Buffer): boolean => tile.length === TILE_WIDTH * HASH_SIZE;

/** The largest power of two smaller than the number of leaves: where RFC 6962 §2.1 splits a tree. */
function splitOf(leaves: number): number {
  let split = 1;
  while (split * 2 < leaves) split *= 2;
  return split;
}

const isWithin = (n: number, least: number, most: number): boolean =>
  Number.isSafeInteger(n) && n >= least && n <= most;
