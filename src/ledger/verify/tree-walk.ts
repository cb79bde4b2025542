import { HASH_SIZE } from '../tree/hash';
import { TILE_WIDTH, hashesAt, tileWidth } from '../tree/tile-geometry';
import type { Findings } from './findings';
import { GrowingTree } from './growing-tree';
import { standsAfter, type TileRecord } from './log-record';
import type { OutsideHeads } from './outside-heads';

/** The stored tile that covers the next leaves, and whether it was already said to be too short. */
interface Shelf {
  readonly start: number;
  readonly hashes: Buffer;
  isShort: boolean;
}

const HIGHEST_LEVEL = 7;
const MOST_UNDECIDED = 1000;

/**
 * Works the tree out again from the leaves as they come, and holds stored tiles and heads against it.
 * Where a leaf and its stored hash differ, the tree is worked out both ways until a head says which of the two was
 * signed; where a leaf is missing, its stored hash stands in for it. So one wrong leaf is one problem, with its place.
 */
export class TreeWalk {
  /** The first leaf that is not to be had in any way: from there on nothing is worked out. */
  lost: number | null = null;
  private tree = GrowingTree.empty();
  /** The tree with the stored hashes where they differ from the entries. */
  private other: GrowingTree | null = null;
  private leaves = 0;
  private shelf: Shelf | null = null;
  private readonly seen = Array.from({ length: HIGHEST_LEVEL + 1 }, () => ({ next: 0, width: TILE_WIDTH }));
  private agreed = 0;
  private agreedOutside = 0;

  /** Leaves whose stored hash differs, while no head has said which of the two was signed. */
  private undecided: number[] = [];

  constructor(
    private readonly findings: Findings,
    private readonly outside: OutsideHeads,
  ) {
    this.outsideHeads();
  }

  /** Leaves so far, those that are missing in between among them. */
  get size(): number {
    return this.leaves;
  }

  /** The hash of a leaf; null when its entry is gone. */
  leaf(index: number, hash: Buffer | null): void {
    this.missingUpTo(index);
    if (index < this.leaves) {
      this.findings.add('ORDER', 'An entry stands again at an index that was there before.', { index });
      return;
    }
    if (index > this.leaves) {
      this.findings.add('MISSING', `Entries from ${this.leaves} up to ${index} are missing.`, {
        index: this.leaves,
      });
      this.lost ??= this.leaves;
      this.leaves = index;
    }
    this.put(hash);
  }

  tileOfLeaves(tile: TileRecord): void {
    this.missingUpTo(tile.index * TILE_WIDTH);
    this.shelf = { start: tile.index * TILE_WIDTH, hashes: tile.hashes, isShort: false };
    this.note(tile);
  }

  tileAbove(tile: TileRecord): void {
    const { level, index, hashes } = tile;
    this.missingUpTo(standsAfter(tile));
    this.note(tile);
    if (this.lost !== null) return;
    const [a, b] = [this.tree, this.other].map((tree) => {
      const edge = tree?.edge(level);
      return edge?.index === index ? Buffer.concat(edge.hashes) : null;
    });
    const matches = (worked: Buffer | null | undefined): boolean =>
      worked?.subarray(0, hashes.length).equals(hashes) === true;
    if (matches(a) || matches(b)) return;
    const at = firstDifference(a ?? Buffer.alloc(0), hashes);
    const span = TILE_WIDTH ** level;
    const first = (index * TILE_WIDTH + at) * span;
    this.findings.add(
      'TILE',
      `The stored tile ${level}/${index} is not what the entries give, from its hash ${at} on.`,
      first < this.leaves ? { index: first, until: Math.min(first + span, this.leaves) } : {},
    );
  }

  storedHead(size: number, root: Buffer): void {
    this.missingUpTo(size);
    if (size > this.leaves) {
      this.findings.add(
        'MISSING',
        `A head of ${size} entries was signed, and there are ${this.leaves}: the others are missing.`,
        { index: this.leaves, head: size },
      );
      return;
    }
    if (this.lost !== null || size < this.leaves) return;
    if (this.agrees(root)) this.agreed = size;
    else
      this.findings.add(
        'HEAD',
        `The stored head of ${size} entries has another root than the entries give: what is wrong stands between entry ${this.agreed} and it.`,
        { index: this.agreed, until: size, head: size },
      );
  }

  /** After the last record that stands somewhere. */
  end(): void {
    if (this.shelf) this.missingUpTo(this.shelf.start + this.shelf.hashes.length / HASH_SIZE);
    this.outsideHeads();
    this.decided(null);
    this.missingTiles();
    for (let head; (head = this.outside.next(Number.POSITIVE_INFINITY));) {
      // Those that are not larger could not be looked at, because a leaf is lost.
      if (head.size <= this.leaves) continue;
      this.findings.add(
        'CUT',
        `A head of ${head.size} entries was signed (${head.where}), and the log has ${this.leaves}: its end was cut off, or it was set back to an earlier state.`,
        { index: this.leaves, head: head.size },
      );
    }
  }

