/** Work that is done again and again until it is stopped. */
export interface Repeating {
  /** Returns when the work under way is over; none begins after. */
  stop(): Promise<void>;
}

/**
 * Does the work every so many milliseconds, one at a time: what falls due while one is under way is left out. The
 * work tells its own failures; one that it throws goes to `failed`. Does not keep the process alive.
 */
export function repeat(
  milliseconds: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void = () => undefined,
): Repeating {
  let underWay: Promise<void> | null = null;
  const timer = setInterval(() => {
    underWay ??= work()
      .then(() => undefined, failed)
      .finally(() => {
        underWay = null;
      });
  }, milliseconds);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
