import type { Stopwatch } from '../../src/gate/quantum';

/** An answer that waits to leave. */
export interface Held {
  /** When it may, by the stopwatch. */
  readonly at: number;
  release(): void;
}

/** A stopwatch that a test holds: it goes on by a step whenever it is read, and nobody leaves before it is released. */
export class HeldStopwatch implements Stopwatch {
  step = 7;
  readonly read: number[] = [];
  readonly held: Held[] = [];
  private time = 1000;
  private wanted: (() => void)[] = [];

  now(): number {
    this.time += this.step;
    this.read.push(this.time);
    return this.time;
  }

  until(at: number): Promise<void> {
    return new Promise((release) => {
      this.held.push({ at, release });
      for (const tell of this.wanted.splice(0)) tell();
    });
  }

  /** The answer that waits, once one does. */
  async next(): Promise<Held> {
    if (this.held.length === 0) await new Promise<void>((resolve) => this.wanted.push(resolve));
    const held = this.held.shift();
    if (!held) throw new Error('nobody waits');
    return held;
  }
}
