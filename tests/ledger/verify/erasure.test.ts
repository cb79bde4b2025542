import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { openSession } from '../../../src/database/session';
import { sqlOf } from '../../../src/database/sql';
import { canonicalJson } from '../../../src/kernel/canonical-json';
import { makeUpn } from '../../../src/kernel/upn';
import { commitment, padded } from '../../../src/ledger/commitment';
import { areCriteriaDue, countErasable, eraseEntries } from '../../../src/ledger/erasure';
import { startPurge } from '../../../src/ledger/purge';
import { checkpointText } from '../../../src/ledger/tree/checkpoint';
import { leafHash } from '../../../src/ledger/tree/hash';
import { openNote } from '../../../src/ledger/tree/note';
import { verifyInclusion } from '../../../src/ledger/tree/proof';
import { inclusionProof, type Tile } from '../../../src/ledger/tree/tiles';
import { ManualClock } from '../../support/manual-clock';
import { openLogDesk, ORIGIN, verifierKeys, type LogDesk } from './log-desk';

const ERASER = {
  organisation: 'la/931',
  unit: 'la/931/records',
  user: 'A. Keeper',
  job: 'records',
  purpose: 'RIGHTS_AND_AUDIT',
  reference: 'schedule 7',
};
const BEFORE = new Date('2021-01-01T00:00:00Z');

let desk: LogDesk;
beforeEach(async () => {
  desk = await openLogDesk();
});
afterEach(() => desk.close());

const eraseBefore = async (before: Date): Promise<number | null> => {
  const session = await openSession(desk.database.url, 'retention');
  try {
    return await eraseEntries(before, { session, eraser: ERASER, now: new Date('2026-11-18T10:00:00Z') });
  } finally {
    await session.close();
  }
};
const entries = <Row>(): Promise<Row[]> =>
  sqlOf(desk.database.owner).query<Row>('select * from ledger_entry order by position');

interface EntryRow {
  readonly leaf: string;
  readonly criteria: string;
  readonly criteria_salt: Buffer;
  readonly controller_part: string;
  readonly controller_salt: Buffer;
}

it('a UPN that was looked for cannot be found again from its entry once the salt is gone', async () => {
  const upns = Array.from({ length: 1000 }, (_, serial) =>
    makeUpn({ laNumber: '931', establishment: '4001', year: 2020, serial }),
  );
  const given = { upn: upns[617] ?? '' };
  await desk.write(1, { at: new Date('2020-03-01T10:00:00Z'), criteria: { given, days: 90 } });
  await desk.seal();
  const [before] = await entries<EntryRow>();
  if (!before) throw new Error('There is no entry.');
  const { criteria: committed } = JSON.parse(before.controller_part) as { criteria: string };
  const candidates = upns.map((upn) => padded(canonicalJson({ upn })));

  // Whoever has the salt needs a thousand tries.
  const withSalt = candidates.filter(
    (text) => commitment('criteria', before.criteria_salt, text) === committed,
  );
  expect(withSalt.map((text) => (JSON.parse(text) as { upn: string }).upn)).toEqual([given.upn]);

  await eraseBefore(BEFORE);
  const [after] = await entries<Record<string, unknown>>();
  expect(JSON.stringify(after)).not.toContain(given.upn);
  const left = Object.values(after ?? {}).filter((value) => Buffer.isBuffer(value));
  expect(left).toEqual([]);

  // Without it: no salt, an empty one, whatever is still known of the entry, and salts that were guessed.
  const leaf = JSON.parse(before.leaf) as { id: string; controller: string; recipient: string };
  const known = ['', leaf.id, leaf.controller, leaf.recipient, before.leaf, committed].flatMap((text) => [
    Buffer.from(text),
    createHash('sha256').update(text).digest(),
  ]);
  const salts = [...known, ...Array.from({ length: 20 }, () => randomBytes(32))];
  const targets = new Set([committed, leaf.controller, leaf.recipient]);
  const parts = ['criteria', 'controller', 'recipient'] as const;
  const hits = salts.flatMap((salt) =>
    candidates.filter((text) => parts.some((part) => targets.has(commitment(part, salt, text)))),
  );
  expect(hits).toEqual([]);
});

