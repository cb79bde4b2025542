import { spawn } from 'node:child_process';
import { closeSync, ftruncateSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Binaries } from './binaries';
import { serverEnvironment } from './server-environment';
import { identityOf, type ServerUser } from './server-user';

export interface Launch {
  readonly binaries: Binaries;
  readonly cluster: string;
  readonly user: ServerUser;
  /** Undefined on Windows, where a loopback port is used. */
  readonly socketFolder: string | undefined;
  readonly port: number;
  /** False only for tests: a crash of the machine may then lose the database. */
  readonly durable: boolean;
}

/** A server that has been started, though it may not be ready. */
export interface Launched {
  readonly pid: number;
  /** Once the server has ended: its last words, in English. */
  ended(): string | undefined;
}

const longestLog = 10 * 1024 * 1024;

/**
 * Starts the server in a session of its own, so that Ctrl-C in the hub's terminal does not reach it: the hub stops
 * first, the database last. It writes to a file, not to us, and so outlives a hub that was killed.
 */
export function launchServer(launch: Launch): Launched {
  const log = openSync(`${launch.cluster}.log`, 'a+', 0o600);
  if (fstatSync(log).size > longestLog) ftruncateSync(log);
  const from = fstatSync(log).size;
  const child = spawn(launch.binaries.postgres, ['-D', launch.cluster, ...settings(launch)], {
    ...identityOf(launch.user),
    ...serverEnvironment(),
    cwd: process.platform === 'win32' ? launch.cluster : '/',
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  let lastWords: string | undefined;
  child.once('error', (error: NodeJS.ErrnoException) => {
    lastWords ??= `it could not be started: ${error.code ?? 'unknown'}`;
    closeSync(log);
  });
  child.once('exit', () => {
    lastWords ??= readFrom(log, from);
    closeSync(log);
  });
  child.unref();
  return { pid: child.pid ?? 0, ended: () => lastWords };
}

function settings(launch: Launch): string[] {
  const chosen: Record<string, string> = {
    port: String(launch.port),
    listen_addresses: launch.socketFolder === undefined ? '127.0.0.1' : '',
    ...(launch.socketFolder === undefined ? {} : { unix_socket_directories: launch.socketFolder }),
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // A failed statement, its values and its "Key (…)=(…)" are about children: the log says only how the server is.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(launch.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function readFrom(log: number, from: number): string {
  const bytes = Buffer.alloc(64 * 1024);
  return bytes.toString('utf8', 0, readSync(log, bytes, 0, bytes.length, from));
}
