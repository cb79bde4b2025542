/** Where the time comes from. Whatever depends on the time takes a clock, so that tests can say what time it is. */
export interface Clock {
  now(): Date;
}

/** The time of this machine. */
export const systemClock: Clock = { now: () => new Date() };
