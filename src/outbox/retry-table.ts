const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The waiting times of Standard Webhooks after the first attempt; the last one repeats. */
const TABLE = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR];
/** So that what failed together does not come back together. */
const JITTER = 0.2;

/** After so many failures in a row it is the receiver that is away, and not one message that it cannot take. */
export const AWAY_AFTER = 5;
/** A receiver that is away for a week, and the holiday before it, finds everything; then somebody has to look. */
export const GIVEN_UP_AFTER = 14 * DAY;

/** Milliseconds to wait after so many attempts (1 or more). `random` is of [0, 1). */
export function waitAfter(attempts: number, random: number): number {
  const wait = TABLE[Math.min(attempts, TABLE.length) - 1] ?? 10 * HOUR;
  return Math.round(wait * (1 + JITTER * random));
}
