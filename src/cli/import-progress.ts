import { progressBar } from './progress-bar';

const EVERY = 10_000;

export interface ImportProgress {
  /** `done` from 0 to 1. */
  show(done: number, words: string): void;
  clear(): void;
}

/** A bar where somebody looks; else a line every ten seconds, so that a log shows that it goes on. */
export function importProgress(terminal: NodeJS.WriteStream = process.stderr): ImportProgress {
  if (terminal.isTTY) return progressBar(terminal);
  let last = performance.now();
  return {
    show(done, words) {
      if (performance.now() - last < EVERY) return;
      last = performance.now();
      terminal.write(`${Math.floor(done * 100)} %: ${words}\n`);
    },
    clear: () => undefined,
  };
}
