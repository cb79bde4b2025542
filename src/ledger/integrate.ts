import type { Sql } from '../gate/ports';
import type { LedgerKeys } from './ledger-keys';
import { checkpointText } from './tree/checkpoint';
import { leafHash } from './tree/hash';
import { signNote } from './tree/note';
import { appendToTiles, type Appended, type TileEdge } from './tree/tiles';

/** A signed head: how many leaves, their root, and the note that says so (c2sp.org/tlog-checkpoint). */
export interface Head {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly at: Date;
}

const MOST_LEAVES = 2000;

interface Pending {
  readonly position: string;
  readonly leaf: string;
}

/**
 * Moves pending entries into the tree: leaves with the next indices, without a gap, the tiles that they change, and
 * the head signed by every key, all in the transaction that it is given. Null when nothing was pending.
 * INVARIANT: the index and the size are primary keys, so of two sequencers that both believe to be the only one,
 * one fails and changes nothing.
 */
export async function integrate(
  tx: Sql,
  keys: LedgerKeys,
  edge: TileEdge,
  at: Date,
): Promise<(Appended & Head) | null> {
  const pending = await tx.query<Pending>(
    `select p.position, e.leaf
     from (select position from ledger_pending order by position limit ${MOST_LEAVES}) p
     join ledger_entry e using (position) order by p.position`,
  );
  if (pending.length === 0) return null;
  const grown = appendToTiles(
    edge,
    pending.map(({ leaf }) => leafHash(leaf)),
  );
  const { size, root, changed } = grown;
  const note = signNote(
    checkpointText({ origin: keys.origin, size, root }),
    keys.keys.map(({ privateKey }) => ({ name: keys.origin, privateKey })),
  );
  const positions = pending.map(({ position }) => position);
  await tx.query(
    `insert into ledger_leaf (idx, position)
     select $1::bigint + ordinality - 1, position from unnest($2::bigint[]) with ordinality as p(position, ordinality)`,
    [edge.size, positions],
  );
  await tx.query(
    `insert into ledger_tile (level, idx, hashes) select * from unnest($1::int[], $2::bigint[], $3::bytea[])
     on conflict (level, idx) do update set hashes = excluded.hashes`,
    [changed.map((t) => t.level), changed.map((t) => t.index), changed.map((t) => t.bytes)],
  );
  await tx.query('insert into ledger_head (size, root, note, at) values ($1, $2, $3, $4)', [
    size,
    root,
    note,
    at,
  ]);
  await tx.query('delete from ledger_pending where position = any($1::bigint[])', [positions]);
  return { ...grown, note, at };
}

/** The newest head, or null before the first. */
export async function newestHead(sql: Sql): Promise<Head | null> {
  const [row] = await sql.query<Omit<Head, 'size'> & { size: string }>(
    'select size, root, note, at from ledger_head order by size desc limit 1',
  );
  return row ? { ...row, size: Number(row.size) } : null;
}
