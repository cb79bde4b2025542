import { type Appended, EMPTY_EDGE, type Tile, appendToTiles } from '../../../src/ledger/tree/tiles';
import { naiveLeaf } from './naive-tree';

/** Tiles in memory, written as a store would: the last bytes of a tile stay. Remembers what was asked for. */
export class TileShelf {
  readonly tiles = new Map<string, Buffer>();
  asked: string[] = [];

  write(changed: readonly Tile[]): void {
    for (const { level, index, bytes } of changed) {
      const before = this.tiles.get(`${level}/${index}`) ?? Buffer.alloc(0);
      if (!bytes.subarray(0, before.length).equals(before)) throw new Error('A tile may only grow.');
      this.tiles.set(`${level}/${index}`, Buffer.from(bytes));
    }
  }

  /** Every tile as text, in order. */
  written(): string[] {
    return [...this.tiles].map(([key, bytes]) => `${key} ${bytes.toString('hex')}`).sort();
  }

  readonly read = (level: number, index: number, width: number): Promise<Buffer> => {
    this.asked.push(`${level}/${index}`);
    const tile = this.tiles.get(`${level}/${index}`);
    return tile && tile.length >= width * 32
      ? Promise.resolve(tile)
      : Promise.reject(new Error(`there are not ${width} hashes in ${level}/${index}`));
  };
}

/** Leaf hashes of contents that differ: the numbers from 0 up. */
export const leavesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, i) => naiveLeaf(Buffer.from(`leaf ${i}`)));

/** Adds leaves in batches of these sizes, the last one taking the rest; the roots after each batch as well. */
export function shelve(
  leaves: readonly Buffer[],
  batches: readonly number[] = [],
): { readonly shelf: TileShelf; readonly last: Appended; readonly roots: ReadonlyMap<number, Buffer> } {
  const shelf = new TileShelf();
  const roots = new Map<number, Buffer>();
  let last: Appended = appendToTiles(EMPTY_EDGE, []);
  for (const count of [...batches, leaves.length]) {
    last = appendToTiles(last, leaves.slice(last.size, last.size + count));
    shelf.write(last.changed);
    roots.set(last.size, last.root);
  }
  return { shelf, last, roots };
}
