import { sqlOf } from '../src/database/sql';
import { openSession } from '../src/database/session';
import { newPublicId } from '../src/kernel/id';
import { integrate, newestHead } from '../src/ledger/integrate';
import { LedgerKeys } from '../src/ledger/ledger-keys';
import { createLedgerWriter } from '../src/ledger/ledger-writer';
import { tilesOf } from '../src/ledger/tile.repository';
import { edgeFromTiles, inclusionProof } from '../src/ledger/tree/tiles';
import { makeTestFolder } from '../tests/support/data-folder';
import { createTestDatabase, type TestDatabase } from '../tests/support/database';
import { sampleRecord } from '../tests/ledger/sample-record';
import { median, type Figure } from './measure';

/** Appends of a round take a good part of a second; a proof or a child's history is read in under a millisecond. */
const APPEND_ROUNDS = 9;
const READ_ROUNDS = 201;
const APPENDS = 500;
/** Of each million entries, 200,000 children have five each, so that a child's own history stays as long. */
const CHILDREN = 200_000;
const CHILD_OF = `(n % ${CHILDREN} + ${CHILDREN} * (n / 1000000))`;

/** Entries at which it is measured: 1, 5 and 10 million, or those of BENCH_LEDGER_ENTRIES. */
const sizes = (process.env['BENCH_LEDGER_ENTRIES'] ?? '1000000,5000000,10000000').split(',').map(Number);

/** Append, proof and subject access as the ledger grows, each against the smallest size. */
export async function ledgerGrowth(): Promise<Figure[]> {
  const database = await createTestDatabase();
  const folder = makeTestFolder(0o700);
  const keys = LedgerKeys.open(folder.path, 'rollcall/bench');
  try {
    const figures: Figure[] = [];
    const first = new Map<string, number>();
    for (const entries of sizes) {
      await growTo(database, keys, entries);
      for (const [name, value] of Object.entries(await measured(database, entries))) {
        const base = first.get(name);
        if (base === undefined) first.set(name, value);
        figures.push({
          name: `ledger.${name}.${entries / 1_000_000}M`,
          unit: 'ms',
          value,
          ratio: base === undefined ? null : value / base,
          against: base === undefined ? null : `the same at ${(sizes[0] ?? 0) / 1_000_000} million`,
        });
      }
    }
    return figures;
  } finally {
    await database.drop();
    folder.remove();
  }
}

/** Entries as the hub writes them, made by the database itself, then put into the tree by the sequencer's own step. */
async function growTo(database: TestDatabase, keys: LedgerKeys, entries: number): Promise<void> {
  const owner = sqlOf(database.owner);
  const count = async (): Promise<number> =>
    Number(
      (await owner.query<{ n: string }>('select coalesce(max(position), 0) as n from ledger_entry'))[0]?.n,
    );
  for (let have = await count(); have < entries; have = await count()) {
    await owner.query(
      `insert into ledger_entry (id, at, kind, organisation_id, unit_id, client_id, subject, purpose, reference,
         request_id, ruleset_version, child_ids, agreements, leaf, controller_part, controller_salt, recipient_part,
         recipient_salt)
       select gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 second', 'DISCLOSURE',
         'school/931-' || (4000 + n % 300), 'school/931-' || (4000 + n % 300), 'client-' || (n % 300), 'user-' || (n % 5000),
         'ROLL_MANAGEMENT', 'R/' || n, gen_random_uuid(), 'v', array[md5('child ' || ${CHILD_OF})::uuid], '{schools}',
         '{"at":"2026-01-01T00:00:00.000Z","n":' || n || '}', rpad('{"v":2,"children":["' || md5('child ' || ${CHILD_OF}) || '"]}', 1024),
         sha256(int8send(n)), rpad('{"v":2}', 512), sha256(int8send(-n))
       from generate_series($1::bigint + 1, $2::bigint) n`,
      [have, Math.min(entries, have + 100_000)],
    );
  }
  const session = await openSession(database.url, 'sequencer');
  try {
    let edge = await edgeFromTiles((await newestHead(session))?.size ?? 0, tilesOf(session));
    for (;;) {
      const made = await session.transaction((tx) =>
        integrate(tx, keys, edge, new Date('2026-11-18T10:00:00Z')),
      );
      if (!made) break;
      edge = { size: made.size, rightmost: made.rightmost };
    }
  } finally {
    await session.close();
  }
  await owner.query('vacuum analyze ledger_entry, ledger_pending, ledger_leaf, ledger_tile');
}

async function measured(database: TestDatabase, entries: number): Promise<Record<string, number>> {
  const app = sqlOf(database.app);
  const writer = createLedgerWriter(app);
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begin = performance.now();
    await work();
    return performance.now() - begin;
  };
  const rounds = async (count: number, work: () => Promise<unknown>): Promise<number> => {
    const took: number[] = [];
    await work();
    for (let i = 0; i < count; i += 1) took.push(await timed(work));
    return median(took);
  };
  const record = (): Promise<unknown> =>
    writer.append(sampleRecord({ agreements: [], children: [newPublicId()] }));
  let n = 0;
  let child = 0;
  return {
    append:
      (await rounds(APPEND_ROUNDS, () => Promise.all(Array.from({ length: APPENDS }, record)))) / APPENDS,
    proof: await rounds(READ_ROUNDS, () =>
      inclusionProof((n = (n * 7919 + 104_729) % entries), entries, tilesOf(app)),
    ),
    subject: await rounds(READ_ROUNDS, async () => {
      const rows = await app.query(
        `select id, controller_part from ledger_entry where child_ids @> array[md5('child ' || $1)::uuid]
         order by position desc limit 100`,
        [(child = (child + 7919) % CHILDREN)],
      );
      if (rows.length === 0) throw new Error('the child has no entry');
    }),
  };
}
