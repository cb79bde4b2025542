import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Sql } from '../../../src/gate/ports';
import type { LogReport } from '../../../src/ledger/verify/log-report';
import { openLogDesk, type LogDesk } from './log-desk';
import {
  COLUMNS,
  LEAVES,
  MORE_COLUMNS,
  PARTS,
  positionAt,
  removeEntry,
  rewriteEntry,
  shift,
} from './tampering';

const SIZES = [100, 300, 520, 521];
const LAST = 520;

let desk: LogDesk;
beforeAll(async () => {
  desk = await openLogDesk();
  for (const [i, size] of SIZES.entries()) {
    await desk.write(size - (SIZES[i - 1] ?? 0), {
      children: [randomUUID()],
      told: { note: 'told' },
      criteria: { given: { upn: 'A' }, days: 90 },
    });
    await desk.seal();
  }
});
afterAll(() => desk.close());

/** What is found in the database and in a dump made of it: they have to be one. No head from elsewhere is given. */
async function found(work: (tx: Sql) => Promise<unknown>): Promise<LogReport> {
  return desk.tampered(async (tx) => {
    await work(tx);
    const report = await desk.verify(tx);
    const path = await desk.dump(tx, `${randomUUID()}.ndjson`);
    expect(await desk.verifyDump(path)).toEqual(report);
    return report;
  });
}

const kindsAt = (report: LogReport): string[] =>
  report.problems.map(({ kind, index }) => `${kind} ${index ?? '-'}`);

it('is clean before', async () => {
  expect(await found(() => Promise.resolve())).toMatchObject({ ok: true, entries: 521, first: null });
});

it.each([
  ['columns', COLUMNS],
  ['columns', MORE_COLUMNS],
  ['parts and salts', PARTS],
  ['leaves and what they repeat', LEAVES],
])('edited %s are each found, at their place, by name: %j', async (_, edits) => {
  const report = await found(async (tx) => {
    for (const [i, [column, value]] of edits.entries())
      await tx.query(`update ledger_entry set ${column} = ${value} where position = $1`, [
        await positionAt(tx, 301 + i),
      ]);
  });
  expect(report.ok).toBe(false);
  for (const [i, [, , kind, names]] of edits.entries())
    expect(report.problems).toContainEqual(
      expect.objectContaining({ kind, index: 301 + i, how: expect.stringContaining(names) as string }),
    );
  expect(new Set(report.problems.map(({ index }) => index))).toEqual(new Set(edits.map((_, i) => 301 + i)));
  expect(report.first).toMatchObject({ index: 301, until: 302 });
});

it('an erased entry whose columns still tell is found', async () => {
  const report = await found(async (tx) =>
    tx.query(
      `update ledger_entry set controller_part = null, controller_salt = null, recipient_part = null,
         recipient_salt = null, criteria = null, criteria_salt = null where position = $1`,
      [await positionAt(tx, 301)],
    ),
  );
  expect(report.problems).toMatchObject([{ kind: 'COLUMN', index: 301 }]);
  expect(report.erased.entries).toBe(1);
});

it('an entry that was erased without a record is told', async () => {
  const report = await found(async (tx) =>
    tx.query(
      `update ledger_entry set controller_part = null, controller_salt = null, recipient_part = null,
         recipient_salt = null, criteria = null, criteria_salt = null, subject = null, reference = '',
         child_ids = '{}' where position = $1`,
      [await positionAt(tx, 301)],
    ),
  );
  expect(report.ok).toBe(true);
  expect(report.unchecked).toContainEqual(
    expect.stringContaining('Of 1 entries that are erased, acts in the ledger account for 0'),
  );
});

it('an entry that was written anew, true in itself, is found by the stored tree, and said to be the one that is wrong', async () => {
  const report = await found((tx) => rewriteEntry(tx, 301, 'SAFEGUARD'));
  expect(kindsAt(report)).toEqual(['ENTRY 301']);
  expect(report.first?.how).toBe('Its leaf is not the one that was signed here.');
});

describe.each([
  ['with a gap', false],
  ['without a gap', true],
])('a deleted middle row, %s', (_, closeTheGap) => {
  it('is found at its place', async () => {
    const report = await found((tx) => removeEntry(tx, 301, closeTheGap));
    expect(report.ok).toBe(false);
    expect(report.first).toMatchObject({ kind: closeTheGap ? 'ENTRY' : 'MISSING', index: 301 });
    if (!closeTheGap) expect(report.problemsInAll).toBe(1);
  });
});

