import type { Sql } from '../gate/ports';
import { repeat, type Repeating } from '../kernel/repeat';

export interface FreshnessOptions {
  readonly database: Sql;
  /** Milliseconds that an entry may wait for a signed head. */
  readonly limit?: number;
  /** Milliseconds between two looks. */
  readonly every?: number;
}

/**
 * Whether heads keep up with entries. It looks again and again, so that asking costs nothing; when it could not look
 * for as long as an entry may wait, it says that too: what is not known to be fresh is not.
 */
export class Freshness {
  private readonly limit: number;
  private readonly every: number;
  private looking: Repeating | null = null;
  private seenAt = Number.NEGATIVE_INFINITY;
  private oldest = 0;

  constructor(private readonly options: FreshnessOptions) {
    this.limit = options.limit ?? 10_000;
    this.every = options.every ?? Math.min(1000, this.limit / 4);
  }

  async start(): Promise<void> {
    await this.look();
    this.looking = repeat(this.every, () => this.look());
  }

  async stop(): Promise<void> {
    await this.looking?.stop();
  }

  /** True, or the sentence for readiness. */
  state(): true | string {
    if (performance.now() - this.seenAt > this.limit)
      return 'Nobody knows how long entries wait for a signed head.';
    return (
      this.oldest <= this.limit ||
      `An entry has waited ${Math.round(this.oldest / 1000)} s for a signed head.`
    );
  }

  private async look(): Promise<void> {
    const asked = performance.now();
    try {
      const [row] = await this.options.database.query<{ waited: number | null }>(
        `select (extract(epoch from clock_timestamp() - least(
           (select since from ledger_pending order by position limit 1),
           (select min(since) from ledger_owed))) * 1000)::float8 as waited`,
      );
      this.oldest = row?.waited ?? 0;
      this.seenAt = asked;
    } catch {
      // The time of the last look that succeeded says it.
    }
  }
}
