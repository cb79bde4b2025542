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
import { inTurn, median, type Figure } from './measure';

/** Appends of a round take a good part of a second; a proof or a child's history is read in a millisecond or two. */
const ROUNDS = { append: 15, proof: 201, subject: 201 } as const;
const APPENDS = 500;
/** Of each million entries, 200,000 children have five each, so that a child's own history stays as long. */
const CHILDREN = 200_000;
const CHILD_OF = `(n % ${CHILDREN} + ${CHILDREN} * (n / 1000000))`;

/** Entries at which it is measured: 1, 5 and 10 million, or those of BENCH_LEDGER_ENTRIES. */
const sizes = (process.env['BENCH_LEDGER_ENTRIES'] ?? '1000000,5000000,10000000').split(',').map(Number);

/**
 * Append, proof and subject access as the ledger grows. At each size a ledger of the smallest is asked in turn with the
 * grown one, so that whatever else the machine does weighs on both alike.
 */
export async function ledgerGrowth(): Promise<Figure[]> {
  const [least = 1_000_000] = sizes;
  const folder = makeTestFolder(0o700);
  const keys = LedgerKeys.open(folder.path, 'rollcall/bench');
  const base = await createTestDatabase();
  const grown = await createTestDatabase();
  try {
    await growTo(base, keys, least);
    const figures: Figure[] = [];
    for (const entries of sizes) {
      await growTo(grown, keys, entries);
      const [small, large] = [questionsOf(base, least), questionsOf(grown, entries)];
      for (const name of ['append', 'proof', 'subject'] as const) {
        const [ours, theirs] = [timed(large[name]), timed(small[name])];
        const { a, b } = await inTurn(ROUNDS[name], ours, theirs);
        figures.push({
          name: `ledger.${name}.${entries / 1_000_000}M`,
          unit: 'ms',
          value: median(a),
          ratio: median(a) / median(b),
          against: `a ledger of ${least / 1_000_000} million, in turn`,
        });
      }
    }
    return figures;
  } finally {
    await base.drop();
    await grown.drop();
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

const timed = (work: () => Promise<unknown>) => async (): Promise<number> => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};

/** What is asked of a ledger of so many entries: 500 appends at once, one proof, one child's history. */
function questionsOf(
  database: TestDatabase,
  entries: number,
): Record<'append' | 'proof' | 'subject', () => Promise<unknown>> {
  const app = sqlOf(database.app);
  const writer = createLedgerWriter(app);
  const record = (): Promise<unknown> =>
    writer.append(sampleRecord({ agreements: [], children: [newPublicId()] }));
  let n = 0;
  let child = 0;
  return {
    append: () => Promise.all(Array.from({ length: APPENDS }, record)),
    proof: () => inclusionProof((n = (n * 7919 + 104_729) % entries), entries, tilesOf(app)),
    subject: async () => {
      const rows = await app.query(
        `select id, controller_part from ledger_entry where child_ids @> array[md5('child ' || $1)::uuid]
         order by position desc limit 100`,
        [(child = (child + 7919) % CHILDREN)],
      );
      if (rows.length === 0) throw new Error('the child has no entry');
    },
  };
}