it('a deleted entry whose leaf row stands is found', async () => {
  const report = await found(async (tx) =>
    tx.query('delete from ledger_entry where position = $1', [await positionAt(tx, 301)]),
  );
  expect(kindsAt(report)).toEqual(['MISSING 301']);
});

it('three hundred deleted rows are one hole, and what stands behind it is still verified', async () => {
  const report = await found(async (tx) => {
    await tx.query('delete from ledger_leaf where idx between 150 and 449');
    await rewriteEntry(tx, 500, 'SAFEGUARD');
  });
  expect(report.first).toMatchObject({ kind: 'MISSING', index: 150 });
  expect(kindsAt(report)).toContain('ENTRY 500');
  expect(report.counts).toMatchObject({ ENTRY: 1, STRAY: 300 });
});

it('the last row, deleted, is found at its place', async () => {
  const report = await found((tx) => removeEntry(tx, LAST, false));
  expect(report.first).toMatchObject({ kind: 'MISSING', index: LAST });
});

it('two rows, swapped, are both found', async () => {
  const report = await found(async (tx) => {
    const [a, b] = [await positionAt(tx, 10), await positionAt(tx, 400)];
    await tx.query('update ledger_leaf set position = -1 where idx = 10');
    await tx.query('update ledger_leaf set position = $1 where idx = 400', [a]);
    await tx.query('update ledger_leaf set position = $1 where idx = 10', [b]);
  });
  expect(kindsAt(report)).toEqual(['ENTRY 10', 'ENTRY 400']);
});

it('an inserted row is found at its place', async () => {
  const report = await found(async (tx) => {
    await tx.query(
      `insert into ledger_entry (id, at, kind, organisation_id, unit_id, purpose, reference, request_id,
         ruleset_version, leaf, controller_part, recipient_part)
       select gen_random_uuid(), at, kind, organisation_id, unit_id, purpose, reference, request_id,
         ruleset_version, leaf, controller_part, recipient_part from ledger_entry where position = $1`,
      [await positionAt(tx, 301)],
    );
    await shift(tx, 301, 1);
    await tx.query('insert into ledger_leaf (idx, position) select 301, max(position) from ledger_entry');
  });
  expect(report.first).toMatchObject({ index: 301 });
  expect(report.counts['ENTRY']).toBeGreaterThan(200);
});

it('an inserted row at the end, under no head, is found', async () => {
  const report = await found(async (tx) => {
    await tx.query('delete from ledger_leaf where idx = $1', [LAST]);
    await tx.query('delete from ledger_head where size = $1', [LAST + 1]);
    await tx.query(`update ledger_tile set hashes = substr(hashes, 1, 256) where level = 0 and idx = 2`);
    await tx.query(`insert into ledger_leaf (idx, position)
      select $1, position from ledger_entry e where not exists (select from ledger_leaf l where l.position = e.position)`, [LAST]); // prettier-ignore
  });
  expect(report.problems).toContainEqual(
    expect.objectContaining({ kind: 'HEAD', index: LAST, until: LAST + 1 }),
  );
});

it('an entry that never came near the tree is found', async () => {
  const report = await found(async (tx) => {
    await tx.query(
      `insert into ledger_entry (id, at, kind, organisation_id, unit_id, purpose, reference, request_id,
         ruleset_version, leaf) select gen_random_uuid(), at, kind, 'x', 'x', 'x', 'x', request_id, 'x', leaf
       from ledger_entry limit 1`,
    );
  });
  expect(report.problems).toMatchObject([{ kind: 'STRAY', index: null }]);
});

it.each([
  [
    'a hash of a lowest tile',
    `set hashes = overlay(hashes placing '\\x00'::bytea from 32 * 45 + 1) where level = 0 and idx = 1`,
    'TILE 301',
  ],
  [
    'a hash of an upper tile',
    `set hashes = overlay(hashes placing '\\x00'::bytea from 33) where level = 1 and idx = 0`,
    'TILE 256',
  ],
  ['a shorter tile', `set hashes = substr(hashes, 1, 32 * 8) where level = 0 and idx = 2`, 'TILE 520'],
])('%s, edited alone, is found, and the entries are said to be right', async (_, change, problem) => {
  const report = await found((tx) => tx.query(`update ledger_tile ${change}`));
  expect(kindsAt(report)).toContain(problem);
  expect(new Set(report.problems.map(({ kind }) => kind))).toEqual(new Set(['TILE']));
});

