import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { Sql } from '../../../src/gate/ports';
import { checkpointText } from '../../../src/ledger/tree/checkpoint';
import { signNote, verifierKey, type NoteSigner } from '../../../src/ledger/tree/note';
import type { LogReport } from '../../../src/ledger/verify/log-report';
import { openLogDesk, ORIGIN, type Given, type LogDesk } from './log-desk';
import { recomputeAll, removeEntry, rewriteEntry, setBack, shift } from './tampering';

const SIZES = [100, 300, 400];

/** What whoever owns database and key can do: nothing inside shows it, a head kept elsewhere does. */
let desk: LogDesk;
let kept: string;
beforeAll(async () => {
  desk = await openLogDesk();
  for (const [i, size] of SIZES.entries()) {
    await desk.write(size - (SIZES[i - 1] ?? 0), { told: { note: 'told' } });
    await desk.seal();
  }
  kept = desk.path('kept.jsonl');
  copyFileSync(desk.headsPath, kept);
});
afterAll(() => desk.close());

const signer = (): NoteSigner => ({
  name: ORIGIN,
  privateKey: desk.keys().newest.privateKey,
});

/** The same history, held against the heads kept elsewhere and against none; database and dump have to be one. */
async function both(
  work: (tx: Sql) => Promise<unknown>,
  given: Given = {},
): Promise<{ readonly kept: LogReport; readonly alone: LogReport }> {
  return desk.tampered(async (tx) => {
    await work(tx);
    const withHeads = { heads: [kept], ...given };
    const reports = {
      kept: await desk.verify(tx, withHeads),
      alone: await desk.verify(tx, { ...given, heads: [] }),
    };
    const path = await desk.dump(tx, `${randomUUID()}.ndjson`);
    expect(await desk.verifyDump(path, withHeads)).toEqual(reports.kept);
    expect(await desk.verifyDump(path, { ...given, heads: [] })).toEqual(reports.alone);
    return reports;
  });
}

const WITHOUT_HEADS = expect.stringMatching(
  /^Without a head kept elsewhere, whoever owns the database and the key could have rewritten everything/,
) as string;

function seemsWhole(alone: LogReport): void {
  expect(alone).toMatchObject({ ok: true, problems: [] });
  expect(alone.unchecked).toEqual([WITHOUT_HEADS]);
}

it('is whole before, with heads and without', async () => {
  const { kept: withHeads, alone } = await both(() => Promise.resolve());
  expect(withHeads).toMatchObject({ ok: true, unchecked: [] });
  seemsWhole(alone);
});

it('a row changed, with everything above it worked out and signed again, is found between two heads', async () => {
  const { kept: withHeads, alone } = await both(async (tx) => {
    await rewriteEntry(tx, 150, 'SAFEGUARD');
    await recomputeAll(tx, signer());
  });
  expect(withHeads.first).toMatchObject({ kind: 'OUTSIDE', index: 100, until: 300, head: 300 });
  expect(withHeads.counts).toEqual({ OUTSIDE: 2 });
  seemsWhole(alone);
});

it.each([
  ['a row deleted', (tx: Sql) => removeEntry(tx, 150, true)],
  ['two rows swapped', (tx: Sql) => swap(tx, 120, 150)],
  [
    'a row inserted',
    async (tx: Sql) => {
      await shift(tx, 150, 1);
      await tx.query(`with given as (
          insert into ledger_entry (id, at, kind, organisation_id, unit_id, purpose, reference, request_id,
            ruleset_version, leaf)
          select id2, at, kind, organisation_id, unit_id, purpose, '', request_id, ruleset_version,
            replace(leaf, id::text, id2::text)
          from ledger_entry, (select gen_random_uuid() as id2) n order by position limit 1 returning position)
        insert into ledger_leaf (idx, position) select 150, position from given`); // prettier-ignore
    },
  ],
])(
  '%s, with everything above it worked out and signed again, is found between two heads',
  async (_, change) => {
    const { kept: withHeads, alone } = await both(async (tx) => {
      await change(tx);
      await recomputeAll(tx, signer());
    });
    expect(withHeads.first).toMatchObject({ kind: 'OUTSIDE', index: 100, until: 300 });
    expect(alone.ok).toBe(true);
    expect(alone.unchecked).toContainEqual(WITHOUT_HEADS);
  },
);

