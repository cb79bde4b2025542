import { Client } from 'pg';
import type { Sql } from '../gate/ports';
import { urlForRole, type DatabaseRole } from './data-source';

/** One connection of one's own: what it locks for the session is held until it closes or is cut. */
export interface Session extends Sql {
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens a session under a role. Statements fail once the connection is cut; open another then. */
export async function openSession(url: string, role: DatabaseRole): Promise<Session> {
  const client = new Client({
    connectionString: urlForRole(url, role),
    application_name: `rollcall ${role}`,
    connectionTimeoutMillis: 10_000,
  });
  // A cut is told by the next statement; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  const query = async <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const { rows } = await client.query(text, [...values]);
    return rows as Row[];
  };
  return {
    query,
    async transaction(work) {
      await query('begin');
      try {
        const result = await work({ query });
        await query('commit');
        return result;
      } catch (error) {
        await query('rollback').catch(() => undefined);
        throw error;
      }
    },
    close: () => client.end(),
  };
}
