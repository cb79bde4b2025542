import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface HubProcess {
  readonly port: number;
  /** Ports of the subgraphs beside it. */
  readonly beside: readonly number[];
  readonly pid: number;
  /** Without warning, by its process id. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface HubProcessOptions {
  readonly url: string;
  readonly dataDir: string;
  /** The instant at which its clock stands; null = the machine's. */
  readonly now: string | null;
  readonly subgraph: string | null;
  /** Other subgraphs that the same process serves, each with a port and connections of its own. */
  readonly beside?: readonly string[];
  /** Folder of the agencies that are registered with it. */
  readonly agencies?: string;
  /** Else a free one. */
  readonly port?: number;
}

/** A hub in a process of its own with connections of its own, on the built program. */
export async function startHubProcess(options: HubProcessOptions): Promise<HubProcess> {
  const child = spawn(
    process.execPath,
    [resolve(__dirname, 'split-hub-process.cjs'), JSON.stringify(options)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let errors = '';
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => {
      throw new Error(`${options.subgraph ?? 'The whole hub'} did not start: ${errors}`);
    }),
  ])) as [Buffer];
  return {
    ...(JSON.parse(line.toString()) as Pick<HubProcess, 'port' | 'beside'>),
    pid: child.pid ?? 0,
    kill: () => end(child, 'SIGKILL', exited),
    stop: () => end(child, 'SIGTERM', exited),
  };
}

async function end(
  child: ChildProcess,
  signal: 'SIGKILL' | 'SIGTERM',
  exited: Promise<unknown>,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  process.kill(child.pid ?? 0, signal);
  await exited;
}
