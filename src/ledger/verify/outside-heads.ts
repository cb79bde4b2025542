import type { Findings } from './findings';

export interface OutsideHead {
  readonly size: number;
  readonly root: Buffer;
  /** File and line it was given in, or who keeps it. */
  readonly where: string;
}

const ROOT = 32;

/**
 * Heads that were kept outside the log: what nobody who owns the database could change. Held in 48 bytes each and
 * given out by size, so that one walk over the log meets them all.
 */
export class OutsideHeads {
  private sizes = new Float64Array(1024);
  private places = new Float64Array(1024);
  private roots = Buffer.alloc(1024 * ROOT);
  private readonly files: string[] = [];
  private order: Uint32Array | null = null;
  private at = 0;
  count = 0;
  /** Of how many entries the largest is; -1 without any. */
  largest = -1;

  /** Everything that is added from now on is from this file. */
  file(label: string): void {
    this.files.push(label);
  }

  /** Line 0: it was not in a file of lines. */
  add(size: number, root: Buffer, line: number): void {
    if (this.count === this.sizes.length) this.grow();
    this.sizes[this.count] = size;
    this.places[this.count] = (this.files.length - 1) * 2 ** 32 + line;
    root.copy(this.roots, this.count * ROOT);
    this.count += 1;
    this.largest = Math.max(this.largest, size);
  }

  /** Two heads of one size and different roots: the log showed two histories. */
  forks(findings: Findings): void {
    const order = this.sorted();
    for (let i = 1; i < order.length; i += 1) {
      const [a, b] = [this.get(order[i - 1] ?? 0), this.get(order[i] ?? 0)];
      if (a.size === b.size && !a.root.equals(b.root))
        findings.add(
          'FORK',
          `Two heads of ${a.size} entries have different roots (${a.where} and ${b.where}): the log showed two histories.`,
          { head: a.size },
        );
    }
  }

  /** The next head of at most so many entries, each once; null when there is none. */
  next(size: number): OutsideHead | null {
    const order = this.sorted();
    const index = order[this.at];
    if (index === undefined || (this.sizes[index] ?? 0) > size) return null;
    this.at += 1;
    return this.get(index);
  }

  private get(index: number): OutsideHead {
    const place = this.places[index] ?? 0;
    const file = this.files[Math.floor(place / 2 ** 32)] ?? '';
    const line = place % 2 ** 32;
    return {
      size: this.sizes[index] ?? 0,
      root: this.roots.subarray(index * ROOT, (index + 1) * ROOT),
      where: line === 0 ? file : `${file}, line ${line}`,
    };
  }

  private sorted(): Uint32Array {
    if (this.order) return this.order;
    const order = Uint32Array.from({ length: this.count }, (_, i) => i);
    const isSorted = order.every((i) => i === 0 || (this.sizes[i - 1] ?? 0) <= (this.sizes[i] ?? 0));
    if (!isSorted) order.sort((a, b) => (this.sizes[a] ?? 0) - (this.sizes[b] ?? 0) || a - b);
    return (this.order = order);
  }

  private grow(): void {
    const [sizes, places] = [new Float64Array(2 * this.count), new Float64Array(2 * this.count)];
    sizes.set(this.sizes);
    places.set(this.places);
    this.roots = Buffer.concat([this.roots, Buffer.alloc(this.roots.length)]);
    [this.sizes, this.places] = [sizes, places];
  }
}
