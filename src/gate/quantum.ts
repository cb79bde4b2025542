import { setTimeout as pause } from 'node:timers/promises';

/** Time that only goes forward, and waiting in it: milliseconds from an origin of its own. */
export interface Stopwatch {
  now(): number;
  /** Returns at this moment or as soon after as the process can; at once when it is past. */
  until(at: number): Promise<void>;
}

/** Milliseconds between two moments at which an answer that tells of nobody may leave. */
export const QUANTUM = 100;

/** Timers wake a little late or, by rounding, early; the last stretch is slept on a timer of its own. */
const LAST_STRETCH = 4;

/**
 * The time of this machine. Sleeps in two parts: a timer runs on a grid of whole milliseconds from the moment at which
 * it was set, so that one alone would wake at a fraction of a millisecond that tells when the work was done.
 */
export const systemStopwatch: Stopwatch = {
  now: () => performance.now(),
  async until(at) {
    for (;;) {
      const left = at - performance.now();
      if (left <= 0) return;
      await pause(Math.ceil(left > 2 * LAST_STRETCH ? left - LAST_STRETCH : left));
    }
  },
};

/**
 * When an answer that tells of nobody leaves: at the next multiple of the quantum counted from the arrival of its
 * request, and so many quanta later for an asker who is slowed.
 */
export const leavesAt = (arrived: number, now: number, slowedBy = 0): number =>
  arrived + (Math.max(1, Math.ceil((now - arrived) / QUANTUM)) + slowedBy) * QUANTUM;