it('a proof of an entry that was handed out before it was erased still verifies, and so does a new one', async () => {
  const leaves = await desk.write(300, { at: new Date('2020-03-01T10:00:00Z') });
  await desk.seal();
  const proved = async (): Promise<boolean[]> => {
    const sql = sqlOf(desk.database.owner);
    const tiles = await sql.query<{ level: number; idx: string; hashes: Buffer }>(
      'select * from ledger_tile',
    );
    const [head] = await sql.query<{ size: string; root: Buffer; note: string }>(
      'select * from ledger_head order by size desc limit 1',
    );
    if (!head) throw new Error('There is no head.');
    const size = Number(head.size);
    const opened = openNote(head.note, verifierKeys(desk.keys().verifiers));
    expect(opened).toMatchObject({
      value: { text: checkpointText({ origin: ORIGIN, size, root: head.root }) },
    });
    const read = (level: Tile['level'], index: number): Promise<Buffer> =>
      Promise.resolve(
        tiles.find((tile) => tile.level === level && Number(tile.idx) === index)?.hashes ?? Buffer.alloc(0),
      );
    return Promise.all(
      [0, 255, 299].map(async (index) =>
        verifyInclusion({
          index,
          size,
          root: head.root,
          leaf: leafHash(leaves[index] ?? ''),
          proof: await inclusionProof(index, size, read),
        }),
      ),
    );
  };
  expect(await proved()).toEqual([true, true, true]);
  expect(await countErasable(sqlOf(desk.database.app), BEFORE)).toBe(300);
  expect(await eraseBefore(BEFORE)).toBe(300);
  expect(await countErasable(sqlOf(desk.database.app), BEFORE)).toBe(0);
  await desk.seal();
  expect(await proved()).toEqual([true, true, true]);
  expect(await desk.verifyNow({ heads: [desk.headsPath] })).toMatchObject({
    ok: true,
    erased: { entries: 300 },
  });
});

it('erases whole entries of before the day alone, in batches, each with its act', async () => {
  await desk.write(1500, {
    at: new Date('2020-12-31T23:59:59.999Z'),
    children: [randomUUID()],
    subject: 'sub',
  });
  await desk.write(2, { at: BEFORE });
  expect(await eraseBefore(BEFORE)).toBe(1500);
  const rows = await sqlOf(desk.database.owner).query<{ gone: boolean; n: number }>(
    `select controller_part is null and controller_salt is null and recipient_part is null
       and recipient_salt is null and criteria is null and criteria_salt is null and subject is null
       and reference = '' and child_ids = '{}' as gone, count(*)::int as n
     from ledger_entry where kind <> 'ACT' group by 1 order by 1`,
  );
  expect(rows).toEqual([
    { gone: false, n: 2 },
    { gone: true, n: 1500 },
  ]);
  const acts = (await entries<{ kind: string; user: string; controller_part: string }>())
    .filter(({ kind }) => kind === 'ACT')
    .map(({ controller_part: part }) => JSON.parse(part) as Record<string, unknown>);
  expect(acts.map(({ body }) => (body as { entries: number }).entries)).toEqual([1000, 500]);
  expect(acts[0]).toMatchObject({ ...ERASER, children: [] });
  expect(JSON.stringify(acts)).not.toContain('sub"');
});

it('is done by one at a time: another finds it under way', async () => {
  await desk.write(1, { at: new Date('2020-03-01T10:00:00Z') });
  const other = await openSession(desk.database.url, 'retention');
  try {
    await other.query('begin');
    await other.query('select pg_advisory_xact_lock(7316963)');
    expect(await eraseBefore(BEFORE)).toBeNull();
    await other.query('rollback');
    expect(await eraseBefore(BEFORE)).toBe(1);
  } finally {
    await other.close();
  }
});

