import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/kernel/clock';
import { HubKeys } from '../../src/identity/hub-keys';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { runProgram } from '../support/run-program';
import { seeded } from '../support/seeded';

interface Report {
  readonly well: boolean;
  readonly findings: readonly { readonly name: string; readonly problems: readonly string[] }[];
}

let database: TestDatabase;
let folder: TestFolder;

beforeAll(async () => {
  database = await createTestDatabase({ template: seeded() });
  folder = makeTestFolder(0o700);
  HubKeys.open(folder.path, systemClock);
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

async function doctor(env: Record<string, string> = {}): Promise<{ code: number | null; wrong: string[] }> {
  const settings = { ROLLCALL_DATA_DIR: folder.path, DATABASE_URL: database.url, ...env };
  const { code, out } = await runProgram(['doctor', '--json'], settings).ended;
  const { well, findings } = JSON.parse(out) as Report;
  expect(well).toBe(code === 0);
  return {
    code,
    wrong: findings.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
  };
}

/** The database of the tests writes without waiting for the disk, and the doctor says so. */
const NOT_DURABLE = /^database: (fsync|synchronous_commit|full_page_writes) is off/;

test('an installation that is well, but for a database that does not wait for its disk', async () => {
  const { wrong } = await doctor();
  expect(wrong.filter((line) => !NOT_DURABLE.test(line))).toEqual([]);
});

test('a hub of another authority that does not answer, and whose key nobody pinned', async () => {
  const { owner } = database;
  await owner.query(
    `insert into channel (id, kind, unit_id, url, purposes, reference, carries, added_at)
     values ('southern', 'PEER_HUB', 'la/852/main', 'http://127.0.0.1:9', '{NOTIFY_MOVE}', 'HUB/1', 'ANSWER', now())`,
  );
  await owner.query(
    `insert into peer_hub (channel_id, client_id, audience, team) values ('southern', 'us', 'la/852', 'la/852/cme')`,
  );
  const { wrong } = await doctor({ ROLLCALL_CALL_LOOPBACK: 'true' });
  await owner.query(`delete from peer_hub`);
  expect(wrong.filter((line) => line.startsWith('hubs of other authorities'))).toEqual([
    expect.stringContaining('southern cannot be reached: nobody answers.'),
    expect.stringContaining('southern has no key here'),
  ]);
});

test('everything that is wrong at once, each with what to do', async () => {
  const { owner } = database;
  await owner.query('create table stray (id int)');
  await owner.query('alter table stray owner to rollcall_app');
  await owner.query('grant update on ledger_entry to rollcall_app');
  await owner.query(`update agreement_version set digest = '\\x00' where agreement = 'schools'`);
  chmodSync(join(folder.path, 'hub-keys.json'), 0o644);
  const issuers = JSON.stringify([{ issuer: 'https://issuer.example', jwksUri: 'http://127.0.0.1:9/jwks' }]);
  const { code, wrong } = await doctor({ ROLLCALL_ISSUERS: issuers });
  expect(code).toBe(1);
  for (const words of [
    /^keys: hub-keys\.json .*chmod 600/,
    /^issuers of tokens: the keys of https:\/\/issuer\.example .*cannot be read/,
    /^database roles: the role rollcall_app owns stray/,
    /^database roles: rollcall_app may change ledger_entry/,
    /^agreements in force: schema\/agreements\/schools\.yaml: it differs from version 1/,
  ]) {
    expect(wrong).toContainEqual(expect.stringMatching(words));
  }
});

test.each([
  [
    { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/rollcall' },
    /^database: DATABASE_URL: no PostgreSQL answers/,
  ],
  [{ ROLLCALL_PORT: 'many' }, /^settings: ROLLCALL_PORT must be/],
  [{ ROLLCALL_HOST: '0.0.0.0' }, /^issuers of tokens: .*ROLLCALL_ISSUERS/],
])('%j', async (env, words) => {
  const { code, wrong } = await doctor({ ...env });
  expect([code, wrong]).toEqual([1, expect.arrayContaining([expect.stringMatching(words)])]);
});
