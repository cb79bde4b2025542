import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { sqlOf } from '../../../src/database/sql';
import { openSession } from '../../../src/database/session';
import { eraseCriteria, eraseEntries } from '../../../src/ledger/erasure';
import { LedgerKeys } from '../../../src/ledger/ledger-keys';
import { leafHash } from '../../../src/ledger/tree/hash';
import { LedgerTree1700000008000 } from '../../../migrations/1700000008000-ledger-tree';
import { allMigrations } from '../../../migrations/all';
import { openLogDesk, type LogDesk } from './log-desk';

const ERASER = {
  organisation: 'la/931',
  unit: 'la/931/records',
  user: 'A. Keeper',
  job: 'records',
  purpose: 'RIGHTS_AND_AUDIT',
  reference: 'schedule 7',
};

let desk: LogDesk;
beforeEach(async () => {
  desk = await openLogDesk();
});
afterEach(() => desk.close());

it('an empty log is whole', async () => {
  expect(await desk.verifyNow()).toMatchObject({
    ok: true,
    entries: 0,
    heads: 0,
    newestHead: null,
    problems: [],
  });
});

it('a log of several tiles and heads is whole, from the database and from its dump, packed or not', async () => {
  for (const entries of [1, 98, 156, 1, 257]) {
    await desk.write(entries, { criteria: { given: { upn: 'A' }, days: 90 }, told: { note: 'told' } });
    await desk.seal();
  }
  const given = { heads: [desk.headsPath] };
  const report = await desk.verifyNow(given);
  expect(report).toMatchObject({
    ok: true,
    origin: 'rollcall/test',
    entries: 513,
    newestHead: 513,
    pending: 0,
    outside: { heads: report.heads, newest: 513 },
    first: null,
    problems: [],
    unchecked: [],
  });
  expect(report.heads).toBeGreaterThanOrEqual(5);
  for (const name of ['log.ndjson', 'log.ndjson.gz']) {
    const path = await desk.tampered((tx) => desk.dump(tx, name));
    expect(await desk.verifyDump(path, given)).toEqual(report);
  }
});

it('entries that wait are told; those that wait longer than was promised are a problem, acts are not', async () => {
  await desk.write(3);
  await desk.seal();
  await desk.write(2);
  await desk.write(1, { kind: 'ACT' });
  expect(await desk.verifyNow()).toMatchObject({ ok: true, entries: 3, pending: 3 });
  const late = await desk.tampered(async (tx) => {
    await tx.query(`update ledger_pending set since = now() - interval '5 seconds'`);
    return desk.verify(tx);
  });
  expect(late.problems).toHaveLength(2);
  expect(late.problems[0]).toMatchObject({
    kind: 'PENDING',
    how: expect.stringContaining('waited 5 s') as string,
  });
});

it('promises are looked for in the tree, once their time has passed', async () => {
  const [kept = ''] = await desk.write(1);
  await desk.seal();
  const [waiting = ''] = await desk.write(1);
  const promises = [kept, waiting].map((leaf) => ({
    leafHash: leafHash(leaf),
    by: new Date('2026-11-18T09:00:00Z'),
  }));
  expect((await desk.verifyNow({ promises, now: new Date('2026-11-18T08:59:00Z') })).ok).toBe(true);
  expect((await desk.verifyNow({ promises })).problems).toMatchObject([
    { kind: 'PROMISE', how: 'An entry that was promised by 2026-11-18T09:00:00.000Z is not in the tree.' },
  ]);
});

