import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LedgerPort, LedgerRecord, Logged, Sql } from '../gate/ports';
import { HubError } from '../kernel/errors';
import { insertLedgerRows } from './ledger-insert';
import { ledgerRow, type LedgerRow } from './ledger-row';
import { oweEntry } from './owed-acts';

export interface LedgerWriterOptions {
  /** Entries that may wait while the database is slow; the next is refused. */
  readonly queueLimit?: number;
  /** Milliseconds after which those who wait for one insert are refused. */
  readonly patience?: number;
  /** Told of every insert that failed: its SQLSTATE, and how many entries wanted it. */
  readonly log?: (line: string) => void;
  /** Signs the promises that the leaves of entries will be under the next head (`promise.ts`). */
  readonly promises?: (leaves: readonly string[]) => Promise<readonly string[]>;
  /** True, or why answers stop although entries can be written: heads are overdue (`freshness.ts`). */
  readonly fresh?: () => true | string;
  /** Told the size of every insert that succeeded. */
  readonly onCommit?: (entries: number) => void;
}

export interface LedgerWriter extends LedgerPort {
  /** True, or the sentence that says why nothing can be written. */
  ready(): Promise<true | string>;
  /** Refuses new entries and returns when those that wait are written. */
  stop(): Promise<void>;
}

interface Waiting {
  readonly row: LedgerRow;
  readonly resolve: (promise: string) => void;
  readonly reject: (error: HubError) => void;
}

/** How long an act that is always taken waits for a ledger that is held. */
const ACT_WAITS = '2s';
const MOST_ENTRIES = 500;
const MOST_CHARACTERS = 8_000_000;

const unavailable = (): HubError =>
  new HubError(
    'LEDGER_UNAVAILABLE',
    'The record of disclosures cannot be written, so nothing is disclosed. Try again.',
  );
const stopped = (): HubError =>
  new HubError(
    'PURPOSE_NOT_AGREED',
    'An agreement that this answer rests on was suspended or ended, so nothing is disclosed.',
  );

/**
 * The ledger's only writer. Entries that come while an insert is under way share the next one (group commit):
 * nobody waits for a timer, and one commit is durable for all who share it.
 * INVARIANT: `append` resolves only after the commit that holds its entry.
 */
export function createLedgerWriter(database: Sql, options: LedgerWriterOptions = {}): LedgerWriter {
  return new GroupCommit(database, options);
}

class GroupCommit implements LedgerWriter {
  private readonly queueLimit: number;
  private readonly patience: number;
  private readonly waiting: Waiting[] = [];
  private flight: Promise<void> | null = null;
  private stuck = false;
  private closed = false;

  constructor(
    private readonly database: Sql,
    private readonly options: LedgerWriterOptions,
  ) {
    this.queueLimit = options.queueLimit ?? 10_000;
    this.patience = options.patience ?? 10_000;
  }

  async append(record: LedgerRecord): Promise<Logged> {
    if (this.closed || this.stuck || this.waiting.length >= this.queueLimit) throw unavailable();
    if (this.fresh() !== true) throw unavailable();
    const row = rowOf(record);
    const promise = await new Promise<string>((resolve, reject) => {
      this.waiting.push({ row, resolve, reject });
      this.wake();
    });
    return { promise };
  }

  async act(tx: Sql, record: LedgerRecord): Promise<void> {
    const row = rowOf(record);
    let written: boolean;
    try {
      written = record.alwaysTaken
        ? await this.takeAlways(tx, row)
        : (await insertLedgerRows(tx, [row])).has(row.id);
    } catch (error) {
      this.tell(error, 1);
      throw unavailable();
    }
    if (!written) throw stopped();
  }

  /** An act about a child at risk does not wait for the ledger: its entry is kept beside it, and follows. */
  private async takeAlways(tx: Sql, row: LedgerRow): Promise<boolean> {
    await tx.query(`savepoint entry`);
    try {
      await tx.query(`set local lock_timeout = '${ACT_WAITS}'`);
      return (await insertLedgerRows(tx, [row])).has(row.id);
    } catch (error) {
      this.tell(error, 1);
      await tx.query('rollback to savepoint entry');
      return await oweEntry(tx, row);
    }
  }

  async ready(): Promise<true | string> {
    if (this.closed) return 'The ledger writer has stopped.';
    if (this.stuck) return 'An insert into the ledger hangs.';
    const fresh = this.fresh();
    if (fresh !== true) return fresh;
    try {
      const [state] = await this.database.query<{ standby: boolean; may: boolean }>(
        `select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as standby,
           has_table_privilege('ledger_entry', 'insert') as may`,
      );
      if (state?.standby !== false) return 'The database takes no writes.';
      return state.may ? true : 'The database role may not write to the ledger.';
    } catch {
      return 'The database does not answer.';
    }
  }

  async stop(): Promise<void> {
    this.closed = true;
    while (this.flight) await this.flight;
  }

  private fresh(): true | string {
    return this.options.fresh?.() ?? true;
  }

  private wake(): void {
    this.flight ??= this.run().finally(() => {
      this.flight = null;
      if (this.waiting.length > 0) this.wake();
    });
  }

  private async run(): Promise<void> {
    await nextTurn();
    while (this.waiting.length > 0) await this.write(this.take());
  }

  private take(): Waiting[] {
    let characters = 0;
    let count = 0;
    for (const { row } of this.waiting) {
      characters += row.controller_part.length + row.recipient_part.length;
      if (count > 0 && (count >= MOST_ENTRIES || characters > MOST_CHARACTERS)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    const impatience = setTimeout(() => {
      this.stuck = true;
      refuse([...batch, ...this.waiting.splice(0)]);
    }, this.patience);
    try {
      const written = await insertLedgerRows(
        this.database,
        batch.map(({ row }) => row),
      );
      this.options.onCommit?.(written.size);
      for (const { row, reject } of batch) if (!written.has(row.id)) reject(stopped());
      void this.promise(batch.filter(({ row }) => written.has(row.id)));
      return;
    } catch (error) {
      this.tell(error, batch.length);
      if (batch.length === 1 || !isAboutOneRow(error)) {
        refuse(batch);
        return;
      }
    } finally {
      clearTimeout(impatience);
      this.stuck = false;
    }
    const middle = Math.ceil(batch.length / 2);
    await this.write(batch.slice(0, middle));
    await this.write(batch.slice(middle));
  }

  /** What is durable is promised, while the next insert is under way. */
  private async promise(durable: readonly Waiting[]): Promise<void> {
    try {
      const promises = await this.options.promises?.(durable.map(({ row }) => row.leaf));
      durable.forEach(({ resolve }, i) => resolve(promises?.[i] ?? ''));
    } catch {
      refuse(durable);
    }
  }

  /** Never the message: it may quote a value. */
  private tell(error: unknown, entries: number): void {
    this.options.log?.(`ledger: an insert of ${entries} failed (${sqlState(error) || 'no SQLSTATE'})`);
  }
}

function rowOf(record: LedgerRecord): LedgerRow {
  try {
    return ledgerRow(record);
  } catch {
    throw unavailable();
  }
}

function refuse(batch: readonly Waiting[]): void {
  for (const { reject } of batch) reject(unavailable());
}

const sqlState = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : '';
};

/** Classes 22 and 23: a value or a constraint is at fault, so the other rows of the insert may be sound. */
const isAboutOneRow = (error: unknown): boolean => /^2[23]/.test(sqlState(error));
