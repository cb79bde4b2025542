/** What is wrong, in one word. */
export type ProblemKind =
  | 'ENTRY'
  | 'MISSING'
  | 'ORDER'
  | 'LEAF'
  | 'COMMITMENT'
  | 'COLUMN'
  | 'TILE'
  | 'HEAD'
  | 'SIGNATURE'
  | 'FORK'
  | 'CUT'
  | 'OUTSIDE'
  | 'EVIDENCE'
  | 'PENDING'
  | 'STRAY'
  | 'PROMISE'
  | 'FORMAT';

export interface Problem {
  readonly kind: ProblemKind;
  /** The leaf that is wrong, or the first that may be; null where it is about no leaf. */
  readonly index: number | null;
  /** The leaf behind the last that may be wrong: `index + 1` where it is known. Null with `index`. */
  readonly until: number | null;
  /** The size of the head that it is about. */
  readonly head: number | null;
  /** The entry's number in the database, where it has no leaf. */
  readonly position: string | null;
  /** One sentence. It names fields, never what stands in them. */
  readonly how: string;
}

const MOST_OF_A_KIND = 10;

/** Problems as they are found: all are counted, the first ten of each kind are kept, and the first place of all. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly counts = new Map<ProblemKind, number>();
  private exact: Problem | null = null;
  private range: Problem | null = null;

  add(kind: ProblemKind, how: string, where: Partial<Omit<Problem, 'kind' | 'how'>> = {}): void {
    const index = where.index ?? null;
    const until = index === null ? null : (where.until ?? index + 1);
    const head = where.head ?? null;
    const problem: Problem = { kind, how, index, until, head, position: where.position ?? null };
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count <= MOST_OF_A_KIND) this.problems.push(problem);
    if (index === null || until === null) return;
    if (until === index + 1) this.exact = lower(this.exact, problem);
    else this.range = lower(this.range, problem);
  }

  get inAll(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The lowest place that is wrong. A range in which a leaf is known to be wrong is told by that leaf. */
  get first(): Problem | null {
    const { exact, range } = this;
    if (!exact || !range) return exact ?? range;
    return (exact.index ?? 0) < (range.until ?? 0) ? exact : range;
  }
}

const lower = (a: Problem | null, b: Problem): Problem => (a && (a.index ?? 0) <= (b.index ?? 0) ? a : b);
