import { resolve } from 'node:path';
import { Client } from 'pg';

/** What global setup hands to the test files. */
export interface TestServer {
  /** A database of the server in which nothing is made, for commands about databases. */
  readonly adminUrl: string;
  readonly template: string;
  /** Every database of this run has a name that begins so. */
  readonly prefix: string;
}

export const testServerVariable = 'ROLLCALL_TEST_SERVER';
export const testDataDir = process.env['ROLLCALL_TEST_DATA'] ?? resolve(__dirname, '../../.tmp/database');

export function testServer(): TestServer {
  const text = process.env[testServerVariable];
  if (text === undefined) throw new Error('No test database server: run the tests through jest.');
  return JSON.parse(text) as TestServer;
}

export function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

export async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'rollcall tests' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
