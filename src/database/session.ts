import type { Sql } from '../gate/ports';
import { urlForRole, type DatabaseRole } from './data-source';
import { QuietClient } from './quiet-client';

/** One connection of one's own: what it locks for the session is held until it closes or is cut. */
export interface Session extends Sql {
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens a session under a role. Statements fail once the connection is cut; open another then. */
export async function openSession(url: string, role: DatabaseRole): Promise<Session> {
  const client = new QuietClient({
    connectionString: urlForRole(url, role),
    application_name: `rollcall ${role}`,
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  let before: Promise<unknown> = Promise.resolve();
  /** One statement after the other, in the order in which they were asked for. */
  const query = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const asked = before.then(() => client.query(text, [...values])).then(({ rows }) => rows as Row[]);
    before = asked.catch(() => undefined);
    return asked;
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
