import { openSession } from './database/session';
import type { GatePorts, Sql } from './gate/ports';
import type { Clock } from './kernel/clock';
import { repeat } from './kernel/repeat';
import { Freshness } from './ledger/freshness';
import { HeadsFile } from './ledger/heads-file';
import { LedgerKeys } from './ledger/ledger-keys';
import { createLedgerWriter, type LedgerWriter } from './ledger/ledger-writer';
import { payOwedEntries } from './ledger/owed-acts';
import { makePromise, makePromises } from './ledger/promise';
import { PublishedTree } from './ledger/published-tree';
import { startPurge } from './ledger/purge';
import { Sequencer } from './ledger/sequencer';

/** Milliseconds between two looks for acts whose entries could not be written. */
const OWED_EVERY = 1000;

export interface LedgerServiceOptions {
  /** The database's address as the owner has it. */
  readonly url: string;
  readonly app: Sql;
  readonly transaction: GatePorts['transaction'];
  readonly dataDir: string;
  readonly origin: string;
  /** The organisation that runs this hub. */
  readonly home: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly onCommit: (entries: number) => void;
  readonly maximumWait: number;
}

export interface LedgerService {
  readonly port: LedgerWriter;
  readonly keys: LedgerKeys;
  /** What everybody may have of it. */
  readonly published: PublishedTree;
  /** The promise about an entry with this leaf that was written then. */
  readonly promiseOf: (leaf: string, at: Date) => Promise<string>;
  /** Writes what waits, puts it under a head when this hub leads, and closes. */
  stop(): Promise<void>;
}

/** Writer, sequencer and watch of one hub, put together. */
export async function startLedger(options: LedgerServiceOptions): Promise<LedgerService> {
  const { url, app, dataDir, clock, log } = options;
  const keys = LedgerKeys.open(dataDir, options.origin);
  const promiseOf = (leaf: string, at: Date): Promise<string> =>
    makePromise(keys.origin, keys.newest.privateKey, leaf, at);
  const sequencer = new Sequencer({
    connect: () => openSession(url, 'sequencer'),
    heads: HeadsFile.in(dataDir),
    keys,
    clock,
    log,
  });
  const freshness = new Freshness({ database: app, limit: options.maximumWait });
  const port = createLedgerWriter(app, {
    log,
    promises: (leaves) => makePromises(keys.origin, keys.newest.privateKey, leaves, clock.now()),
    fresh: () => {
      const state = sequencer.state();
      return state === true ? freshness.state() : state;
    },
    onCommit: (entries) => {
      sequencer.wake();
      options.onCommit(entries);
    },
  });
  await sequencer.start();
  await freshness.start();
  const purging = startPurge({
    app,
    connect: () => openSession(url, 'retention'),
    clock,
    home: options.home,
    log,
  });
  const paying = repeat(OWED_EVERY, () => options.transaction(payOwedEntries));
  return {
    port,
    keys,
    published: new PublishedTree(app, keys),
    promiseOf,
    async stop() {
      await paying.stop();
      await purging.stop();
      await port.stop();
      await freshness.stop();
      await sequencer.stop();
    },
  };
}
