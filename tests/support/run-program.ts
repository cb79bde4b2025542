import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Program {
  readonly process: ChildProcess;
  /** Resolves when standard output holds the words. Rejects when the program ends before. */
  says(words: string): Promise<string>;
  readonly ended: Promise<Ended>;
}

/** `rollcall …` from the sources, in a process of its own, with these settings beside those of the test. */
export function runProgram(args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const hook = resolve(__dirname, 'typescript.cjs');
  const child = spawn(process.execPath, ['--require', hook, resolve(ROOT, 'src/main.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  return {
    process: child,
    ended,
    async says(words) {
      for (const done = ended.then(() => true); !out.includes(words);) {
        const more = once(child.stdout, 'data').then(() => false);
        if ((await Promise.race([more, done])) && !out.includes(words))
          throw new Error(`rollcall ended: ${err}`);
      }
      return out;
    },
  };
}
