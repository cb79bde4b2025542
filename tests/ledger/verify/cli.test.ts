import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { ledgerCommand } from '../../../src/cli/ledger';
import type { LogReport } from '../../../src/ledger/verify/log-report';
import { makePromise } from '../../../src/ledger/promise';
import { openLogDesk, type LogDesk } from './log-desk';

const before = { ...process.env };
let desk: LogDesk;
let printed = '';
let told = '';

beforeAll(async () => {
  desk = await openLogDesk();
  await desk.write(5, { at: new Date('2020-03-01T10:00:00Z') });
  await desk.seal();
});
afterAll(() => desk.close());
beforeEach(() => {
  process.env = { ...before, DATABASE_URL: desk.database.url, ROLLCALL_DATA_DIR: desk.dataDir };
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
  const root = ledgerCommand();
  for (const command of [root, ...root.commands]) command.exitOverride();
  try {
    await root.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.code.startsWith('rollcall.') ? error.exitCode : 2;
  }
}
const verified = async (...words: string[]): Promise<LogReport & { readonly code: number }> => {
  const code = await exitCode('verify', '--json', ...words);
  return { code, ...(JSON.parse(printed) as LogReport) };
};
const verifier = (): string => desk.keys().newest.verifier;

it('verifies against the heads and keys of this machine, and says that they are its own', async () => {
  expect(await exitCode('verify')).toBe(0);
  expect(printed).toContain('rollcall/test: 5 entries under ');
  expect(printed).toContain('Everything that could be checked is right.');
  expect(printed).toContain("The heads compared with are this machine's own");
  expect(printed).toContain("The verifier keys are this machine's own");
});

it('verifies against a checkpoint and a key from elsewhere, and leaves nothing unsaid', async () => {
  expect(await exitCode('checkpoint')).toBe(0);
  writeFileSync(desk.path('checkpoint'), printed);
  expect(printed).toMatch(/^rollcall\/test\n5\n/);
  expect(await exitCode('checkpoint', '--json')).toBe(0);
  writeFileSync(desk.path('checkpoint.jsonl'), printed);
  const report = await verified(
    '--heads',
    desk.path('checkpoint'),
    desk.path('checkpoint.jsonl'),
    '--key',
    verifier(),
  );
  expect(report).toMatchObject({
    code: 0,
    ok: true,
    entries: 5,
    outside: { heads: 2, newest: 5 },
    unchecked: [],
  });
});

it('a dump verifies without a hub: neither database nor data folder is looked at', async () => {
  for (const name of ['all.ndjson', 'all.ndjson.gz']) {
    const dump = desk.path(name);
    expect(await exitCode('dump', dump)).toBe(0);
    expect(printed).toBe(`${dump}: 5 entries.\n`);
    expect(await exitCode('dump', dump)).toBe(2);
    copyFileSync(desk.headsPath, desk.path('kept.jsonl'));
    writeFileSync(desk.path('keys'), `${verifier()}\n`);
    process.env = {
      ...before,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      ROLLCALL_DATA_DIR: '/nowhere',
    };
    const given = ['--heads', desk.path('kept.jsonl'), '--keys-file', desk.path('keys')];
    expect(await verified('--dump', dump, ...given)).toMatchObject({
      code: 0,
      ok: true,
      entries: 5,
      unchecked: [],
    });
    const alone = await verified('--dump', dump);
    expect(alone).toMatchObject({ code: 0, ok: true, outside: { heads: 0, newest: null } });
    expect(alone.unchecked).toEqual([
      expect.stringContaining('Without a head kept elsewhere'),
      expect.stringContaining('Without a verifier key'),
    ]);
    process.env = { ...process.env, DATABASE_URL: desk.database.url, ROLLCALL_DATA_DIR: desk.dataDir };
  }
});

it('is not clean where an entry was changed: exit code 1, and its place', async () => {
  const dump = desk.path('changed.ndjson');
  expect(await exitCode('dump', dump)).toBe(0);
  const text = readFileSync(dump, 'utf8');
  writeFileSync(dump, text.replace(/("index":3,.*?)LOCATE_CHILD/, '$1SAFEGUARD'));
  const report = await verified('--dump', dump, '--key', verifier());
  expect(report).toMatchObject({ code: 1, ok: false, first: { index: 3 } });
  expect(await exitCode('verify', '--dump', dump)).toBe(1);
  expect(printed).toContain('NOT WHOLE: 1 problems. First wrong: entry 3, position ');
  expect(told).toContain('The ledger is not whole.');
});

it('is of one moment, whatever a hub writes and signs meanwhile', async () => {
  const hub = await openLogDesk();
  process.env = { ...process.env, DATABASE_URL: hub.database.url, ROLLCALL_DATA_DIR: hub.dataDir };
  const sizes = new Set<number>();
  let isWriting = true;
  const writing = (async () => {
    for (let i = 0; i < 12; i += 1) {
      await hub.write(10, { kind: 'ACT' });
      await hub.seal();
    }
    isWriting = false;
  })();
  while (isWriting) {
    const report = await verified();
    expect([report.code, report.problems]).toEqual([0, []]);
    sizes.add(report.entries);
  }
  await writing;
  expect(sizes.size).toBeGreaterThan(1);
  await hub.close();
});

it('a database that was set back is found by the heads file beside the keys', async () => {
  const kept = readFileSync(desk.headsPath, 'utf8');
  const [newest] = kept.trimEnd().split('\n').slice(-1);
  const more = JSON.stringify({ ...(JSON.parse(newest ?? '{}') as object), size: 9, note: undefined });
  writeFileSync(desk.headsPath, `${kept}${more}\n`);
  expect(await verified()).toMatchObject({ code: 1, first: { kind: 'CUT', index: 5, head: 9 } });
  writeFileSync(desk.headsPath, kept);
});

it('promises are held against the log', async () => {
  const keys = desk.keys();
  const [row] = await desk.database.owner.query<{ leaf: string }[]>('select leaf from ledger_entry limit 1');
  const promise = (leaf: string): Promise<string> =>
    makePromise(keys.origin, keys.newest.privateKey, leaf, new Date('2026-01-01T00:00:00Z'));
  const file = desk.path('promises');
  writeFileSync(file, `${await promise(row?.leaf ?? '')}\n`);
  expect(await verified('--promises', file)).toMatchObject({ code: 0 });
  writeFileSync(file, `${await promise(row?.leaf ?? '')}\n${await promise('another')}\n`);
  expect(await verified('--promises', file)).toMatchObject({ code: 1, counts: { PROMISE: 1 } });
});

it.each([
  [['verify', '--heads', '/nowhere'], '--heads: '],
  [['verify', '--key', 'nonsense'], '--key: '],
  [['verify', '--keys-file', '/nowhere'], '--keys-file: '],
  [['verify', '--key', 'a', '--keys-file', 'b'], 'cannot be used with'],
  [['verify', '--dump', '/nowhere'], '--dump: '],
  [['verify', '--dump', __filename], '--dump: this is no dump'],
  [['verify', '--promises', '/nowhere'], '--promises: '],
  [['verify', '--promises', __filename], '--promises: '],
  [['dump'], "missing required argument 'file'"],
  [['dump', '/nowhere/at/all'], '<file>: it cannot be written'],
  [
    ['erase', '--before', 'x', '--as', 'la/931', '--purpose', 'RIGHTS_AND_AUDIT', '--reference', 'r'],
    '--before: ',
  ],
  [
    [
      'erase',
      '--before',
      '2999-01-01',
      '--as',
      'la/931',
      '--purpose',
      'RIGHTS_AND_AUDIT',
      '--reference',
      'r',
    ],
    '--before: ',
  ],
  [
    [
      'erase',
      '--before',
      '2021-01-01',
      '--as',
      'la/852',
      '--purpose',
      'RIGHTS_AND_AUDIT',
      '--reference',
      'r',
    ],
    '--as: ',
  ],
  [
    ['erase', '--before', '2021-01-01', '--as', 'la', '--purpose', 'RIGHTS_AND_AUDIT', '--reference', 'r'],
    '--as: ',
  ],
  [
    ['erase', '--before', '2021-01-01', '--as', 'la/931', '--purpose', 'FUN', '--reference', 'r'],
    '--purpose: ',
  ],
  [
    [
      'erase',
      '--before',
      '2021-01-01',
      '--as',
      'la/931',
      '--purpose',
      'RIGHTS_AND_AUDIT',
      '--reference',
      ' ',
    ],
    '--reference: ',
  ],
  [['erase', '--before', '2021-01-01'], '--as'],
])('%j is wrong usage', async (words, because) => {
  expect(await exitCode(...words)).toBe(2);
  expect(told).toContain(because);
  expect(printed).toBe('');
});

it('changes the key by two steps, the second not before the new key has signed', async () => {
  const old = verifier();
  expect(await exitCode('rotate-key', '--finish')).toBe(1);
  expect(await exitCode('rotate-key')).toBe(0);
  expect(printed.trimEnd().split('\n')).toEqual(desk.keys().verifiers);
  expect(desk.keys().verifiers).toEqual([old, verifier()]);
  expect(await exitCode('rotate-key', '--finish')).toBe(1);
  expect(told).toContain('not signed by the new key yet');
  await desk.write(1);
  await desk.seal();
  expect(await exitCode('rotate-key', '--finish', '--json')).toBe(0);
  expect(JSON.parse(printed)).toEqual({ verifiers: [verifier()] });
  await desk.write(1);
  await desk.seal();
  expect(await verified()).toMatchObject({ code: 0, ok: true, entries: 7 });
  rmSync(join(desk.dataDir, 'ledger-verifiers.txt'));
  expect(await verified()).toMatchObject({ code: 1, first: null });
  expect(await verified('--key', old, verifier())).toMatchObject({ code: 0, ok: true });
});

it('erases what is old, after saying how much that is', async () => {
  const words = [
    'erase',
    '--before',
    '2021-01-01',
    '--as',
    'la/931/records',
    '--purpose',
    'RIGHTS_AND_AUDIT',
  ];
  expect(await exitCode(...words, '--reference', 'schedule 7', '--dry-run')).toBe(0);
  expect(printed).toBe('5 entries would be erased. None is.\n');
  expect(await exitCode(...words, '--reference', 'schedule 7', '--json')).toBe(0);
  expect(JSON.parse(printed)).toEqual({ entries: 5, erased: 5 });
  const rows = await desk.database.owner.query<object[]>(
    `select organisation_id, unit_id, purpose, reference, controller_part::json -> 'body' ->> 'action' as action
     from ledger_entry where kind = 'ACT'`,
  );
  expect(rows).toEqual([
    {
      organisation_id: 'la/931',
      unit_id: 'la/931/records',
      purpose: 'RIGHTS_AND_AUDIT',
      reference: 'schedule 7',
      action: 'ERASE_LEDGER_ENTRIES',
    },
  ]);
});