  /** Leaves that should stand before this place and do not: their stored hashes stand in for them. */
  private missingUpTo(size: number): void {
    const { shelf } = this;
    if (!shelf || this.leaves >= size) return;
    const first = this.leaves;
    const end = Math.min(size, shelf.start + shelf.hashes.length / HASH_SIZE);
    while (this.leaves < end && this.stored() !== null) this.put(null);
    if (this.leaves > first)
      this.findings.add(
        'MISSING',
        this.leaves === first + 1
          ? 'Its entry is missing: the stored tree has a leaf here.'
          : `Entries from ${first} up to ${this.leaves} are missing: the stored tree has leaves here.`,
        { index: first },
      );
  }

  private put(hash: Buffer | null): void {
    const stored = this.stored();
    const chosen = hash ?? stored;
    const index = this.leaves;
    if (stored === null && this.shelf?.isShort !== true) {
      this.findings.add('TILE', `The stored tile 0/${Math.floor(index / TILE_WIDTH)} has no hash for it.`, {
        index,
      });
      this.shelf = { start: index - (index % TILE_WIDTH), hashes: Buffer.alloc(0), isShort: true };
    }
    this.leaves += 1;
    if (chosen === null) this.lost ??= index;
    if (this.lost !== null || chosen === null) return;
    if (hash && stored && !hash.equals(stored)) {
      if (this.undecided.length === MOST_UNDECIDED) this.decided(null);
      this.undecided.push(index);
      this.other ??= this.tree.copy();
    }
    this.tree.append(chosen);
    this.other?.append(stored ?? chosen);
    this.outsideHeads();
  }

  private stored(): Buffer | null {
    const { shelf, leaves } = this;
    if (!shelf) return null;
    const offset = (leaves - shelf.start) * HASH_SIZE;
    const isThere =
      offset >= 0 && leaves - shelf.start < TILE_WIDTH && offset + HASH_SIZE <= shelf.hashes.length;
    return isThere ? shelf.hashes.subarray(offset, offset + HASH_SIZE) : null;
  }

  private outsideHeads(): void {
    for (let head; this.lost === null && (head = this.outside.next(this.leaves));) {
      if (this.agrees(head.root)) this.agreedOutside = head.size;
      else
        this.findings.add(
          'OUTSIDE',
          `The head of ${head.size} entries that was kept elsewhere (${head.where}) has another root than the log gives: between entry ${this.agreedOutside} and it, something was changed after it was signed.`,
          { index: this.agreedOutside, until: Math.max(head.size, this.agreedOutside + 1), head: head.size },
        );
    }
  }

  /** Whether the tree has this root, either way; the way that has it is gone on with. */
  private agrees(root: Buffer): boolean {
    if (this.tree.root().equals(root)) this.decided('entry');
    else if (this.other?.root().equals(root) === true) {
      this.tree = this.other;
      this.decided('tile');
    } else return false;
    this.other = null;
    return true;
  }

  private decided(signed: 'entry' | 'tile' | null): void {
    for (const index of this.undecided) {
      const tile = `0/${Math.floor(index / TILE_WIDTH)}`;
      if (signed === 'entry')
        this.findings.add('TILE', `The stored tile ${tile} has another hash for it than was signed.`, {
          index,
        });
      else if (signed === 'tile')
        this.findings.add('ENTRY', 'Its leaf is not the one that was signed here.', { index });
      else
        this.findings.add('ENTRY', `Its leaf is not the one whose hash the stored tile ${tile} has.`, {
          index,
        });
    }
    this.undecided = [];
  }

  private note({ level, index, hashes }: TileRecord): void {
    const seen = this.seen[level];
    const name = `${level}/${index}`;
    if (!seen) return;
    if (index < seen.next) this.findings.add('ORDER', `The stored tile ${name} stands there twice.`);
    else if (index > seen.next)
      this.findings.add('TILE', `Stored tiles from ${level}/${seen.next} up to ${name} are missing.`);
    else if (seen.width !== TILE_WIDTH)
      this.findings.add('TILE', `The stored tile ${level}/${index - 1} is shorter than the tree.`);
    seen.next = Math.max(seen.next, index + 1);
    seen.width = hashes.length / HASH_SIZE;
  }

  private missingTiles(): void {
    for (const [level, { next, width }] of this.seen.entries()) {
      const tiles = Math.ceil(hashesAt(level, this.leaves) / TILE_WIDTH);
      if (next < tiles) this.findings.add('TILE', `Stored tiles from ${level}/${next} on are missing.`);
      else if (next > tiles || (tiles > 0 && width !== tileWidth(level, tiles - 1, this.leaves)))
        this.findings.add('TILE', `The last stored tile of level ${level} has another width than the tree.`);
    }
  }
}

function firstDifference(a: Buffer, b: Buffer): number {
  let at = 0;
  const same = (): boolean =>
    at < b.length && a.subarray(at, at + HASH_SIZE).equals(b.subarray(at, at + HASH_SIZE));
  while (same()) at += HASH_SIZE;
  return at / HASH_SIZE;
}
