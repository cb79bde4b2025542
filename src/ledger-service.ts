import type { Config } from './config';
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
import { startWitnesses, type WitnessOverrides, type WitnessService } from './witness-service';

/** Milliseconds between two looks for acts whose entries could not be written. */
const OWED_EVERY = 1000;

export interface LedgerServiceOptions {
  /** The database's address as the owner has it. */
  readonly url: string;
  readonly app: Sql;
  readonly transaction: GatePorts['transaction'];
  readonly config: Pick<Config, 'dataDir' | 'ledgerMaximumWait' | 'callLoopback'>;
  readonly origin: string;
  /** The organisation that runs this hub. */
  readonly home: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly metrics: LedgerMetrics;
  readonly witnesses?: WitnessOverrides;
}

export interface LedgerMetrics {
  ledgerCommitted(entries: number): void;
  witnessed(ageSeconds: number, alarms: number): void;
}

export interface LedgerService {
  readonly port: LedgerWriter;
  readonly keys: LedgerKeys;
  /** Those who keep its heads, and whose heads are kept here. */
  readonly witnesses: WitnessService;
  /** What everybody may have of it. */
  readonly published: PublishedTree;
  /** The promise about an entry with this leaf that was written then. */
  readonly promiseOf: (leaf: string, at: Date) => Promise<string>;
  /** Writes what waits, puts it under a head when this hub leads, shows that to its witnesses, and closes. */
  stop(): Promise<void>;
}

/** Writer, sequencer and watch of one hub, put together. */
export async function startLedger(options: LedgerServiceOptions): Promise<LedgerService> {
  const { url, app, config, clock, log, metrics } = options;
  const { dataDir, ledgerMaximumWait: limit } = config;
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
  const freshness = new Freshness({ database: app, limit });
  const port = createLedgerWriter(app, {
    log,
    promises: (leaves) => makePromises(keys.origin, keys.newest.privateKey, leaves, clock.now()),
    fresh: () => {
      const state = sequencer.state();
      return state === true ? freshness.state() : state;
    },
    onCommit: (entries) => {
      sequencer.wake();
      metrics.ledgerCommitted(entries);
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
  const witnesses = startWitnesses({
    app,
    origin: keys.origin,
    config,
    clock,
    log,
    onRound: ({ age, alarms }) => metrics.witnessed(age, alarms),
    ...(options.witnesses ? { overrides: options.witnesses } : {}),
  });
  return {
    port,
    keys,
    witnesses,
    published: new PublishedTree(app, keys),
    promiseOf,
    async stop() {
      await paying.stop();
      await purging.stop();
      await port.stop();
      await freshness.stop();
      await sequencer.stop();
      // After the last head.
      await witnesses.stop();
    },
  };
}
