import type { Clock } from '../../src/kernel/clock';

export class ManualClock implements Clock {
  private time: number;

  constructor(start: string | Date) {
    this.time = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  set(instant: string | Date): void {
    this.time = new Date(instant).getTime();
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}
