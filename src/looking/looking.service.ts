import { LRUCache } from 'lru-cache';
import type { Asking } from '../gate/asking';
import type { Look, LookingPort } from '../gate/ports';
import { HubError } from '../kernel/errors';
import { repeat, type Repeating } from '../kernel/repeat';
import { AskerState } from './asker-state';
import { handOn, type LooksLeft } from './hand-on';
import type { LookingOptions } from './looking-options';
import { budgetsOf, costOf } from './looking-rules';
import { forget, readStandings } from './looking.repository';

export interface LookingService extends LookingPort {
  /** Returns when all that was counted stands in the database. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds after an answer in which others' counts join its own. */
const GATHER = 100;
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
  private readonly forgetting: Repeating;

  constructor(private readonly options: LookingOptions) {
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
      state.notHandedOn += cost;
      return { key, state };
    });
    if (!person || !organisation || this.waiting.length >= MOST_WAITING) return;
    const vain = looks.flatMap(({ outcome, criteria }) => (outcome === 'HIT' || criteria === null ? [] : [criteria]));
    this.waiting.push({ asking, person, organisation, cost, vain, at: clock.now() });
    this.timer ??= setTimeout(() => void this.handOn(), GATHER).unref();
  }

  async settled(): Promise<void> {
    while (this.underWay !== null || this.waiting.length > 0) await (this.underWay ?? this.handOn());
  }

  async stop(): Promise<void> {
    await this.forgetting.stop();
    if (this.timer) clearTimeout(this.timer);
    const last = this.underWay ?? Promise.resolve();
    await last;
    if (this.waiting.length > 0) await this.handOn();
  }

  private handOn(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const looks = this.waiting;
    this.waiting = [];
    const now = this.options.clock.now().getTime();
    return (this.underWay ??= handOn(this.options, looks)
      .then(() => {
        for (const { person, organisation } of looks) person.state.heard = organisation.state.heard = now;
      })
      .catch(() => {
        // Counted in this hub all the same: what it has not handed on stands against the asker here.
        this.options.log('looking: counts cannot be written at the moment');
      })
      .finally(() => {
        this.underWay = null;
        if (this.waiting.length > 0) this.timer ??= setTimeout(() => void this.handOn(), GATHER).unref();
      }));
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
    if (!state) this.askers.set(key, (state = new AskerState(budgetsOf(this.options.rules, asking.role)[whose])));
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
    const now = this.options.clock.now();
    const since = new Date(now.getTime() - DAY);
    await forget(this.options.database, now, since, now.toISOString().slice(0, 10)).catch(() =>
      this.options.log('looking: what is over cannot be destroyed at the moment'),
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
