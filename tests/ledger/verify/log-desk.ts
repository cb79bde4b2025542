import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openSession } from '../../../src/database/session';
import { sqlOf } from '../../../src/database/sql';
import type { LedgerRecord, Sql } from '../../../src/gate/ports';
import { writeDump } from '../../../src/ledger/dump';
import { HeadsFile } from '../../../src/ledger/heads-file';
import { LedgerKeys } from '../../../src/ledger/ledger-keys';
import { createLedgerWriter } from '../../../src/ledger/ledger-writer';
import { readLog } from '../../../src/ledger/log-reader';
import { Sequencer } from '../../../src/ledger/sequencer';
import { parseVerifierKey, type VerifierKey } from '../../../src/ledger/tree/note';
import { Findings } from '../../../src/ledger/verify/findings';
import type { LogRecord } from '../../../src/ledger/verify/log-record';
import type { LogReport } from '../../../src/ledger/verify/log-report';
import { OutsideHeads } from '../../../src/ledger/verify/outside-heads';
import { openDump } from '../../../src/ledger/verify/read-dump';
import { readHeads } from '../../../src/ledger/verify/read-heads';
import { verifyLog, type Evidence } from '../../../src/ledger/verify/verify-log';
import { makeTestFolder } from '../../support/data-folder';
import { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from '../../support/database';
import { ManualClock } from '../../support/manual-clock';
import { sampleRecord } from '../sample-record';

export const ORIGIN = 'rollcall/test';
export const NOW = '2026-11-18T10:00:00Z';

export interface Given {
  /** Files of heads kept elsewhere; none unless they are given. */
  readonly heads?: readonly string[];
  /** Verifier lines; those of the hub unless others are given. */
  readonly keys?: readonly string[];
  readonly promises?: Evidence['promises'];
  readonly now?: Date;
}

/** A ledger with a writer and a real sequencer, on a database of its own. */
export interface LogDesk {
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly headsPath: string;
  keys(): LedgerKeys;
  /** Writes entries and returns their leaves. */
  write(entries: number, over?: Partial<LedgerRecord>): Promise<string[]>;
  /** Starts a sequencer, lets it put everything under heads, and stops it. */
  seal(): Promise<void>;
  /** Works as the owner of the tables, triggers off, and leaves no trace. */
  tampered<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  verify(tx: Sql, given?: Given): Promise<LogReport>;
  /** The same, of the log as it is. */
  verifyNow(given?: Given): Promise<LogReport>;
  /** Writes a dump and returns its path. */
  dump(tx: Sql, name: string): Promise<string>;
  verifyDump(path: string, given?: Given): Promise<LogReport>;
  path(name: string): string;
  close(): Promise<void>;
}

export async function openLogDesk(options: TestDatabaseOptions = {}): Promise<LogDesk> {
  const database = await createTestDatabase(options);
  const folder = makeTestFolder(0o700);
  const dataDir = folder.path;
  const keys = (): LedgerKeys => LedgerKeys.open(dataDir, ORIGIN);
  keys();

  async function evidence(given: Given): Promise<Evidence> {
    const parsed = verifierKeys(given.keys ?? keys().verifiers);
    const [heads, findings] = [new OutsideHeads(), new Findings()];
    for (const path of given.heads ?? []) await readHeads(path, 'kept.jsonl', parsed, heads, findings);
    const promises = given.promises ?? [];
    return { keys: parsed, heads, findings, promises, keysAreOwn: false, headsAreOwn: false };
  }
  const check = async (records: AsyncIterable<LogRecord>, given: Given = {}): Promise<LogReport> =>
    verifyLog(records, await evidence(given), { now: given.now ?? new Date(NOW), promisedWithin: 1000 });

  async function asOwner<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const session = await openSession(database.url, 'owner');
    try {
      await session.query('begin');
      return await work(session);
    } finally {
      await session.query('rollback');
      await session.close();
    }
  }

  return {
    database,
    dataDir,
    headsPath: HeadsFile.in(dataDir).path,
    keys,
    async write(entries, over = {}) {
      const writer = createLedgerWriter(sqlOf(database.app), {
        promises: (leaves) => Promise.resolve(leaves),
      });
      const records = Array.from({ length: entries }, () => sampleRecord({ agreements: [], ...over }));
      const written = await Promise.all(records.map((record) => writer.append(record)));
      return written.map(({ promise }) => promise);
    },
    async seal() {
      const log: string[] = [];
      const sequencer = new Sequencer({
        connect: () => openSession(database.url, 'sequencer'),
        keys: keys(),
        heads: HeadsFile.in(dataDir),
        clock: new ManualClock(NOW),
        log: (line) => log.push(line),
      });
      await sequencer.start();
      for (let tries = 0; tries < 500; tries += 1) {
        const waiting = await database.owner.query<unknown[]>('select from ledger_pending limit 1');
        if (waiting.length === 0) break;
        await pause(10);
      }
      await sequencer.stop();
      expect(log).toEqual([]);
    },
    tampered: (work) =>
      asOwner(async (tx) => {
        for (const table of ['ledger_entry', 'ledger_leaf', 'ledger_head'])
          await tx.query(`alter table ${table} disable trigger user`);
        return work(tx);
      }),
    verify: (tx, given) => check(readLog(tx), given),
    verifyNow: (given) => asOwner((tx) => check(readLog(tx), given)),
    async dump(tx, name) {
      const path = join(dataDir, name);
      await writeDump(path, readLog(tx), { origin: ORIGIN, at: new Date(NOW) });
      return path;
    },
    async verifyDump(path, given) {
      const dump = await openDump(path);
      if (!dump) throw new Error('This is no dump.');
      return check(dump.records, given);
    },
    path: (name) => join(dataDir, name),
    async close() {
      if (existsSync(dataDir)) folder.remove();
      await database.drop();
    },
  };
}

export const verifierKeys = (lines: readonly string[]): VerifierKey[] =>
  lines.map((line) => {
    const parsed = parseVerifierKey(line);
    if (!parsed.ok) throw new Error(parsed.problem);
    return parsed.value;
  });
