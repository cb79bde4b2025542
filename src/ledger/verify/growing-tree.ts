import { CompactRange } from '../tree/compact-range';
import { TILE_WIDTH, rootWithin } from '../tree/tile-geometry';

interface Level {
  readonly index: number;
  readonly hashes: readonly Buffer[];
}

/**
 * A tree that is worked out leaf by leaf, with the tile at the right edge of every level. It keeps at most 256 hashes a
 * level, whatever its size.
 */
export class GrowingTree {
  private constructor(
    private readonly range: CompactRange,
    private readonly levels: { index: number; hashes: Buffer[] }[],
  ) {}

  static empty(): GrowingTree {
    return new GrowingTree(CompactRange.empty(), []);
  }

  get size(): number {
    return this.range.size;
  }

  root(): Buffer {
    return this.range.root();
  }

  append(leaf: Buffer): void {
    this.range.append(leaf);
    this.put(0, leaf);
  }

  /** The tile at the right edge of a level: a full one stays until the next begins. */
  edge(level: number): Level | null {
    return this.levels[level] ?? null;
  }

  copy(): GrowingTree {
    const levels = this.levels.map(({ index, hashes }) => ({ index, hashes: [...hashes] }));
    return new GrowingTree(CompactRange.of(this.range.size, this.range.peaks), levels);
  }

  private put(at: number, hash: Buffer): void {
    const level = (this.levels[at] ??= { index: 0, hashes: [] });
    if (level.hashes.length === TILE_WIDTH) {
      level.index += 1;
      level.hashes = [];
    }
    level.hashes.push(hash);
    if (level.hashes.length === TILE_WIDTH)
      this.put(at + 1, rootWithin(Buffer.concat(level.hashes), 0, TILE_WIDTH));
  }
}
