import { LRUCache } from 'lru-cache';
import type { Asking } from '../gate/asking';
import type { Look, LookingPort } from '../gate/ports';
import { HubError } from '../kernel/errors';
import { repeat, type Repeating } from '../kernel/repeat';
import { AskerState } from './asker-state';
import { recognise, spend, type LooksLeft, type Signed } from './hand-on';
import type { LookingOptions } from './looking-options';
import { budgetsOf, costOf } from './looking-rules';
import { forget, readStandings } from './looking.repository';

export interface LookingService extends LookingPort {
  /** Returns when all that was counted stands in the database, or cannot be written at the moment. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds after an answer in which others' counts join its own. */
const GATHER = 100;
/** Milliseconds after which what could not be written is tried again. */
const AGAIN = 2000;
/** Milliseconds after which an asker whom this hub has not heard of is asked about again: other hubs count too. */
const STALE = 5000;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const ASKERS_KEPT = 20_000;
/** Looks that may wait while the database is away; what comes beyond goes uncounted. */
const MOST_WAITING = 20_000;

/**
 * Limits on looking. What an asker may do is worked out from what it did before, as all hubs have counted it, and written
 * after its answers have left, for many askers at once.
 */
export class Looking implements LookingService {
  private readonly askers = new LRUCache<string, AskerState>({ max: ASKERS_KEPT });
  private waiting: LooksLeft[] = [];
  private underWay: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private away = false;
  private readonly forgetting: Repeating;
  private readonly forgotten: Promise<void>;

  constructor(private readonly options: LookingOptions) {
    // At once, too: a hub that is started anew every hour forgets as others do.
    this.forgotten = this.forget();
    this.forgetting = repeat(HOUR, () => this.forget());
  }

  async admit(asking: Asking, looks: readonly Look[]): Promise<number> {
    const { rules } = this.options;
    const states = await this.statesOf(asking);
    const now = this.options.clock.now().getTime();
    const least = sum(looks, ({ breadth }) => costOf(rules, breadth, 'hit'));
    const leaves = states.map((state) => state.leave(least, now, rules));
    const until = Math.max(...leaves.map((leave) => (leave.effect === 'wait' ? leave.until : 0)));
    if (until > 0) throw tooMuch(Math.max(1, Math.ceil((until - now) / 1000)));
    const held = this.heldBack(looks);
    for (const state of states) state.underWay += held;
    return leaves.some((leave) => leave.effect === 'look' && leave.slowed) ? rules.slowed.quanta : 0;
  }

  left(asking: Asking, looks: readonly Look[]): void {
    if (looks.length === 0) return;
    const { rules, clock } = this.options;
    const cost = sum(looks, ({ breadth, outcome }) =>
      outcome === 'MISREAD' ? 0 : costOf(rules, breadth, outcome === 'HIT' ? 'hit' : 'miss'),
    );
    const keys = this.keysOf(asking);
    const held = this.heldBack(looks);
    const [person, organisation] = keys.map((key, i) => {
      const state = this.stateOf(key, asking, i === 0 ? 'person' : 'organisation');
      state.underWay = Math.max(0, state.underWay - held);
      return { key, state };
    });
    if (!person || !organisation || this.waiting.length >= MOST_WAITING) return;
    for (const { state } of [person, organisation]) state.notHandedOn += cost;
    const vain = looks.flatMap(({ outcome, criteria }) =>
      outcome === 'HIT' || criteria === null ? [] : [criteria],
    );
    this.waiting.push({ asking, person, organisation, cost, vain, at: clock.now() });
    this.soon();
  }

  async settled(): Promise<void> {
    do await this.handOn();
    while (this.waiting.length > 0 && !this.away);
  }

  async stop(): Promise<void> {
    await this.forgetting.stop();
    await this.forgotten;
    await this.settled();
    if (this.timer) clearTimeout(this.timer);
  }

  private soon(): void {
    if (this.waiting.length === 0 || this.underWay !== null) return;
    this.timer ??= setTimeout(() => void this.handOn(), this.away ? AGAIN : GATHER).unref();
  }

  /** One at a time: what comes meanwhile goes with the next. */
  private handOn(): Promise<void> {
    return (this.underWay ??= this.handOnWaiting().finally(() => {
      this.underWay = null;
      this.soon();
    }));
  }

  private async handOnWaiting(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const looks = this.waiting;
    if (looks.length === 0) return;
    this.waiting = [];
    const now = this.options.clock.now().getTime();
    let used: readonly Signed[];
    try {
      used = await spend(this.options, looks, new Date(now - DAY));
      this.away = false;
    } catch {
      // Meanwhile it stands against the asker in this hub.
      this.waiting = [...looks, ...this.waiting];
      this.away = true;
      this.options.log('looking: counts cannot be written at the moment');
      return;
    }
    for (const { person, organisation } of looks) person.state.heard = organisation.state.heard = now;
    await recognise(this.options, looks, used).catch(() =>
      this.options.log('looking: what was recognised cannot be written at the moment'),
    );
  }

  private async statesOf(asking: Asking): Promise<AskerState[]> {
    const { database, clock } = this.options;
    const keys = this.keysOf(asking);
    const states = keys.map((key, i) => this.stateOf(key, asking, i === 0 ? 'person' : 'organisation'));
    const now = clock.now().getTime();
    if (states.some(({ heard }) => Math.abs(now - heard) > STALE)) {
      const rows = await readStandings(database, keys, new Date(now), new Date(now - DAY));
      for (const row of rows) states[keys.indexOf(row.asker)]?.take(row);
      for (const state of states) state.heard = now;
    }
    return states;
  }

  private stateOf(key: string, asking: Asking, whose: 'person' | 'organisation'): AskerState {
    let state = this.askers.get(key);
    if (!state)
      this.askers.set(key, (state = new AskerState(budgetsOf(this.options.rules, asking.role)[whose])));
    return state;
  }

  /** A person is who a client says it is; an organisation is counted by role, as its services are kept apart. */
  private keysOf({ clientId, subject, organisation, role }: Asking): [person: string, organisation: string] {
    const { key } = this.options;
    return [key.asker('person', clientId, subject), key.asker('organisation', organisation, role)];
  }

  private heldBack(looks: readonly Look[]): number {
    return sum(looks, ({ breadth, outcome }) =>
      outcome === 'MISREAD' ? 0 : costOf(this.options.rules, breadth, 'miss'),
    );
  }

  private async forget(): Promise<void> {
    const { database, clock, rules, log } = this.options;
    const now = clock.now();
    const ago = (days: number): Date => new Date(now.getTime() - days * DAY);
    const today = now.toISOString().slice(0, 10);
    await forget(database, { now, today, signs: ago(1), reports: ago(rules.reports.days) }).catch(() =>
      log('looking: what is over cannot be destroyed at the moment'),
    );
  }
}

/** No limits: for a measurement, which asks more than anybody would. */
export const unlimitedLooking: LookingService = {
  admit: () => Promise.resolve(0),
  left: () => undefined,
  settled: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

const sum = (looks: readonly Look[], of: (look: Look) => number): number =>
  looks.reduce((total, look) => total + of(look), 0);

const tooMuch = (retryAfter: number): HubError =>
  new HubError(
    'RATE_LIMITED',
    'You have looked for more children than your organisation’s agreement foresees. Look again later, for fewer at once; the council’s team can be rung at any time.',
    { retryAfter },
  );
