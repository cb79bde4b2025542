import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openSession } from '../../src/database/session';
import { sqlOf } from '../../src/database/sql';
import { HeadsFile } from '../../src/ledger/heads-file';
import { LedgerKeys } from '../../src/ledger/ledger-keys';
import { createLedgerWriter } from '../../src/ledger/ledger-writer';
import { Sequencer } from '../../src/ledger/sequencer';
import { parseCheckpoint } from '../../src/ledger/tree/checkpoint';
import { CompactRange } from '../../src/ledger/tree/compact-range';
import { leafHash } from '../../src/ledger/tree/hash';
import { openNote, parseVerifierKey } from '../../src/ledger/tree/note';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { makeTestFolder } from '../support/data-folder';
import { ManualClock } from '../support/manual-clock';
import { sampleRecord } from './sample-record';

const ORIGIN = 'rollcall/test';
let database: TestDatabase;
let folder: ReturnType<typeof makeTestFolder>;
let log: string[];
const started: Sequencer[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  folder = makeTestFolder(0o700);
  log = [];
});
afterEach(async () => {
  for (const sequencer of started.splice(0)) await sequencer.stop();
  await database.drop();
  folder.remove();
});

const rows = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  sqlOf(database.owner).query<Row>(text, values);
const write = async (entries: number): Promise<void> => {
  const writer = createLedgerWriter(sqlOf(database.app));
  await Promise.all(Array.from({ length: entries }, () => writer.append(sampleRecord({ agreements: [] }))));
};
const keysIn = (path: string): LedgerKeys => LedgerKeys.open(path, ORIGIN);
async function sequencer(path = folder.path): Promise<Sequencer> {
  const made = new Sequencer({
    connect: () => openSession(database.url, 'sequencer'),
    keys: keysIn(path),
    heads: HeadsFile.in(path),
    clock: new ManualClock('2026-11-18T10:00:00Z'),
    log: (line) => log.push(line),
  });
  started.push(made);
  await made.start();
  return made;
}
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await what()) return;
    await pause(20);
  }
  throw new Error('it did not come to that');
}
const count = async (table: string): Promise<number> =>
  (await rows<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? -1;
const integrated = (): Promise<void> => until(async () => (await count('ledger_pending')) === 0);

describe('the sequencer', () => {
  it('gives every entry the next index, and signs a head over them that anybody can work out again', async () => {
    await write(700);
    await sequencer();
    await integrated();
    await write(3);
    await integrated();
    const leaves = await rows<{ idx: string; leaf: string }>(
      'select l.idx, e.leaf from ledger_leaf l join ledger_entry e using (position) order by l.idx',
    );
    expect(leaves.map(({ idx }) => Number(idx))).toEqual(Array.from({ length: 703 }, (_, i) => i));
    const range = CompactRange.empty();
    for (const { leaf } of leaves) range.append(leafHash(leaf));
    const heads = await rows<{ size: string; root: Buffer; note: string }>(
      'select * from ledger_head order by size',
    );
    expect(heads.at(-1)).toMatchObject({ size: '703', root: range.root() });
    const [verifier = ''] = keysIn(folder.path).verifiers;
    const key = parseVerifierKey(verifier);
    if (!key.ok) throw new Error(key.problem);
    for (const { note, size, root } of heads) {
      const opened = openNote(note, [key.value]);
      if (!opened.ok) throw new Error(opened.problem);
      expect(parseCheckpoint(opened.value.text)).toEqual({
        ok: true,
        value: { origin: ORIGIN, size: Number(size), root, extensions: [] },
      });
    }
  });

  it('writes every head beside the keys too, in order, and what a crash kept from the file later', async () => {
    const first = await sequencer();
    await write(5);
    await integrated();
    await first.stop();
    const path = HeadsFile.in(folder.path).path;
    const before = readFileSync(path, 'utf8');
    appendFileSync(path, '{"size":9,"ro');
    const elsewhere = makeTestFolder(0o700);
    LedgerKeys.open(elsewhere.path, ORIGIN);
    try {
      const other = new Sequencer({
        connect: () => openSession(database.url, 'sequencer'),
        keys: keysIn(folder.path),
        heads: HeadsFile.in(elsewhere.path),
        clock: new ManualClock('2026-11-18T10:00:00Z'),
        log: () => undefined,
      });
      await other.start();
      await write(2);
      await integrated();
      await other.stop();
    } finally {
      elsewhere.remove();
    }
    await sequencer();
    const sizes = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { size: number }).size);
    const stored = await rows<{ size: string }>('select size from ledger_head order by size');
    expect(sizes).toEqual(stored.map(({ size }) => Number(size)));
    expect(readFileSync(path, 'utf8').startsWith(before)).toBe(true);
  });

  it('is one at a time; another goes on when it ends', async () => {
    const [first] = [await sequencer(), await sequencer(), await sequencer()];
    await write(10);
    await integrated();
    await first?.stop();
    await write(10);
    await integrated();
    expect(await count('ledger_leaf')).toBe(20);
    const [row] = await rows<{ n: number }>(
      `select count(*)::int as n from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(row?.n).toBe(1);
  });

  it('goes on by itself when its connection is cut', async () => {
    await sequencer();
    await write(1);
    await integrated();
    await rows(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'rollcall sequencer' and datname = current_database()`,
    );
    await write(4);
    await integrated();
    expect(await count('ledger_leaf')).toBe(5);
  });
});