it.each(['level = 0 and idx = 1', 'level = 0 and idx = 2', 'level = 1'])(
  'a missing tile (%s) is found',
  async (which) => {
    const report = await found((tx) => tx.query(`delete from ledger_tile where ${which}`));
    expect(report.ok).toBe(false);
    expect(new Set(report.problems.map(({ kind }) => kind))).toEqual(new Set(['TILE']));
  },
);

it('a head whose root, size or note was edited is found', async () => {
  const report = await found((tx) =>
    tx.query(`update ledger_head set root = overlay(root placing '\\x00'::bytea from 5) where size = 300`),
  );
  expect(report.problems).toMatchObject([
    { kind: 'HEAD', head: 300, how: expect.stringContaining('another root') as string },
    { kind: 'HEAD', index: 100, until: 300 },
  ]);
  const replayed = await found((tx) =>
    tx.query(
      'update ledger_head set note = (select note from ledger_head where size = 300) where size = 521',
    ),
  );
  expect(replayed.problems).toMatchObject([{ kind: 'HEAD', head: 521 }]);
  const forged = await found((tx) =>
    tx.query(`update ledger_head set note = replace(note, '300', '299') where size = 300`),
  );
  expect(forged.problems).toMatchObject([
    { kind: 'SIGNATURE', head: 300 },
    { kind: 'HEAD', head: 300 },
  ]);
});

describe('a dump', () => {
  let whole: string[];
  beforeAll(async () => {
    const path = await desk.tampered((tx) => desk.dump(tx, 'whole.ndjson'));
    whole = readFileSync(path, 'utf8').trimEnd().split('\n');
  });
  const lineOf = (index: number): number =>
    whole.findIndex((line) => line.startsWith(`{"type":"entry","index":${index},`));
  async function verified(lines: readonly string[]): Promise<LogReport> {
    const path = desk.path(`${randomUUID()}.ndjson`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return desk.verifyDump(path, { heads: [desk.headsPath] });
  }

  it('is clean as it was written', async () => {
    expect((await verified(whole)).ok).toBe(true);
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    [
      'an edited field',
      (l) => l.with(lineOf(301), (l[lineOf(301)] ?? '').replace('OP-1', 'OP-2')),
      'COMMITMENT 301',
    ],
    ['a line deleted', (l) => l.toSpliced(lineOf(301), 1), 'MISSING 301'],
    ['the last entry deleted', (l) => l.toSpliced(lineOf(LAST), 1), 'MISSING 520'],
    [
      'two lines swapped',
      (l) => l.with(lineOf(301), l[lineOf(302)] ?? '').with(lineOf(302), l[lineOf(301)] ?? ''),
      'MISSING 301',
    ],
    ['a line twice', (l) => l.toSpliced(lineOf(301), 0, l[lineOf(301)] ?? ''), 'ORDER 301'],
    ['a line that is no record', (l) => l.toSpliced(5, 0, '{"type":"entry"}'), 'FORMAT -'],
    ['everything behind a place cut off', (l) => l.slice(0, lineOf(301)), 'FORMAT -'],
    ['a line behind the end', (l) => [...l, l.at(-2) ?? ''], 'FORMAT -'],
    [
      'an index of nowhere',
      (l) => l.with(lineOf(301), (l[lineOf(301)] ?? '').replace('"index":301', '"index":9007199254740991')),
      'MISSING 301',
    ],
  ])('with %s is found', async (_, change, problem) => {
    const report = await verified(change([...whole]));
    expect(report.ok).toBe(false);
    expect(kindsAt(report)).toContain(problem);
  });

  it('that is packed and damaged is found, and one that is no dump is none', async () => {
    const path = await desk.tampered((tx) => desk.dump(tx, 'packed.ndjson.gz'));
    const packed = readFileSync(path);
    expect(gunzipSync(packed).toString().trimEnd().split('\n')).toHaveLength(whole.length);
    writeFileSync(path, packed.subarray(0, packed.length / 2));
    expect((await desk.verifyDump(path)).counts).toMatchObject({ FORMAT: 2 });
    writeFileSync(path, gzipSync('{"size":1}\n'));
    await expect(desk.verifyDump(path)).rejects.toThrow('This is no dump.');
  });
});
