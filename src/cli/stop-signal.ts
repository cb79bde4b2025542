const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopSignal {
  readonly asked: boolean;
  /** Resolves when somebody asks this process to stop. */
  readonly wait: Promise<void>;
}

/** The first Ctrl-C (or SIGTERM, SIGHUP) asks to stop; the second ends the process at once. */
export function stopSignal(): StopSignal {
  let asked = false;
  const wait = new Promise<void>((resolve) => {
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      process.stderr.write('Stopping: what is under way is finished first. Ctrl-C again to stop at once.\n');
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
  return {
    get asked() {
      return asked;
    },
    wait,
  };
}
