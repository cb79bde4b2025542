import type { Budget, LookingRules, Span } from './looking-rules';
import type { StandingRow, Step } from './looking.repository';

const LENGTHS: Readonly<Record<Span, number>> = { hour: 3_600_000, day: 86_400_000 };
export const SPANS: readonly Span[] = ['hour', 'day'];

/** The span that a moment lies in. */
export function spanOf(span: Span, now: number): { starts: number; ends: number } {
  const starts = Math.floor(now / LENGTHS[span]) * LENGTHS[span];
  return { starts, ends: starts + LENGTHS[span] };
}

/** What an asker may do now. */
export type Leave =
  { readonly effect: 'look'; readonly slowed: boolean } | { readonly effect: 'wait'; readonly until: number };

/**
 * What this hub knows of one asker: what all hubs have counted, when it last heard of it, and what it has not handed on
 * yet. Of looks under way the dearer outcome is held back.
 */
export class AskerState {
  private readonly spent = new Map<Span, { readonly starts: number; readonly amount: number }>();
  private readonly signs = new Map<Step, number>();
  heard = Number.NEGATIVE_INFINITY;
  underWay = 0;
  notHandedOn = 0;

  constructor(readonly budget: Budget) {}

  /** Takes what the database says. */
  take({ what, amount, at }: StandingRow): void {
    if (what !== 'hour' && what !== 'day') {
      this.sign(what, at.getTime());
      return;
    }
    // Counts may come late and in any order; of a span that is over nothing needs to be known.
    const known = this.spent.get(what);
    if ((known?.starts ?? 0) <= at.getTime()) this.spent.set(what, { starts: at.getTime(), amount });
  }

  sign(step: Step, at: number): void {
    this.signs.set(step, Math.max(at, this.signs.get(step) ?? at));
  }

  /** Whether looks that cost so much at the least may begin. */
  leave(least: number, now: number, rules: LookingRules): Leave {
    const stopped = (this.signs.get('STOPPED') ?? Number.NEGATIVE_INFINITY) + rules.stopped.minutes * 60_000;
    let until = Math.max(now, stopped);
    let slowed = now - (this.signs.get('SLOWED') ?? Number.NEGATIVE_INFINITY) < LENGTHS.day;
    for (const span of SPANS) {
      const { starts, ends } = spanOf(span, now);
      const known = this.spent.get(span);
      const used = (known?.starts === starts ? known.amount : 0) + this.underWay + this.notHandedOn;
      if (used >= this.budget[span] || used + least > this.budget[span]) until = Math.max(until, ends);
      slowed ||= used >= rules.slowed.from * this.budget[span];
    }
    return until > now ? { effect: 'wait', until } : { effect: 'look', slowed };
  }
}
