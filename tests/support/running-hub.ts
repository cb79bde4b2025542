import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface RunningHub {
  readonly process: ChildProcess;
  /** Of its PostgreSQL. */
  readonly serverPid: number;
  readonly adopted: boolean;
  /** To the whole group, as a terminal does. @returns the exit code, or the signal's name */
  end(signal: 'SIGINT' | 'SIGKILL'): Promise<number | string>;
}

/** Starts `hub-in-a-process.ts` on a data folder, in a process group of its own. */
export async function runHub(dataDir: string): Promise<RunningHub> {
  const child = spawn(
    process.execPath,
    ['--require', resolve(__dirname, 'typescript.cjs'), resolve(__dirname, 'hub-in-a-process.ts'), dataDir],
    { detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const [line] = (await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => {
      throw new Error('The hub ended before its database was ready.');
    }),
  ])) as [Buffer];
  const { pid, adopted } = JSON.parse(line.toString()) as { pid: number; adopted: boolean };
  return {
    process: child,
    serverPid: pid,
    adopted,
    async end(signal) {
      process.kill(-(child.pid ?? 0), signal);
      const [code, ended] = await exited;
      return ended ?? code ?? 'unknown';
    },
  };
}