it.each([300, 250])('an end that was cut off, at %i, is found', async (size) => {
  const { kept: withHeads, alone } = await both((tx) => setBack(tx, size, signer()));
  expect(withHeads.first).toMatchObject({ kind: 'CUT', index: size });
  expect(withHeads.ok).toBe(false);
  seemsWhole(alone);
});

it('a database set back to a backup that went on from there is found, shorter and longer than it was', async () => {
  for (const more of [20, 200]) {
    const { kept: withHeads, alone } = await both(async (tx) => {
      await setBack(tx, 300, signer());
      await goOn(tx, more);
    });
    expect(withHeads.first).toMatchObject(
      more === 20 ? { kind: 'CUT', index: 320 } : { kind: 'OUTSIDE', index: 300, until: 400 },
    );
    expect(alone.ok).toBe(true);
    expect(alone.unchecked).toContainEqual(WITHOUT_HEADS);
  }
});

it('an old head shown again, with what came after it waiting once more, is found', async () => {
  const { kept: withHeads, alone } = await both(async (tx) => {
    await tx.query(
      `insert into ledger_pending (position, since) select position, now() from ledger_leaf where idx >= 300`,
    );
    await tx.query('delete from ledger_leaf where idx >= 300');
    await tx.query('delete from ledger_head where size > 300');
    await recomputeAll(tx, signer());
  });
  expect(withHeads.first).toMatchObject({ kind: 'CUT', index: 300, head: 400 });
  expect(alone).toMatchObject({ ok: true, pending: 100 });
  expect(alone.unchecked).toEqual([WITHOUT_HEADS]);
});

it('old heads offered as the newest evidence vouch for nothing behind them, and the report says so', async () => {
  const old = desk.path('old.jsonl');
  writeFileSync(old, readFileSync(kept, 'utf8').split('\n').slice(0, 1).join('') + '\n');
  const report = await desk.verifyNow({ heads: [old] });
  expect(report.ok).toBe(true);
  expect(report.unchecked).toEqual([
    expect.stringContaining('No head kept elsewhere is of more than 100 entries: from entry 100 on'),
  ]);
});

it('two histories of one size are found, whichever of them the database holds', async () => {
  const fork = desk.path('fork.jsonl');
  await desk.tampered(async (tx) => {
    await rewriteEntry(tx, 350, 'SAFEGUARD');
    await recomputeAll(tx, signer());
    const [head] = await tx.query<{ root: Buffer; note: string }>(
      'select * from ledger_head where size = 400',
    );
    writeFileSync(
      fork,
      `${JSON.stringify({ size: 400, root: head?.root.toString('hex'), note: head?.note })}\n`,
    );
    expect((await desk.verify(tx, { heads: [fork] })).ok).toBe(true);
    const shown = await desk.verify(tx, { heads: [fork, kept] });
    expect(shown.counts).toEqual({ FORK: 1, OUTSIDE: 1 });
  });
  const report = await desk.verifyNow({ heads: [kept, fork] });
  expect(report.counts).toEqual({ FORK: 1, OUTSIDE: 1 });
  expect(report.problems).toMatchObject([
    { kind: 'FORK', head: 400, how: expect.stringContaining('two histories') as string },
    { kind: 'OUTSIDE', head: 400 },
  ]);
  expect(report.problems[0]?.how).toContain('kept.jsonl, line 1');
  expect((await desk.verifyNow()).unchecked).toEqual([WITHOUT_HEADS]);
});

