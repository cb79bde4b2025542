import { Client } from 'pg';
import { DatabaseProblem } from '../database-problem';
import { passwordOf, superuser } from './initialise-cluster';
import type { PostmasterLock } from './postmaster-lock';

/** How to reach the server. `host` is the socket's folder, or a loopback address on Windows. */
export interface ServerConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
}

export function connectionTo(cluster: string, lock: PostmasterLock, database: string): ServerConnection {
  const password = passwordOf(cluster);
  const host = lock.socketFolder === '' ? '127.0.0.1' : lock.socketFolder;
  return {
    host,
    port: lock.port,
    user: superuser,
    database,
    ...(password === undefined ? {} : { password }),
  };
}

/** The same as one address, in a spelling that pg, TypeORM, psql and `new URL` all read. */
export function connectionUrl(connection: ServerConnection, database: string): string {
  const { host, port, user, password } = connection;
  const who = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
  const path = `${port}/${encodeURIComponent(database)}`;
  if (!host.startsWith('/')) return `postgres://${who}@${host}:${path}`;
  return `postgres://${who}@localhost:${path}?host=${encodeURIComponent(host)}`;
}

/** @returns true when the server answers, false when it is not ready (starting, stopping or gone) */
export async function answers(connection: ServerConnection): Promise<boolean> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (isPassing(error)) return false;
    throw new DatabaseProblem(
      'The database of this data folder does not let this user in: it was made by another user of this machine. ' +
        'Start Rollcall as that user, or set ROLLCALL_DATA_DIR to another folder.',
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A state of the server that waiting or a new start ends, not a refusal. */
export function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  // A connection cut by a stopping server has no code of its own in pg.
  return typeof code !== 'string' || /^(57P0|08|53300|E[A-Z]+$)/.test(code);
}

export async function ensureDatabase(connection: ServerConnection, name: string): Promise<void> {
  const client = new Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // Another start of the same data folder made it first.
    if (!['42P04', '23505'].includes(String((error as { code?: unknown }).code))) throw error;
  } finally {
    await client.end();
  }
}
