import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseProblem } from '../database-problem';
import type { Binaries } from './binaries';
import { isAlive, servesCluster } from './postmaster-lock';

const patience = 30_000;

/** Fast shutdown: sessions are cut, everything committed is on disk, the next start needs no recovery. Waits for the end. */
export async function stopServer(pid: number, cluster: string, binaries: Binaries): Promise<void> {
  if (!servesCluster(pid, cluster)) return;
  if (process.platform === 'win32') {
    spawnSync(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w'], { stdio: 'ignore' });
    return;
  }
  send(pid, 'SIGINT');
  if (await gone(pid)) return;
  // Immediate shutdown: nothing committed is lost either, but the next start has to recover.
  send(pid, 'SIGQUIT');
  if (await gone(pid)) return;
  throw new DatabaseProblem(
    `PostgreSQL (process ${pid}) did not stop. End it by hand; nothing that was saved is lost.`,
  );
}

async function gone(pid: number): Promise<boolean> {
  for (const end = Date.now() + patience; Date.now() < end;) {
    if (!isAlive(pid)) return true;
    await pause(10);
  }
  return false;
}

function send(pid: number, signal: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
