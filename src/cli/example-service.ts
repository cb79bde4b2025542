import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../package-root';

/** The child-health service of `examples/health-subgraph`, in a process of its own, with an invented record of one child. */
export interface ExampleService {
  start(child: string): Promise<void>;
  stop(): Promise<void>;
}

/** `port`: where its registration says that it is. */
export function exampleService(hub: string, port = 4010): ExampleService {
  let running: ChildProcess | null = null;
  return {
    start: async (child) => {
      const main = join(packageRoot(), 'examples', 'health-subgraph', 'main.cjs');
      const made = spawn(process.execPath, [main, child, hub, String(port)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      running = made;
      made.stdout.on('data', (said: Buffer) => process.stdout.write(`   [health] ${said.toString()}`));
      const ended = once(made, 'exit').then(() => {
        throw new Error(`The example service did not start: is something else on port ${port}?`);
      });
      ended.catch(() => undefined);
      await Promise.race([once(made.stdout, 'data'), ended]);
    },
    stop: async () => {
      if (running === null || running.exitCode !== null || running.signalCode !== null) return;
      const ended = once(running, 'close');
      running.kill();
      await ended;
    },
  };
}
