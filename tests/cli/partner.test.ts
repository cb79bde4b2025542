import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { AgreementRepository } from '../../src/agreements/agreement.repository';
import { partnerCommand } from '../../src/cli/partner';
import { sqlOf } from '../../src/database/sql';
import { seedDirectory } from '../../src/identity/directory-seed';
import type { PartnerList } from '../../src/identity/partner-list';
import { makeTestFolder, type TestFolder } from '../support/data-folder';
import { createTestDatabase, type TestDatabase } from '../support/database';

const before = { ...process.env };
let database: TestDatabase;
let folder: TestFolder;
let printed = '';
let told = '';

beforeAll(async () => {
  database = await createTestDatabase();
  folder = makeTestFolder();
  await seedDirectory(database.owner, { homeAuthority: 'la/931', demo: false, developmentClients: false });
  const approvers = new AgreementRepository(sqlOf(database.owner));
  for (const subject of ['first', 'second']) {
    await approvers.addApprover({ subject, organisation: 'la/931' }, `The ${subject}`, new Date());
  }
});
afterAll(async () => {
  folder.remove();
  await database.drop();
});
beforeEach(() => {
  process.env = { ...before, DATABASE_URL: database.url, ROLLCALL_DATA_DIR: folder.path };
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

async function exitCode(...words: string[]): Promise<number> {
  printed = '';
  told = '';
  const root = partnerCommand();
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

async function made(...words: string[]): Promise<void> {
  expect([await exitCode(...words, ...as('first')), told]).toEqual([
    0,
    expect.stringContaining('Proposed, not done'),
  ]);
  const id = printed.trim();
  expect([await exitCode('approve', id, ...as('second')), told]).toEqual([0, '']);
}

function keyFile(
  name: string,
  half: 'publicKey' | 'privateKey' = 'publicKey',
): { path: string; secret: string } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const path = join(folder.path, name);
  writeFileSync(path, JSON.stringify(pair[half].export({ format: 'jwk' })));
  return { path, secret: pair.privateKey.export({ format: 'jwk' }).d ?? '' };
}

const list = async (...words: string[]): Promise<PartnerList> => {
  expect(await exitCode('list', '--json', ...words)).toBe(0);
  return JSON.parse(printed) as PartnerList;
};

it('a partner joins by two people, changes its key, is switched off by one and comes back by two', async () => {
  await made('add', '--organisation', 'nhs/RXX', '--name', 'An NHS trust', '--authority', 'la/931');
  const unit = ['--unit', 'nhs/RXX/child-health'];
  await made(
    'unit',
    ...unit,
    '--role',
    'HEALTH',
    '--name',
    'Child health',
    '--phone',
    '01632 960200',
    '--service',
    'child-health',
  );
  await made(
    'client',
    '--client-id',
    'rxx-records',
    ...unit,
    '--name',
    'Records',
    '--jwk',
    keyFile('a.jwk').path,
  );
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  await made('key', '--client-id', 'rxx-records', '--jwk', keyFile('b.jwk').path, '--until', tomorrow);

  expect(await exitCode('disable', '--client-id', 'rxx-records', ...as('second'))).toBe(0);
  expect(told).toContain('Switched off: client rxx-records.');
  expect(await exitCode('enable', '--client-id', 'rxx-records', ...as('second'))).toBe(0);
  const waiting = printed.trim();

  const found = await list('--organisation', 'nhs/RXX');
  expect(found).toEqual({
    organisations: [
      {
        organisation: 'nhs/RXX',
        name: 'An NHS trust',
        authority: 'la/931',
        state: 'live',
        disabledAt: null,
        units: [
          {
            unit: 'nhs/RXX/child-health',
            role: 'HEALTH',
            name: 'Child health',
            service: 'child-health',
            phone: '01632 960200',
            mailbox: null,
            disabledAt: null,
            clients: [
              {
                clientId: 'rxx-records',
                name: 'Records',
                development: false,
                disabledAt: expect.any(String) as string,
                keys: [
                  {
                    thumbprint: expect.any(String) as string,
                    kind: 'P-256',
                    validUntil: expect.any(String) as string,
                  },
                  { thumbprint: expect.any(String) as string, kind: 'P-256', validUntil: null },
                ],
              },
            ],
            webhooks: [],
            hubs: [],
          },
        ],
      },
    ],
    waiting: [
      {
        id: waiting,
        kind: 'ENABLE',
        words: 'switch client rxx-records on',
        proposedBy: 'second',
        proposedAt: expect.any(String) as string,
      },
    ],
  });
  expect(await exitCode('list', '--organisation', 'nhs/RXX')).toBe(0);
  const [older, newer] = found.organisations[0]?.units[0]?.clients[0]?.keys ?? [];
  expect(printed).toMatch(
    /^nhs\/RXX {2}An NHS trust\n {2}nhs\/RXX\/child-health {2}HEALTH {2}Child health\n/,
  );
  expect(printed).toContain(`P-256 ${older?.thumbprint} until `);
  expect(printed).toMatch(new RegExp(`P-256 ${newer?.thumbprint} {2}SWITCHED OFF since `));
  expect(printed).toContain(`waits for a second person: ${waiting}  switch client rxx-records on`);

  expect(await exitCode('approve', waiting, ...as('second'))).toBe(1);
  expect(told).toContain('a second person');
  expect(await exitCode('approve', waiting, ...as('first'))).toBe(0);
  expect(printed).toBe('Done: switch client rxx-records on.\n');
  expect((await list()).organisations.length).toBeGreaterThan(400);
});

it('a change that waits can be refused, by its proposer too', async () => {
  expect(await exitCode('add', '--organisation', 'nhs/RYY', '--name', 'Y', ...as('first'))).toBe(0);
  const id = printed.trim();
  expect(await exitCode('refuse', id, ...as('first'))).toBe(0);
  expect(printed).toBe('Refused: add organisation nhs/RYY, “Y”.\n');
  expect((await list()).waiting).toEqual([]);
});

it.each([
  [['add', '--organisation', 'nsh/RXX', '--name', 'X'], '--organisation: ', 'Did you mean nhs/…?'],
  [['add', '--organisation', 'nhs/rxx', '--name', 'X'], '--organisation: ', 'ODS code'],
  [['add', '--organisation', 'nhs/RZZ', '--name', ' '], '--name: ', 'write 1 to 200'],
  [
    ['add', '--organisation', 'nhs/RZZ', '--name', 'X', '--authority', '931'],
    '--authority: ',
    'begins with one of',
  ],
  [['unit', '--unit', 'nhs/RXX', '--role', 'HEALTH', '--name', 'X'], '--unit: ', 'three parts'],
  [['unit', '--unit', 'nhs/RXX/a', '--role', 'HEALHT', '--name', 'X'], '--role: ', 'Did you mean HEALTH?'],
  [
    ['unit', '--unit', 'nhs/RXX/a', '--role', 'HEALTH', '--name', 'X', '--phone', 'ring me'],
    '--phone: ',
    '01632',
  ],
  [
    ['unit', '--unit', 'nhs/RXX/a', '--role', 'HEALTH', '--name', 'X', '--mailbox', 'a'],
    '--mailbox: ',
    'e-mail',
  ],
  [
    ['unit', '--unit', 'nhs/RXX/a', '--role', 'HEALTH', '--name', 'X', '--service', 'A'],
    '--service: ',
    'lower-case',
  ],
  [
    ['client', '--client-id', 'a b', '--unit', 'la/931/ehe', '--name', 'X'],
    '--client-id: ',
    'without a space',
  ],
  [
    ['client', '--client-id', 'a', '--unit', 'la/931/ehe', '--name', 'X', '--jwk', '/'],
    '--jwk: ',
    'no readable file',
  ],
  [['key', '--client-id', 'a', '--jwk', '/'], '--jwk: ', 'no readable file'],
  [['disable'], 'Name one of', '--organisation'],
  [['disable', '--client-id', 'a', '--unit', 'la/931/ehe'], 'Name one of', '--organisation'],
  [['approve', 'the-first'], '<change>: ', 'UUID'],
  [['list', '--organisation', 'la'], '--organisation: ', 'After la/'],
])('%j is wrong usage: exit code 2, with the option and the fix', async (words, option, fix) => {
  expect(await exitCode(...words, ...(words[0] === 'list' ? [] : as('first')))).toBe(2);
  expect(told).toContain(option);
  expect(told).toContain(fix);
  expect(printed).toBe('');
});

it.each([
  [[], 'Say when the old key ends'],
  [['--now', '--until', '2026-10-01T09:00Z'], 'Say when the old key ends'],
  [['--until', 'tomorrow'], 'with its zone'],
  [['--until', '2026-02-30T09:00Z'], 'with its zone'],
  [['--until', '2020-01-01T09:00Z'], 'of the next 90 days'],
  [['--until', '9999-01-01T09:00Z'], 'of the next 90 days'],
])('a new key with %j is wrong usage: exit code 2', async (words, because) => {
  const key = ['--client-id', 'a', '--jwk', keyFile('c.jwk').path];
  expect(await exitCode('key', ...key, ...words, ...as('first'))).toBe(2);
  expect(told).toContain(because);
});

it('nobody acts without saying who', async () => {
  for (const words of [
    ['disable', '--unit', 'la/931/ehe'],
    ['add', '--organisation', 'nhs/RZZ', '--name', 'X'],
  ]) {
    expect(await exitCode(...words)).toBe(2);
    expect(told).toContain('--as-person');
  }
});

it('a private key is refused loudly, never repeated, never kept', async () => {
  const { path, secret } = keyFile('private.jwk', 'privateKey');
  const words = ['client', '--client-id', 'leaky', '--unit', 'la/931/ehe', '--name', 'X', '--jwk', path];
  expect(await exitCode(...words, ...as('first'))).toBe(2);
  expect(told).toMatch(/--jwk: .*PRIVATE/);
  expect(told + printed).not.toContain(secret);
  expect(await database.owner.query(`select from directory_change where target = 'client leaky'`)).toEqual(
    [],
  );
});

it.each([
  [['add', '--organisation', 'police/E23000029', '--name', 'X', ...as('first')], 'registered already'],
  [['unit', '--unit', 'la/931/cme', '--role', 'HEALTH', '--name', 'X', ...as('first')], 'registered already'],
  [
    ['client', '--client-id', 'a', '--unit', 'la/931/eeh', '--name', 'X', ...as('first')],
    'Did you mean la/931/ehe?',
  ],
  [['disable', '--client-id', 'nobody', ...as('first')], '--client-id: there is no client nobody'],
  [['disable', '--unit', 'la/931/ehe', ...as('stranger')], '--as-person: stranger is not registered'],
  [['approve', '00000000-0000-4000-8000-000000000000', ...as('first')], 'There is no such change'],
  [['list', '--organisation', 'nhs/RQQ'], 'no such organisation'],
])('%j cannot be done: exit code 1', async (words, because) => {
  expect(await exitCode(...words)).toBe(1);
  expect(told).toContain(because);
});