describe('it signs nothing more', () => {
  const shorten = (size: number): Promise<unknown> =>
    database.owner.transaction(async (tx) => {
      for (const table of ['ledger_leaf', 'ledger_head', 'ledger_entry'])
        await tx.query(`alter table ${table} disable trigger user`);
      await tx.query(
        `delete from ledger_entry where position in (select position from ledger_leaf where idx >= ${size})`,
      );
      await tx.query(`delete from ledger_leaf where idx >= ${size}`);
      await tx.query(`delete from ledger_head where size > ${size}`);
      for (const table of ['ledger_leaf', 'ledger_head', 'ledger_entry'])
        await tx.query(`alter table ${table} enable trigger user`);
    });
  const twice = async (): Promise<void> => {
    const first = await sequencer();
    await write(4);
    await integrated();
    await write(4);
    await integrated();
    await first.stop();
  };

  it('on a database that was set back', async () => {
    await twice();
    await shorten(4);
    const later = await sequencer();
    expect(later.state()).toBe(
      'The database holds 4 entries under a head, and this hub has signed 8: it was set back to an earlier state.',
    );
    await write(1);
    await pause(1500);
    expect(await count('ledger_leaf')).toBe(4);
  });

  it('on another history of the same size', async () => {
    await twice();
    await shorten(4);
    await write(4);
    const elsewhere = makeTestFolder(0o700);
    try {
      const accomplice = new Sequencer({
        connect: () => openSession(database.url, 'sequencer'),
        keys: keysIn(folder.path),
        heads: HeadsFile.in(elsewhere.path),
        clock: new ManualClock('2026-11-18T10:00:00Z'),
        log: () => undefined,
      });
      await accomplice.start();
      await integrated();
      await accomplice.stop();
    } finally {
      elsewhere.remove();
    }
    const later = await sequencer();
    expect(later.state()).toBe('The database holds another head of 8 entries than this hub has signed.');
    expect(log).toContain('ledger: The database holds another head of 8 entries than this hub has signed.');
  });

  it('with another key than the last head has; with the old and a new one it goes on, and both sign', async () => {
    await twice();
    const elsewhere = makeTestFolder(0o700);
    try {
      const stranger = await sequencer(elsewhere.path);
      expect(stranger.state()).toBe(
        'The last head was signed by another key: put the ledger keys of this hub back.',
      );
      await stranger.stop();
    } finally {
      elsewhere.remove();
    }
    const both = LedgerKeys.rotate(folder.path);
    expect(both.keys).toHaveLength(2);
    const rotating = await sequencer();
    await write(1);
    await integrated();
    await rotating.stop();
    const [head] = await rows<{ note: string }>('select note from ledger_head order by size desc limit 1');
    for (const verifier of both.verifiers) {
      const key = parseVerifierKey(verifier);
      if (!key.ok) throw new Error(key.problem);
      expect(openNote(head?.note ?? '', [key.value]).ok).toBe(true);
    }
    expect(LedgerKeys.finishRotation(folder.path).verifiers).toEqual(both.verifiers.slice(1));
    const after = await sequencer();
    expect(after.state()).toBe(true);
    await write(1);
    await integrated();
    expect(() => LedgerKeys.finishRotation(folder.path)).toThrow('rollcall ledger rotate-key');
  });
});
