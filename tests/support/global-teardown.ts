import { keptServer } from './global-server';
import { onServer, testServer } from './server';

/** A database that a test left behind is a fault of that test: it is removed, and the run says which. */
async function globalTeardown(): Promise<void> {
  const { adminUrl, prefix } = testServer();
  try {
    const left = await onServer(adminUrl, async (admin) => {
      const { rows } = await admin.query<{ name: string; made: string | null }>(
        `SELECT datname AS name, shobj_description(oid, 'pg_database') AS made FROM pg_database WHERE datname ^@ $1`,
        [prefix],
      );
      for (const { name } of rows) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return rows.map(({ made, name }) => made ?? name);
    });
    if (left.length > 0)
      throw new Error(`Test databases were never dropped (drop() in afterAll): ${left.join(', ')}`);
  } finally {
    await keptServer()?.stop();
  }
}

// Jest wants the function itself.
export = globalTeardown;