it('commits nothing of what it destroys without the act that says so', async () => {
  await desk.write(1, { at: new Date('2020-03-01T10:00:00Z') });
  await desk.database.owner.query('revoke insert on ledger_entry from rollcall_app');
  await expect(eraseBefore(BEFORE)).rejects.toThrow('permission denied');
  expect(await countErasable(sqlOf(desk.database.app), BEFORE)).toBe(1);
});

it('the hub destroys criteria whose time has passed at its start, and connects for nothing else', async () => {
  await desk.write(2, { at: new Date('2026-08-01T10:00:00Z'), criteria: { given: { upn: 'A' }, days: 90 } });
  await desk.write(1, { at: new Date('2026-11-01T10:00:00Z'), criteria: { given: { upn: 'B' }, days: 90 } });
  const log: string[] = [];
  let connections = 0;
  const purge = async (now: string): Promise<void> => {
    const purging = startPurge({
      app: sqlOf(desk.database.app),
      connect: () => {
        connections += 1;
        return openSession(desk.database.url, 'retention');
      },
      clock: new ManualClock(now),
      home: 'la/931',
      log: (line) => log.push(line),
    });
    await purging.stop();
  };
  await purge('2026-10-01T10:00:00Z');
  expect(connections).toBe(0);
  await purge('2026-11-18T10:00:00Z');
  await purge('2026-11-18T10:00:00Z');
  expect(connections).toBe(1);
  expect(log).toEqual(['ledger: criteria of 2 lookups that met nobody are erased']);
  expect(await areCriteriaDue(sqlOf(desk.database.app), new Date('2027-02-01T00:00:00Z'))).toBe(true);
  await desk.seal();
  expect(await desk.verifyNow()).toMatchObject({ ok: true, entries: 4, erased: { entries: 0, criteria: 2 } });
});

it('the retention role can do nothing else', async () => {
  await desk.write(2);
  await desk.seal();
  const session = await openSession(desk.database.url, 'retention');
  const refused = [
    'select * from ledger_entry',
    'select controller_part from ledger_entry',
    'select criteria from ledger_entry',
    'select child_ids, subject from ledger_entry',
    'update ledger_entry set controller_part = controller_part returning controller_part',
    `update ledger_entry set purpose = 'SAFEGUARD'`,
    `update ledger_entry set leaf = 'another'`,
    'update ledger_entry set at = now()',
    `update ledger_entry set id = gen_random_uuid()`,
    'update ledger_entry set criteria_until = now()',
    'delete from ledger_entry',
    'truncate ledger_entry',
    `insert into ledger_entry (id) values (gen_random_uuid())`,
    'drop table ledger_entry',
    'alter table ledger_entry disable trigger all',
    'select * from ledger_leaf',
    'delete from ledger_leaf',
    'select * from ledger_tile',
    `update ledger_tile set hashes = ''`,
    'select * from ledger_head',
    'delete from ledger_head',
    'select * from ledger_pending',
    'delete from ledger_pending',
    'select * from child',
    'select * from look_back',
    'select * from organisation',
    'create table mine (id int)',
    'create role mine',
  ];
  const changed = [
    `update ledger_entry set controller_part = '{}'`,
    `update ledger_entry set controller_salt = sha256('x')`,
    `update ledger_entry set recipient_part = '{}'`,
    `update ledger_entry set subject = 'another'`,
    `update ledger_entry set reference = 'another'`,
    `update ledger_entry set child_ids = array[gen_random_uuid()]`,
  ];
  try {
    for (const statement of refused)
      expect([statement, await codeOf(session.query(statement))]).toEqual([statement, '42501']);
    for (const statement of changed)
      expect([statement, await codeOf(session.query(statement))]).toEqual([statement, 'P0001']);
    expect(await codeOf(session.query('update ledger_entry set controller_salt = null'))).toBeNull();
  } finally {
    await session.close();
  }
});

async function codeOf(statement: Promise<unknown>): Promise<string | null> {
  try {
    await statement;
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? 'none';
  }
}
