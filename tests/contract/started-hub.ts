import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const BIN = join(ROOT, 'bin/rollcall.cjs');

/** `npm start` as an operator's machine runs it: the built program, its own database, one data folder. */
export interface StartedHub {
  readonly address: string;
  /** The hub's whole process group, without warning. Its database is not in it. */
  kill(): Promise<void>;
  /** Ctrl-C. @returns the exit code */
  stop(): Promise<number | null>;
}

/** The program is built before the tests run; where somebody runs this test alone, it is built here. */
export function ensureBuilt(): void {
  if (isBuilt()) return;
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(
    process.execPath,
    [compiler, '-p', join(ROOT, 'tsconfig.build.json')],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`The program cannot be built:\n${stdout}`);
}

function isBuilt(): boolean {
  const places = ['src', 'migrations'];
  return places.every((place) =>
    readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .every((name) => {
        const made = join(ROOT, 'dist', place, name.replace(/ts$/, 'js'));
        return existsSync(made) && statSync(made).mtimeMs >= statSync(join(ROOT, place, name)).mtimeMs;
      }),
  );
}

/** A command of the program, as an operator would give it, with what it printed. */
export function runRollcall(
  args: readonly string[],
  dataDir: string,
  databaseUrl = '',
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, ROLLCALL_DATA_DIR: dataDir },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

export async function startHub(dataDir: string, databaseUrl = ''): Promise<StartedHub> {
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    ROLLCALL_DATA_DIR: dataDir,
    ROLLCALL_LOG_LEVEL: 'fatal',
  };
  const child = spawn(process.execPath, [BIN, 'start', '--port', '0'], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const address = await saysAddress(child, exited);
  return {
    address,
    kill: async () => {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await exited;
    },
    stop: async () => {
      child.kill('SIGINT');
      const [code] = await exited;
      return code;
    },
  };
}

async function saysAddress(child: ChildProcess, exited: Promise<unknown>): Promise<string> {
  let [out, err] = ['', ''];
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((found, lost) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const address = /serves (http:\S+)\/graphql/.exec(out)?.[1];
      if (address !== undefined) found(address);
    });
    void exited.then(() => lost(new Error(`The hub ended before it served: ${err}`)));
  });
}

/** Of the PostgreSQL that holds a data folder. */
export function databasePid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres-18', 'postmaster.pid'), 'utf8').split('\n')[0]);
}
