const WAIT = 2_000;
const WIDTH = 30;

export interface ProgressBar {
  /** `done` from 0 to 1. */
  show(done: number, words: string): void;
  clear(): void;
}

/** A bar on the terminal's error stream once something takes more than two seconds; nothing where nobody looks. */
export function progressBar(terminal: NodeJS.WriteStream = process.stderr): ProgressBar {
  const began = performance.now();
  let isShown = false;
  return {
    show(done, words) {
      if (!terminal.isTTY || performance.now() - began < WAIT) return;
      const full = Math.round(Math.min(Math.max(done, 0), 1) * WIDTH);
      terminal.write(`\r[${'#'.repeat(full)}${' '.repeat(WIDTH - full)}] ${words}`);
      isShown = true;
    },
    clear() {
      if (isShown) terminal.write(`\r${' '.repeat(terminal.columns - 1)}\r`);
      isShown = false;
    },
  };
}
