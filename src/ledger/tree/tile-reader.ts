import { HASH_SIZE, foldPeaks } from './hash';
import { placeOf, rootWithin, subtreesOf, tileWidth } from './tile-geometry';

/**
 * Reads the first `width` hashes (1 to 256) of a stored tile. What has grown since may come whole: hashes are only
 * ever added to a tile, so the first ones are those of the smaller tree.
 */
export type ReadTile = (level: number, index: number, width: number) => Promise<Buffer>;

/** Leaves from `start` to `end`, the last not among them. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The root over each span of the tree of `size` leaves (RFC 6962 §2.1). Every tile that is needed is read once, all of
 * them side by side. Throws RangeError on a size that is none, and Error when a tile is shorter than asked for.
 */
export async function rootsOf(size: number, spans: readonly Span[], readTile: ReadTile): Promise<Buffer[]> {
  checkSize(size);
  const wanted = spans.map(({ start, end }) => subtreesOf(start, end).map(placeOf));
  const reads = new Map<string, Promise<Buffer>>();
  for (const { level, index } of wanted.flat()) {
    const key = `${level}/${index}`;
    if (!reads.has(key)) reads.set(key, readWhole(level, index, tileWidth(level, index, size), readTile));
  }
  const tiles = new Map(
    await Promise.all(Array.from(reads, async ([key, read]) => [key, await read] as const)),
  );
  return wanted.map((places) =>
    foldPeaks(
      places.map(({ level, index, offset, count }) =>
        rootWithin(tiles.get(`${level}/${index}`) ?? Buffer.alloc(0), offset, count),
      ),
    ),
  );
}

/** Reads a tile and holds the reader to its word: exactly `width` hashes, cut where the tile has grown since. */
export async function readWhole(
  level: number,
  index: number,
  width: number,
  readTile: ReadTile,
): Promise<Buffer> {
  const bytes = await readTile(level, index, width);
  if (bytes.length < width * HASH_SIZE || bytes.length % HASH_SIZE !== 0)
    throw new Error('A stored tile is shorter than the tree says, or broken off inside a hash.');
  return bytes.subarray(0, width * HASH_SIZE);
}

/** Throws RangeError unless a tree can have this many leaves: 0 to 2^53 - 1. */
export function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new RangeError('The size of a tree is a whole number from 0 to 2^53 - 1.');
}
