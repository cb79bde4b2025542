import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommanderError, type Command } from 'commander';
import { AgreementRepository } from '../../src/agreements/agreement.repository';
import { hubCommand } from '../../src/cli/hub';
import { partnerCommand } from '../../src/cli/partner';
import { sqlOf } from '../../src/database/sql';
import { seedDirectory } from '../../src/identity/directory-seed';
import { HubKeys } from '../../src/identity/hub-keys';
import type { PartnerList } from '../../src/identity/partner-list';
import { systemClock } from '../../src/kernel/clock';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { createTestDatabase, type TestDatabase } from '../support/database';

const before = { ...process.env };
const UNIT = ['--unit', 'la/852/hub'];
const CLIENT = ['client', '--client-id', 'southern-hub', ...UNIT, '--name', 'Hub'];
const HUB = ['hub', '--hub', 'southern', ...UNIT, '--client-id', 'us-there'];
let database: TestDatabase;
/** Of the hub here, and of the one there. */
let folder: TestFolder;
let theirs: TestFolder;
let server: Server;
let url = '';
let published: unknown = null;
let printed = '';
let told = '';

beforeAll(async () => {
  database = await createTestDatabase();
  folder = makeTestFolder();
  theirs = makeTestFolder(0o700);
  await seedDirectory(database.owner, { homeAuthority: 'la/931', demo: false, developmentClients: false });
  const approvers = new AgreementRepository(sqlOf(database.owner));
  for (const subject of ['first', 'second'])
    await approvers.addApprover({ subject, organisation: 'la/931' }, `The ${subject}`, new Date());
  server = createServer((_request, response) => void response.end(JSON.stringify(published)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;
});
afterAll(async () => {
  server.close();
  folder.remove();
  theirs.remove();
  await database.drop();
});
beforeEach(() => {
  process.env = {
    ...before,
    DATABASE_URL: database.url,
    ROLLCALL_DATA_DIR: folder.path,
    ROLLCALL_CALL_LOOPBACK: 'true',
  };
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env = before;
});

async function exitCode(words: readonly string[], root: Command = partnerCommand()): Promise<number> {
  printed = '';
  told = '';
  for (const command of [root, ...root.commands]) command.exitOverride();
  try {
    await root.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.code.startsWith('rollcall.') ? error.exitCode : 2;
  }
}
const as = (person: string): string[] => ['--as-person', person];

async function made(words: readonly string[]): Promise<string> {
  expect([await exitCode([...words, ...as('first')]), told]).toEqual([
    0,
    expect.stringContaining('Proposed'),
  ]);
  const proposed = told;
  expect([await exitCode(['approve', printed.trim(), ...as('second')]), told]).toEqual([0, '']);
  return proposed;
}

it('the hub of another authority joins: its unit, its key from where it publishes it, and where it is', async () => {
  const keys = HubKeys.open(theirs.path, systemClock).jwks().keys;
  const ledgerKey = { kty: 'OKP', crv: 'Ed25519', x: 'x', kid: 'ledger', use: 'sig' };
  published = { keys: [...keys, ledgerKey] };
  await made([
    'unit',
    ...UNIT,
    '--role',
    'OTHER_AUTHORITY',
    '--service',
    'peer-hub',
    '--name',
    'Southern hub',
  ]);
  const proposed = await made([...CLIENT, '--jwks-url', url]);
  // For comparing by telephone: the name of the key is its thumbprint, there and here.
  expect(proposed).toContain(keys[0]?.kid);
  await made([...HUB, '--url', 'https://hub.southern.gov.uk/']);

  expect(await exitCode(['list', '--json', '--organisation', 'la/852'])).toBe(0);
  const [unit] = (JSON.parse(printed) as PartnerList).organisations[0]?.units ?? [];
  expect(unit).toMatchObject({
    unit: 'la/852/hub',
    clients: [{ clientId: 'southern-hub', keys: [{ thumbprint: keys[0]?.kid }] }],
    hubs: [
      {
        hub: 'southern',
        url: 'https://hub.southern.gov.uk',
        clientId: 'us-there',
        team: 'la/852/cme',
        disabledAt: null,
      },
    ],
  });
  expect(await exitCode(['list', '--organisation', 'la/852'])).toBe(0);
  expect(printed).toContain('hub  southern  https://hub.southern.gov.uk  we are us-there  asks la/852/cme');
  const rows = await database.owner.query<unknown[]>('select client_id, audience, team from peer_hub');
  expect(rows).toEqual([
    { client_id: 'us-there', audience: 'https://hub.southern.gov.uk', team: 'la/852/cme' },
  ]);

  expect(await exitCode(['disable', '--hub', 'southern', ...as('first')])).toBe(0);
  expect(await exitCode(['list', '--organisation', 'la/852'])).toBe(0);
  expect(printed).toMatch(/hub {2}southern .* SWITCHED OFF since/);
});

it('a key is rotated: the next one beside it, named, pinned while the old is good, then alone', async () => {
  process.env.ROLLCALL_DATA_DIR = theirs.path;
  expect(await exitCode(['rotate-key', '--finish'], hubCommand())).toBe(1);
  expect(await exitCode(['rotate-key', '--json'], hubCommand())).toBe(0);
  const { kid } = JSON.parse(printed) as { kid: string };
  expect(await exitCode(['rotate-key'], hubCommand())).toBe(1);
  const [old, next] = HubKeys.open(theirs.path, systemClock).jwks().keys;
  expect([next?.kid, old?.kid === kid]).toEqual([kid, false]);
  published = { keys: [old, next] };

  process.env.ROLLCALL_DATA_DIR = folder.path;
  const until = ['--until', new Date(Date.now() + 86_400_000).toISOString()];
  const change = ['key', '--client-id', 'southern-hub', ...until, '--jwks-url', url];
  expect(await exitCode([...change, ...as('first')])).toBe(1);
  expect(told).toContain('there are several keys; name one with --kid');
  await made([...change, '--kid', kid]);

  process.env.ROLLCALL_DATA_DIR = theirs.path;
  expect(await exitCode(['rotate-key', '--finish'], hubCommand())).toBe(0);
  expect(
    HubKeys.open(theirs.path, systemClock)
      .jwks()
      .keys.map((key) => key.kid),
  ).toEqual([kid]);
});

it.each([
  [[...HUB, '--hub', 'other', '--url', 'https://hub.gov.uk', '--unit', 'la/852/main'], 'is no hub'],
  [
    [...HUB, '--hub', 'other', '--url', 'https://hub.gov.uk', '--unit', 'la/931/cme'],
    'another local authority',
  ],
  [
    [...HUB, '--hub', 'other', '--url', 'https://hub.gov.uk', '--team', 'la/851/cme'],
    'name a unit of la/852',
  ],
  [[...HUB, '--hub', 'other', '--url', 'https://hub.gov.uk', '--audience', 'la/851'], 'for nobody else'],
  [[...HUB, '--url', 'https://hub.gov.uk'], 'registered already and switched off'],
  [
    ['webhook', '--webhook', 'southern', ...UNIT, '--url', 'https://hub.gov.uk', '--purposes', 'NOTIFY_MOVE'],
    'registered already',
  ],
  [['secret', '--webhook', 'southern', '--now'], 'there is no webhook southern'],
])('%j cannot be done: exit code 1', async (words, because) => {
  expect(await exitCode([...words, ...as('first')])).toBe(1);
  expect(told).toContain(because);
});

it.each([
  ['nothing that is a key set', { hello: 'world' }],
  ['a private key', { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'SECRET' }] }],
  ['no key that signs', { keys: [] }],
])('an address that answers %s is refused, and nothing is proposed', async (_what, answer) => {
  published = answer;
  const words = ['client', '--client-id', 'another-hub', ...UNIT, '--name', 'Hub', '--jwks-url', url];
  expect(await exitCode([...words, ...as('first')])).toBe(1);
  expect(told).toContain('--jwks-url');
  expect(told).not.toContain('SECRET');
  expect(
    await database.owner.query(`select 1 from directory_change where target = 'client another-hub'`),
  ).toEqual([]);
});
