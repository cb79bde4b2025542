import { Client, type ClientConfig } from 'pg';

/** A number of our own among PostgreSQL's advisory locks: "roll". */
const lockKey = 0x726f6c6c;

/**
 * A process's claim on the server that it uses. Several may use one (the hub, and a command beside it), whoever
 * started it: the last to leave stops it. PostgreSQL drops the claim of a process that dies.
 */
export interface Hold {
  /** Gives the claim up. True for exactly one holder, the last, who then has to stop the server before `end`. */
  isLast(): Promise<boolean>;
  end(): Promise<void>;
}

/** pg has these; its types do not say so. */
interface Loosened {
  ref(): void;
  unref(): void;
}

export async function takeHold(connection: ClientConfig): Promise<Hold> {
  const client = new Client({ ...connection, application_name: 'rollcall hold' }) as Client & Loosened;
  let broken = false;
  client.on('error', () => (broken = true));
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock_shared($1)', [lockKey]);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  // A program that forgets to stop is not kept alive by this.
  client.unref();

  return {
    async isLast() {
      if (broken) return claimAgain(connection);
      client.ref();
      try {
        await client.query('SELECT pg_advisory_unlock_shared($1)', [lockKey]);
        return await tryExclusive(client);
      } catch {
        // The one who left before us is stopping it.
        return claimAgain(connection);
      }
    },
    async end() {
      await client.end().catch(() => undefined);
    },
  };
}

/** The server dropped its connections. It may serve others by now; if it does not answer, nobody uses it. */
async function claimAgain(connection: ClientConfig): Promise<boolean> {
  const client = new Client(connection);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await tryExclusive(client);
  } catch {
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Held until the connection ends, so that nobody adopts a server that is about to stop. */
async function tryExclusive(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
    lockKey,
  ]);
  return rows[0]?.locked === true;
}
