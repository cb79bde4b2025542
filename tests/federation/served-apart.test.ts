import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { seedDirectory } from '../../src/identity/directory-seed';
import { DevelopmentIssuer } from '../../src/identity/development-issuer';
import { systemClock } from '../../src/kernel/clock';
import { ensureBuilt, runRollcall } from '../contract/started-hub';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { GATEWAY_CLIENT, registerGateway } from '../support/federation';
import { EXAMPLE } from './agency-region';

/** `rollcall serve --subgraph` and `rollcall gateway`, as an operator starts them. */
let folder: TestFolder;
let database: TestDatabase;
const running: ChildProcess[] = [];

beforeAll(async () => {
  ensureBuilt();
  folder = makeTestFolder(0o700);
  database = await createTestDatabase();
  await seedDirectory(database.owner, { homeAuthority: 'la/931', demo: true, developmentClients: true });
  await registerGateway(database, folder.path);
}, 120_000);
afterAll(async () => {
  await Promise.all(
    running.map(async (child) => {
      const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
      child.kill('SIGINT');
      await exited;
    }),
  );
  await database.drop();
  folder.remove();
}, 60_000);

/** The address that a command logs once it listens. */
async function started(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = spawn(
    process.execPath,
    [resolve(__dirname, '../../bin/rollcall.cjs'), ...args, '--port', '0'],
    {
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        ROLLCALL_DATA_DIR: folder.path,
        ROLLCALL_LOG_LEVEL: 'info',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  running.push(child);
  let said = '';
  return new Promise((found, lost) => {
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const address = /"address":"(http:[^"]+)"/.exec(said)?.[1];
      if (address !== undefined) found(`${address}/graphql`);
    });
    void once(child, 'exit').then(() => lost(new Error(`${args.join(' ')} ended: ${said}`)));
  });
}

async function ask(address: string, query: string): Promise<{ status: number; text: string }> {
  const setting = { host: '127.0.0.1', issuers: [], dataDir: folder.path, audience: 'rollcall' };
  const token = DevelopmentIssuer.open(setting, systemClock).issueToken({
    as: 'la/931/cme',
    user: 'A. Tester',
    job: 'tester',
  });
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, text: await response.text() };
}

test('one subgraph is served, with nothing of the others, and a gateway puts it before a caller', async () => {
  const agreements = await started(['serve', '--subgraph', 'agreements']);
  expect((await ask(agreements, '{ sharing { unit } }')).text).toContain('"unit":"la/931/cme"');
  expect(await ask(agreements, '{ alerts { nodes { id } } }')).toMatchObject({ status: 400 });

  const gateway = await started([
    'gateway',
    '--client',
    GATEWAY_CLIENT,
    '--subgraph',
    `agreements=${agreements}`,
  ]);
  const through = await ask(
    gateway,
    '{ sharing { unit may(field: "Child.upn", purpose: "SAFEGUARD") { verdict } } }',
  );
  expect(through.text).toMatch(/"unit":"la\/931\/cme".*"parts":\[\{"subgraph":"agreements"/);
  const held = '{ child(id: "00000000-0000-4000-8000-000000000000") { gpRegistration { practice } } }';
  expect((await ask(gateway, held)).text).toContain('gpRegistration');
  expect((await ask(gateway, held)).status).toBe(400);

  // The same gateway, with a partner registered: what it holds is in the graph, by the part that asks it.
  const nowhere = ['children', 'health'].flatMap((name) => [
    '--subgraph',
    `${name}=http://127.0.0.1:1/graphql`,
  ]);
  const more = { ROLLCALL_AGENCIES: EXAMPLE };
  const joined = await started(['gateway', '--client', GATEWAY_CLIENT, ...nowhere], more);
  const { status, text } = await ask(joined, held);
  expect([status, text]).toEqual([200, expect.stringContaining('"missing":"children"')]);
}, 120_000);

test('a subgraph that there is not is wrong usage, with the near one', () => {
  const { status, stderr } = runRollcall(['serve', '--subgraph', 'alert'], folder.path, database.url);
  expect([status, stderr]).toEqual([2, expect.stringContaining('Did you mean alerts?')]);
});
