import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { DatabaseProblem } from '../database-problem';

/** Who runs the PostgreSQL server: the hub's own user, or, since PostgreSQL refuses to run as root, another one. */
export type ServerUser =
  | { readonly kind: 'self'; readonly hubName: string }
  | { readonly kind: 'separate'; readonly hubName: string; readonly uid: number; readonly gid: number };

export function resolveServerUser(): ServerUser {
  const hubName = hubUserName();
  if (process.platform === 'win32' || process.geteuid?.() !== 0) return { kind: 'self', hubName };
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const account = accounts.find(([name]) => name === wanted);
    const uid = Number(account?.[2]);
    const gid = Number(account?.[3]);
    // macOS writes nobody as -2.
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0) {
      return { kind: 'separate', hubName, uid: uid >>> 0, gid: gid >>> 0 };
    }
  }
  throw new DatabaseProblem(
    'PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor a user "nobody". ' +
      'Start Rollcall as another user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** For `spawn`: who the child shall be. */
export function identityOf(user: ServerUser): { uid?: number; gid?: number } {
  return user.kind === 'self' ? {} : { uid: user.uid | 0, gid: user.gid | 0 };
}

/** Asked of the kernel, not worked out from mode bits: access lists and container rules count as well. */
export function canEnter(folder: string, user: ServerUser): boolean {
  if (user.kind === 'self') return true;
  const probe = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...identityOf(user),
    cwd: '/',
    stdio: 'ignore',
  });
  return probe.status === 0;
}

function hubUserName(): string {
  try {
    return userInfo().username;
  } catch {
    throw new DatabaseProblem(
      'The user that Rollcall runs as has no entry in the list of users (a container started with a bare number?), and PostgreSQL needs one. ' +
        'Run as a named user, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
}
