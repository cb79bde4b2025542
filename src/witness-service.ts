import type { Config } from './config';
import type { Sql } from './gate/ports';
import type { Clock } from './kernel/clock';
import { repeat } from './kernel/repeat';
import { Cosigners } from './ledger/witness/cosigners';
import { Stopping, type Outside } from './ledger/witness/outside';
import { watchState, type WatchState } from './ledger/witness/watch-state.repository';
import { Watch } from './ledger/witness/watch';
import { Witness } from './ledger/witness/witness';
import { WitnessKey } from './ledger/witness/witness-key';
import { keptHead } from './ledger/witness/witnessed.repository';
import { OutsidePost } from './outbox/post-outside';
import type { WitnessDesk } from './server/witness-routes';

/** What a test puts in the place of the outside world. */
export interface WitnessOverrides {
  readonly outside?: Outside;
  readonly every?: number;
}

export interface WitnessServiceOptions {
  readonly app: Sql;
  /** The name of this hub's log. */
  readonly origin: string;
  readonly config: Pick<Config, 'dataDir' | 'callLoopback'>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly onRound: (state: WatchState) => void;
  readonly overrides?: WitnessOverrides;
}

export interface WitnessService {
  /** What it does for other hubs, over HTTP. */
  readonly desk: WitnessDesk;
  /** Shows this hub's newest head to its witnesses now. */
  ask(): Promise<void>;
  /** Looks now at what a log that is kept here shows everybody. */
  look(origin: string): Promise<void>;
  /** Shows the last head to the witnesses, and closes. */
  stop(): Promise<void>;
}

const EVERY = 10_000;
/** A witness that does not answer holds nobody up for longer. */
const WITHIN = 5_000;
/** Milliseconds before a log is looked at again because of what somebody sent. */
const BETWEEN_LOOKS = 10_000;

/** This hub as a witness of others, and as a log with witnesses of its own, put together. */
export function startWitnesses(options: WitnessServiceOptions): WitnessService {
  const { app: database, origin, config, clock, log, overrides = {} } = options;
  const key = WitnessKey.open(config.dataDir, origin);
  const post = new OutsidePost({ loopback: config.callLoopback === true, within: WITHIN });
  const outside = overrides.outside ?? post;
  let closing = false;
  // A look asks many times: one under way when the hub stops ends with the next.
  const whileOpen: Outside = {
    get: (address) => (closing ? Promise.reject(new Stopping()) : outside.get(address)),
    post: (...asked) => outside.post(...asked),
  };
  const looks = new Map<string, { readonly began: number; readonly over: Promise<void> }>();
  const witness = new Witness({ database, key, clock, log, onUnproved: lookSoon });
  const watch = new Watch({ database, witness, outside: whileOpen, clock });
  const cosigners = new Cosigners({ database, outside, clock, log });
  const ask = async (now: boolean): Promise<void> => {
    await cosigners.round({ now });
    options.onRound(await watchState(database, clock.now()));
  };
  // Each by itself: a log that answers slowly delays nobody's cosignature.
  const repeating = [() => ask(false), () => watch.round()].map((work) =>
    repeat(overrides.every ?? EVERY, work, () =>
      log('Heads could not be compared with other hubs; the next round tries again.'),
    ),
  );

  /** What was sent without a proof is looked up, by whomever it was sent and however often. */
  function lookSoon(at: string): void {
    const began = performance.now();
    const before = looks.get(at);
    if (before && began - before.began < BETWEEN_LOOKS) return;
    looks.set(at, { began, over: watch.look(at).catch(() => undefined) });
  }

  return {
    desk: {
      add: (body) => witness.add(body),
      kept: (digest) => keptHead(database, digest),
    },
    ask: () => ask(true),
    look: (at) => watch.look(at),
    async stop() {
      closing = true;
      for (const each of repeating) await each.stop();
      await Promise.all([...looks.values()].map(({ over }) => over));
      await cosigners.round({ now: true }).catch(() => undefined);
      post.close();
    },
  };
}