it('another key, with every head signed again by it, is found by the key that was handed out, and by the heads', async () => {
  const swapped = generateKeyPairSync('ed25519');
  const other = [verifierKey(ORIGIN, swapped.publicKey)];
  const sign = (tx: Sql): Promise<void> => recomputeAll(tx, { name: ORIGIN, privateKey: swapped.privateKey });
  const byOurs = await both(sign);
  expect(byOurs.alone.problems).toMatchObject(SIZES.map((head) => ({ kind: 'SIGNATURE', head })));
  const byTheirs = await both(sign, { keys: other });
  expect(byTheirs.kept.counts).toEqual({ EVIDENCE: 3 });
  expect(byTheirs.kept.problems[0]?.how).toContain('not signed by a key that was given');
  seemsWhole(byTheirs.alone);
  const without = await both(sign, { keys: [] });
  expect(without.kept.ok).toBe(true);
  expect(without.kept.unchecked).toEqual([expect.stringContaining('no signature was checked')]);
});

it('a stored tile edited alone is found without any head from elsewhere', async () => {
  const { alone } = await both((tx) =>
    tx.query(
      `update ledger_tile set hashes = overlay(hashes placing '\\x00'::bytea from 33) where level = 0 and idx = 1`,
    ),
  );
  expect(alone.problems).toMatchObject([{ kind: 'TILE', index: 257, until: 258 }]);
  expect(alone.unchecked).toEqual([WITHOUT_HEADS]);
});

it('a head that was made up is no evidence', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const root = Buffer.alloc(32, 7);
  const note = signNote(checkpointText({ origin: ORIGIN, size: 900, root }), [{ name: ORIGIN, privateKey }]);
  const path = desk.path('made-up.jsonl');
  const lines = [
    JSON.stringify({ size: 900, root: root.toString('hex'), note }),
    JSON.stringify({ size: 900, root: root.toString('hex').toUpperCase(), note }),
    'nonsense',
  ];
  writeFileSync(path, `${JSON.stringify({ size: 0, root: 'x' })}\n${lines.join('\n')}\n{"size":9`);
  const report = await desk.verifyNow({ heads: [path] });
  expect(report).toMatchObject({ counts: { EVIDENCE: 4 }, outside: { heads: 0, newest: null } });
});

it('a checkpoint as it is served, and heads in any order, are evidence too', async () => {
  const [first = '', second = '', third = ''] = readFileSync(kept, 'utf8').split('\n');
  const [mixed, note] = [desk.path('mixed.jsonl'), desk.path('checkpoint')];
  writeFileSync(mixed, `${third}\n${first}\n${second}\n`);
  writeFileSync(note, (JSON.parse(third) as { note: string }).note);
  expect(await desk.verifyNow({ heads: [mixed, note] })).toMatchObject({
    ok: true,
    outside: { heads: 4, newest: 400 },
    unchecked: [],
  });
  const { kept: cut } = await both((tx) => setBack(tx, 300, signer()), { heads: [note] });
  expect(cut.first).toMatchObject({ kind: 'CUT', index: 300, head: 400 });
});

async function swap(tx: Sql, a: number, b: number): Promise<void> {
  const rows = await tx.query<{ idx: string; position: string }>(
    'delete from ledger_leaf where idx in ($1, $2) returning idx, position',
    [a, b],
  );
  for (const { idx, position } of rows)
    await tx.query('insert into ledger_leaf (idx, position) values ($1, $2)', [
      Number(idx) === a ? b : a,
      position,
    ]);
}

/** New entries behind the end, and heads over them: copies of old ones, each with an id of its own. */
async function goOn(tx: Sql, entries: number): Promise<void> {
  await tx.query(
    `with old as (
       select e.*, l.idx, gen_random_uuid() as new_id from ledger_entry e join ledger_leaf l using (position)
       where l.idx < $1
     ), made as (
       insert into ledger_entry (id, at, kind, organisation_id, unit_id, purpose, reference, request_id,
         ruleset_version, leaf)
       select new_id, at, kind, organisation_id, unit_id, purpose, '', request_id, ruleset_version,
         replace(leaf, id::text, new_id::text) from old returning position
     )
     insert into ledger_leaf (idx, position)
     select (select max(idx) from ledger_leaf) + row_number() over (), position from made`,
    [entries],
  );
  await recomputeAll(tx, signer());
}
