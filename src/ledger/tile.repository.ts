import type { Sql } from '../gate/ports';
import { HASH_SIZE } from './tree/hash';
import type { ReadTile } from './tree/tile-reader';

/** The database keeps eight levels: 2^64 leaves. */
const HIGHEST_LEVEL = 7;

/**
 * The first `width` hashes of a stored tile, or null where the tree has fewer of them there. A tile is written in the
 * transaction of the head that covers it, so none runs ahead of the newest checkpoint.
 */
export async function storedTile(
  sql: Sql,
  level: number,
  index: number,
  width: number,
): Promise<Buffer | null> {
  if (level > HIGHEST_LEVEL) return null;
  const [row] = await sql.query<{ hashes: Buffer }>(
    'select substring(hashes for $3) as hashes from ledger_tile where level = $1 and idx = $2 and length(hashes) >= $3',
    [level, index, width * HASH_SIZE],
  );
  return row?.hashes ?? null;
}

/** Stored tiles for proofs; one that is missing is an empty one, which no proof is made from. */
export const tilesOf =
  (sql: Sql): ReadTile =>
  async (level, index, width) =>
    (await storedTile(sql, level, index, width)) ?? Buffer.alloc(0);
