import type { Answer } from '../gate/answer';
import type { GatePorts, Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { repeat, type Repeating } from '../kernel/repeat';
import type { AskedFor } from './asked-for';
import {
  claim,
  purgeBefore,
  release,
  settleDelivered,
  settleFailed,
  settleHeld,
  settleMore,
  settleNotCarried,
  stillOurs,
} from './delivery.repository';
import type { Carried, Carrier, Carriers, Claimed } from './message';
import { AWAY_AFTER, GIVEN_UP_AFTER, waitAfter } from './retry-table';

export interface DeliveryOptions {
  readonly database: Sql;
  readonly transaction: GatePorts['transaction'];
  readonly askedFor: Pick<AskedFor, 'decide' | 'rules'>;
  readonly carriers: Carriers;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Of [0, 1), for the jitter; else `Math.random`. */
  readonly random?: () => number;
  /** Milliseconds between looks when nothing wakes it. */
  readonly every?: number;
  readonly atOnce?: number;
}

const EVERY = 1000;
const AT_ONCE = 16;
/** What fails on our side is not the receiver's doing: it is tried again soon, and not counted against it. */
const SOON = 5000;
const HOUR = 3_600_000;
/** Messages that were settled go after so long (the ledger keeps what was told). */
const KEPT = 90 * 24 * HOUR;

/**
 * Delivers what waits in the outbox: at least once, each child's in its order, by however many hubs. What one that was
 * killed had taken is taken by another when its lease is over; the receiver knows it again by its id.
 * INVARIANT: nothing is handed to a carrier that the gate has not just answered for the receiver.
 */
export class Delivery {
  private readonly under = new Set<Promise<void>>();
  private looking: Promise<void> | null = null;
  /** How often a look was asked for. */
  private asked = 0;
  private stopping = false;
  private away = false;
  private rules: string | null = null;
  private timers: readonly Repeating[] = [];

  private readonly atOnce: number;

  constructor(private readonly options: DeliveryOptions) {
    this.atOnce = options.atOnce ?? AT_ONCE;
  }

  /** Looks every second from now on. */
  start(): void {
    const { every = EVERY } = this.options;
    this.timers = [repeat(every, () => this.look()), repeat(HOUR, () => this.purge())];
    this.wake();
  }

  /** There may be something to deliver. */
  wake(): void {
    if (!this.stopping) void this.look();
  }

  /** Delivers what is due until nothing more is; for tests and commands. */
  async drain(): Promise<void> {
    for (;;) {
      const found = await this.look();
      if (!found && this.under.size === 0) return;
      await Promise.all(this.under);
    }
  }

  /** Takes nothing more, and waits for what is under way. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) await timer.stop();
    await this.looking;
    await Promise.all(this.under);
  }

  /** Whether anything was found. Looks that are asked for while one is under way are one more look. */
  private async look(): Promise<boolean> {
    this.asked += 1;
    if (this.looking) {
      await this.looking;
      return this.under.size > 0;
    }
    let found = 0;
    const looking = (async () => {
      for (let seen = -1; seen !== this.asked && !this.stopping;) {
        seen = this.asked;
        found += await this.take();
      }
    })().finally(() => (this.looking = null));
    this.looking = looking;
    await looking;
    return found > 0;
  }

  private async take(): Promise<number> {
    const { database, askedFor, clock, log } = this.options;
    const free = this.atOnce - this.under.size;
    if (free <= 0 || this.stopping) return 0;
    try {
      const rules = askedFor.rules();
      if (rules !== null && rules !== this.rules) {
        await release(database, rules);
        this.rules = rules;
      }
      const claimed = await claim(database, clock.now(), free);
      for (const message of claimed) this.begin(message);
      if (this.away) log('outbox: delivers again');
      this.away = false;
      return claimed.length;
    } catch {
      if (!this.away) log('outbox: the database does not answer; what waits is delivered when it does');
      this.away = true;
      return 0;
    }
  }

  private begin(message: Claimed): void {
    const work = this.deliver(message)
      // Not settled: its lease runs out, and it is delivered again.
      .catch(() => undefined)
      .finally(() => {
        this.under.delete(work);
        // Some at a time: to ask for each alone costs more than it brings.
        if (this.under.size <= this.atOnce / 2) this.wake();
      });
    this.under.add(work);
  }

  private async deliver(message: Claimed): Promise<void> {
    const { database, askedFor, clock, carriers } = this.options;
    const carrier = carriers[message.channel.kind];
    if (carrier?.takes && !(await carrier.takes(message))) return settleNotCarried(database, message);
    const decided = await askedFor.decide(message);
    if (decided.kind === 'SHUT') return settleHeld(database, message, decided);
    if (decided.kind === 'LATER') {
      const next = new Date(clock.now().getTime() + SOON);
      const failure = { problem: decided.problem, next, restsUntil: null, theirs: false };
      return settleFailed(database, message, failure, clock.now());
    }
    const carried = await this.carry(carrier, message, decided.answer);
    const settle = carried.settle;
    if (settle === undefined) return this.settle(database, message, carried);
    await this.options.transaction(async (tx) => {
      if (!(await stillOurs(tx, message))) return;
      await settle(tx);
      await this.settle(tx, message, carried);
    });
  }

  private settle(sql: Sql, message: Claimed, carried: Carried): Promise<void> {
    const now = this.options.clock.now();
    if (carried.taken && carried.more === true) return settleMore(sql, message);
    if (carried.taken) return settleDelivered(sql, message, now, carried.problem ?? null);
    const { problem, final = false, away = true } = carried;
    const after = this.after(message, now);
    const failure = {
      problem,
      next: final ? null : after.next,
      restsUntil: away ? after.restsUntil : null,
      theirs: away && !final,
    };
    return settleFailed(sql, message, failure, now);
  }

  private async carry(carrier: Carrier | undefined, message: Claimed, answer: Answer): Promise<Carried> {
    const { clock } = this.options;
    if (!carrier) return { taken: false, problem: 'this hub has no such carrier' };
    const { id, kind, about, lane, purpose, writtenAt, attempts, channel } = message;
    return carrier.carry({
      ...{ id, kind, about, lane, purpose, writtenAt, attempts, channel },
      answer,
      at: clock.now(),
    });
  }

  private after({ attempts, writtenAt, channel }: Claimed, now: Date) {
    const { random = Math.random } = this.options;
    const inTime = (wait: number): Date => new Date(now.getTime() + wait);
    const old = now.getTime() - writtenAt.getTime() > GIVEN_UP_AFTER;
    const failures = channel.failures + 1;
    return {
      next: old ? null : inTime(waitAfter(attempts, random())),
      restsUntil: failures < AWAY_AFTER ? null : inTime(waitAfter(failures - AWAY_AFTER + 1, random())),
    };
  }

  private async purge(): Promise<void> {
    const { database, clock } = this.options;
    await purgeBefore(database, new Date(clock.now().getTime() - KEPT));
  }
}
