import { leafHash } from '../tree/hash';
import type { VerifierKey } from '../tree/note';
import { checkEntry } from './check-entry';
import { checkHead } from './check-head';
import { Findings } from './findings';
import type { EntryRecord, HeadRecord, LogRecord, PendingRecord, TileRecord } from './log-record';
import { uncheckedOf, type LogReport } from './log-report';
import type { OutsideHeads } from './outside-heads';
import { TreeWalk } from './tree-walk';

/** What is known of a log from elsewhere. */
export interface Evidence {
  /** Keys that may sign its heads; without any, no signature is checked. */
  readonly keys: readonly VerifierKey[];
  readonly keysAreOwn: boolean;
  /** Heads kept outside the log, already held against the keys by whoever read them. */
  readonly heads: OutsideHeads;
  readonly headsAreOwn: boolean;
  /** Promises of the log that were verified: the leaf's hash, and by when it was to be in the tree. */
  readonly promises: readonly { readonly leafHash: Buffer; readonly by: Date }[];
  /** What was found wrong with the evidence itself. */
  readonly findings: Findings;
  /** Evidence that was asked for and could not be had: a sentence each. */
  readonly unchecked?: readonly string[];
}

export interface VerifyOptions {
  /** When the log was read: which promises have passed. */
  readonly now: Date;
  /** Milliseconds within which an answer's entry was promised to be under a head. */
  readonly promisedWithin: number;
  /** Told the number of leaves from time to time. */
  readonly onProgress?: (entries: number) => void;
}

const BETWEEN_PROGRESS = 1000;

/**
 * Verifies a whole log in one walk: every entry against itself, the tree worked out again from the leaves, every stored
 * tile and head against that tree, and every head that was kept elsewhere. The records come as `standsAfter` and
 * `rankOf` order them, then those that stand nowhere. Memory does not grow with the log, but for 48 bytes a head of
 * the evidence. Total for whatever the records hold; it throws only what the source throws.
 */
export async function verifyLog(
  records: AsyncIterable<LogRecord>,
  evidence: Evidence,
  options: VerifyOptions,
): Promise<LogReport> {
  const log = new LogWalk(evidence, options);
  for await (const record of records) log.take(record);
  return log.report();
}

class LogWalk {
  private readonly findings: Findings;
  private readonly tree: TreeWalk;
  private readonly promised: Map<string, Date>;
  private readonly erased = { entries: 0, parts: 0, criteria: 0 };
  private readonly recorded = { entries: 0, criteria: 0 };
  private heads = 0;
  private newest: number | null = null;
  private origin: string | null = null;
  private old = 0;
  private pending = 0;
  private hasEnd = false;

  constructor(
    private readonly evidence: Evidence,
    private readonly options: VerifyOptions,
  ) {
    this.findings = evidence.findings;
    this.tree = new TreeWalk(this.findings, evidence.heads);
    this.promised = new Map(evidence.promises.map(({ leafHash: leaf, by }) => [leaf.toString('hex'), by]));
    evidence.heads.forks(this.findings);
  }

  take(record: LogRecord): void {
    if (record.type === 'entry') this.entry(record);
    else if (record.type === 'tile') this.tile(record);
    else if (record.type === 'head') this.head(record);
    else if (record.type === 'pending') this.waiting(record);
    else if (record.type === 'stray')
      this.findings.add('STRAY', 'An entry is neither in the tree nor waiting for it.', {
        position: record.position,
      });
    else if (record.type === 'fault') this.findings.add('FORMAT', record.how);
    else this.hasEnd = true;
  }

  report(): LogReport {
    const { findings, evidence, erased, recorded, newest } = this;
    if (!this.hasEnd) findings.add('FORMAT', 'What was read breaks off: its last record is missing.');
    this.tree.end();
    const entries = this.tree.size;
    if ((newest ?? 0) < entries)
      findings.add(
        'HEAD',
        `Entries from ${newest ?? 0} on stand in the tree, and no stored head covers them.`,
        {
          index: newest ?? 0,
          until: entries,
        },
      );
    for (const by of this.promised.values())
      if (by < this.options.now)
        findings.add('PROMISE', `An entry that was promised by ${by.toISOString()} is not in the tree.`);
    const { keys, heads } = evidence;
    const given = { ...evidence, heads: heads.count, newest: heads.largest, keys: keys.length };
    return {
      ok: findings.inAll === 0,
      origin: this.origin,
      entries,
      heads: this.heads,
      newestHead: newest,
      erased,
      pending: this.pending,
      outside: { heads: heads.count, newest: heads.count > 0 ? heads.largest : null },
      first: findings.first,
      problems: findings.problems,
      problemsInAll: findings.inAll,
      counts: Object.fromEntries(findings.counts),
      unchecked: [
        ...uncheckedOf(given, { entries, erased, recorded, old: this.old, lost: this.tree.lost }),
        ...(evidence.unchecked ?? []),
      ],
    };
  }

  private entry({ index, position, entry }: EntryRecord): void {
    if (entry === null) {
      this.findings.add('MISSING', 'The tree has a leaf whose entry is gone.', { index, position });
      this.tree.leaf(index, null);
      return;
    }
    const { problems, erasedParts, areCriteriaErased, records, isOld } = checkEntry(entry);
    for (const { kind, how } of problems) this.findings.add(kind, how, { index, position });
    if (erasedParts === 2) this.erased.entries += 1;
    if (erasedParts === 1) this.erased.parts += 1;
    if (areCriteriaErased) this.erased.criteria += 1;
    this.recorded.entries += records.entries;
    this.recorded.criteria += records.criteria;
    if (isOld) this.old += 1;
    const hash = leafHash(entry.leaf);
    if (this.promised.size > 0) this.promised.delete(hash.toString('hex'));
    this.tree.leaf(index, hash);
    if (this.tree.size % BETWEEN_PROGRESS === 0) this.options.onProgress?.(this.tree.size);
  }

  private tile(tile: TileRecord): void {
    if (tile.level === 0) this.tree.tileOfLeaves(tile);
    else this.tree.tileAbove(tile);
  }

  private head(head: HeadRecord): void {
    const { problems, origin } = checkHead(head, this.evidence.keys);
    for (const { kind, how } of problems) this.findings.add(kind, how, { head: head.size });
    if (origin !== null && origin !== (this.origin ??= origin))
      this.findings.add('HEAD', `The head of ${head.size} entries is of another log.`, { head: head.size });
    if (this.newest !== null && head.size <= this.newest) {
      const how =
        head.size === this.newest
          ? `There are two heads of ${head.size} entries.`
          : `The head of ${head.size} entries stands behind a larger one.`;
      this.findings.add(head.size === this.newest ? 'FORK' : 'ORDER', how, { head: head.size });
    }
    this.heads += 1;
    this.newest = Math.max(this.newest ?? 0, head.size);
    this.tree.storedHead(head.size, head.root);
  }

  private waiting({ position, kind, waited, isLeaf }: PendingRecord): void {
    const wrong = (how: string): void => this.findings.add('PENDING', how, { position });
    this.pending += 1;
    if (isLeaf) wrong('An entry waits for the tree and is in it.');
    else if (kind === null) wrong('An entry that waits for the tree is gone.');
    // An act promises nothing: one that a command wrote waits until a hub runs.
    else if (kind !== 'ACT' && waited > this.options.promisedWithin)
      wrong(`An entry has waited ${Math.round(waited / 1000)} s for a head, longer than was promised.`);
  }
}
