import { setTimeout as pause } from 'node:timers/promises';
import type { RulesetSource, Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { HubError } from '../kernel/errors';
import { endOfLondonDay, londonDate, startOfLondonDay } from '../kernel/london-time';
import type { Catalogues } from '../policy/catalogue';
import type { DirectoryWords } from '../policy/checks/check';
import { compile } from '../policy/compile';
import type { Ruleset } from '../policy/ruleset';
import { directoryWords } from './directory-words';
import { HEAD } from './head';
import { textsInForce, type ApprovedText } from './texts-in-force';

export interface RulesetSourceOptions {
  readonly database: Sql;
  readonly catalogues: Catalogues;
  readonly cataloguesDigest: string;
  /** Authorities on whose behalf this hub runs: `la/931`. */
  readonly homeAuthorities: ReadonlySet<string>;
  /** Says which day it is in London. */
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** A count of milliseconds that only grows, for staleness; never the clock, which may be set. */
  readonly ticks?: () => number;
  readonly pollEvery?: number;
}

export interface ConfirmedRulesets extends RulesetSource {
  /** Throws HubError UNAVAILABLE when the head was not confirmed for five seconds, or nothing is compiled. */
  current(): { readonly ruleset: Ruleset; readonly head: string };
  /** Reads what is in force now. Throws when the database does not answer. */
  refresh(): Promise<void>;
  /** Refreshes, then polls until stopped. A first failure is logged, not thrown: `current` then denies. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** True, or the sentence that says why nothing is shared. */
  readiness(): true | string;
  /** Approved texts that open nothing, and why. */
  problems(): readonly string[];
}

interface Loaded {
  readonly head: string;
  readonly approved: readonly ApprovedText[];
  readonly directory: DirectoryWords;
}

interface Compiled {
  /** Null when a text in force cannot be read. */
  readonly ruleset: Ruleset | null;
  readonly head: string;
  readonly problems: readonly string[];
  /** The instants between which the day of the ruleset lies. */
  readonly from: number;
  readonly until: number;
}

const FRESH = 5000;
const POLL_EVERY = 1000;
/** Polls after which a question that is not answered is given up. */
const PATIENCE = 4;
const MOST_HANGING = 2;

const LOAD = `select ${HEAD} as head, coalesce((
  select json_agg(json_build_object('agreement', v.agreement, 'version', v.version, 'text', v.text,
    'digest', encode(v.digest, 'hex'), 'suspended', exists (
      select from agreement_suspension s where s.agreement = v.agreement and s.lifted_at is null))
    order by v.agreement, v.version)
  from agreement_version v where v.state = 'APPROVED'), '[]') as approved`;

/** The ruleset in force, held compiled and confirmed against the database every second. */
export function createRulesetSource(options: RulesetSourceOptions): ConfirmedRulesets {
  return new PolledRulesets(options);
}

class PolledRulesets implements ConfirmedRulesets {
  private readonly ticks: () => number;
  private loaded: Loaded | null = null;
  private compiled: Compiled | null = null;
  private confirmedAt = Number.NEGATIVE_INFINITY;
  private asked = 0;
  private applied = 0;
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;
  private hanging = 0;
  private reachable = true;

  constructor(private readonly options: RulesetSourceOptions) {
    this.ticks = options.ticks ?? (() => performance.now());
  }

  current(): { readonly ruleset: Ruleset; readonly head: string } {
    const compiled = this.today();
    if (!compiled?.ruleset || !this.fresh()) {
      throw new HubError(
        'UNAVAILABLE',
        'What is agreed cannot be confirmed at the moment, so nothing is shared. Try again.',
      );
    }
    return { ruleset: compiled.ruleset, head: compiled.head };
  }

  readiness(): true | string {
    const compiled = this.today();
    if (!compiled) return 'No agreements have been read yet.';
    if (!compiled.ruleset) return 'An approved agreement cannot be read; see the log.';
    return this.fresh() ? true : 'What is in force has not been confirmed for five seconds.';
  }

  problems(): readonly string[] {
    return this.today()?.problems ?? [];
  }

  async refresh(): Promise<void> {
    const serial = ++this.asked;
    const since = this.ticks();
    const { database, homeAuthorities } = this.options;
    let loaded = this.loaded;
    const [now] = await database.query<{ head: string }>(`select ${HEAD} as head`);
    // After a problem everything is read again each time: the directory may have been put right meanwhile.
    if (now?.head !== loaded?.head || this.problems().length > 0) {
      const [row] = await database.query<{ head: string; approved: ApprovedText[] }>(LOAD);
      loaded = row ? { ...row, directory: await directoryWords(database, homeAuthorities) } : null;
    }
    // A slow answer never overtakes a newer one.
    if (!loaded || serial < this.applied) return;
    this.applied = serial;
    if (loaded !== this.loaded) {
      this.compiled = this.compile(loaded);
      this.loaded = loaded;
    }
    this.confirmedAt = Math.max(this.confirmedAt, since);
  }

  async start(): Promise<void> {
    if (this.timer) return;
    await this.poll();
    this.timer = setInterval(() => {
      this.polling ??= this.poll().finally(() => (this.polling = null));
    }, this.options.pollEvery ?? POLL_EVERY);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.polling;
  }

  private async poll(): Promise<void> {
    try {
      await this.refreshInTime();
      if (!this.reachable) this.options.log('agreements: what is in force is confirmed again');
      this.reachable = true;
    } catch {
      if (this.reachable)
        this.options.log('agreements: what is in force cannot be confirmed; nothing is shared after 5 s');
      this.reachable = false;
    }
  }

  /** A database that hangs must not stop the polling: after a while the next question is asked beside it. */
  private async refreshInTime(): Promise<void> {
    if (this.hanging >= MOST_HANGING) throw new Error('the database does not answer');
    this.hanging += 1;
    const asked = this.refresh().finally(() => (this.hanging -= 1));
    const late = new AbortController();
    try {
      await Promise.race([
        asked,
        pause(PATIENCE * (this.options.pollEvery ?? POLL_EVERY), undefined, {
          ref: false,
          signal: late.signal,
        }).then(() => {
          throw new Error('the database does not answer');
        }),
      ]);
    } finally {
      late.abort();
      asked.catch(() => undefined);
    }
  }

  private fresh(): boolean {
    return this.ticks() - this.confirmedAt <= FRESH;
  }

  /** What was compiled, compiled again when it has become another day in London. */
  private today(): Compiled | null {
    const now = this.options.clock.now().getTime();
    if (this.loaded && this.compiled && (now < this.compiled.from || now >= this.compiled.until)) {
      this.compiled = this.compile(this.loaded);
    }
    return this.compiled;
  }

  private compile({ head, approved, directory }: Loaded): Compiled {
    const { catalogues, cataloguesDigest, homeAuthorities, clock } = this.options;
    const day = londonDate(clock.now());
    const { texts, problems, unreadable } = textsInForce(approved, catalogues, directory, day);
    const told = unreadable
      ? [...problems, 'NOTHING IS SHARED until every approved text can be read']
      : problems;
    this.tell(told);
    return {
      head,
      problems: told,
      ruleset: unreadable
        ? null
        : compile({ agreements: texts, catalogues, cataloguesDigest, homeAuthorities, day }),
      from: startOfLondonDay(day).getTime(),
      until: endOfLondonDay(day).getTime(),
    };
  }

  /** Loudly, but not every second the same. */
  private tell(problems: readonly string[]): void {
    if (problems.join() === (this.compiled?.problems ?? []).join()) return;
    for (const problem of problems) this.options.log(`agreements: OPENS NOTHING: ${problem}`);
  }
}