it('erased entries and criteria are counted, their acts are in the log, and every leaf stands', async () => {
  await desk.write(4, { at: new Date('2020-03-01T10:00:00Z'), children: [randomUUID()], subject: 'someone' });
  await desk.write(3, { criteria: { given: { upn: 'A' }, days: 90 } });
  await desk.seal();
  const before = await desk.verifyNow({ heads: [desk.headsPath] });
  const session = await openSession(desk.database.url, 'retention');
  try {
    const day = new Date('2021-01-01T00:00:00Z');
    expect(await eraseEntries(day, { session, eraser: ERASER, now: new Date('2026-11-18T10:00:00Z') })).toBe(
      4,
    );
    expect(await eraseCriteria({ session, eraser: ERASER, now: new Date('2027-06-01T10:00:00Z') })).toBe(3);
    expect(await eraseEntries(day, { session, eraser: ERASER, now: new Date() })).toBe(0);
  } finally {
    await session.close();
  }
  await desk.seal();
  const report = await desk.verifyNow({ heads: [desk.headsPath] });
  expect(report).toMatchObject({ ok: true, entries: 9, erased: { entries: 4, parts: 0, criteria: 3 } });
  expect(report.unchecked).toEqual([expect.stringContaining('Of 4 erased entries')]);
  expect(before).toMatchObject({ ok: true, erased: { entries: 0, parts: 0, criteria: 0 } });
  const acts = await sqlOf(desk.database.owner).query<{ part: string }>(
    `select controller_part as part from ledger_entry where kind = 'ACT' order by position`,
  );
  expect(acts.map(({ part }) => (JSON.parse(part) as { body: unknown }).body)).toEqual([
    { v: 1, action: 'ERASE_LEDGER_ENTRIES', entries: 4, until: '2021-01-01T00:00:00.000Z' },
    { v: 1, action: 'ERASE_LEDGER_CRITERIA', entries: 3, until: '2027-06-01T10:00:00.000Z' },
  ]);
});

it('a log whose key was changed verifies with both keys, and as far as either signed', async () => {
  await desk.write(2);
  await desk.seal();
  const [old = ''] = desk.keys().verifiers;
  LedgerKeys.rotate(desk.dataDir);
  await desk.write(2);
  await desk.seal();
  const fresh = desk.keys().newest.verifier;
  expect((await desk.verifyNow({ keys: [old], heads: [desk.headsPath] })).ok).toBe(true);
  LedgerKeys.finishRotation(desk.dataDir);
  await desk.write(1);
  await desk.seal();
  expect(await desk.verifyNow({ keys: [old, fresh], heads: [desk.headsPath] })).toMatchObject({
    ok: true,
    entries: 5,
  });
  const signed = async (key: string): Promise<(number | null)[]> =>
    (await desk.verifyNow({ keys: [key] })).problems.map(({ kind, head }) =>
      kind === 'SIGNATURE' ? head : null,
    );
  expect(await signed(old)).toEqual([5]);
  expect(await signed(fresh)).toEqual([2]);
});

it('entries of before the tree verify as they were migrated', async () => {
  await desk.close();
  desk = await openLogDesk({ migrated: false });
  const runner = desk.database.owner.createQueryRunner();
  const migrations = allMigrations.map((migration) => new migration());
  const tree = migrations.findIndex((migration) => migration instanceof LedgerTree1700000008000);
  for (const migration of migrations.slice(0, tree)) await migration.up(runner);
  for (const child of [randomUUID(), randomUUID()]) {
    const id = randomUUID();
    const body = JSON.stringify({
      v: 1, id, at: '2026-09-01T09:00:00.120Z', kind: 'DISCLOSURE', organisation: 'la/931', unit: 'la/931/cme',
      user: 'A', job: 'B', purpose: 'LOCATE_CHILD', reference: 'R', requestId: id, rulesetVersion: 'v',
      children: [child], agreements: ['schools'], lookBacks: [], body: { v: 1, client: 'la-931', subject: 'sub' },
    }); // prettier-ignore
    await desk.database.owner.query(
      `insert into ledger_entry (id, at, kind, organisation_id, unit_id, purpose, reference, request_id,
         ruleset_version, child_ids, body, digest)
       values ($1, '2026-09-01T09:00:00.12Z', 'DISCLOSURE', 'la/931', 'la/931/cme', 'LOCATE_CHILD', 'R', $1, 'v',
         array[$2::uuid], $3, sha256(convert_to($3, 'UTF8')))`,
      [id, child, body],
    );
  }
  for (const migration of migrations.slice(tree)) await migration.up(runner);
  await runner.release();
  await desk.database.app.initialize();
  await desk.write(2);
  await desk.seal();
  copyFileSync(desk.headsPath, desk.path('kept.jsonl'));
  const report = await desk.verifyNow({ heads: [desk.path('kept.jsonl')] });
  expect(report).toMatchObject({ ok: true, entries: 4, problems: [] });
  expect(report.unchecked).toEqual([expect.stringContaining('Of 2 entries of before version 2')]);
  const changed = await desk.tampered(async (tx) => {
    await tx.query(`update ledger_entry set client_id = 'another' where client_id = 'la-931'`);
    return desk.verify(tx);
  });
  expect(changed.problems.map(({ kind, index }) => [kind, index])).toEqual([
    ['COLUMN', 0],
    ['COLUMN', 1],
  ]);
});
