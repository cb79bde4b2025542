/** What a log holds, as it is stored: nothing here has been believed yet. Hashes are bytes, salts hexadecimal. */
export type LogRecord =
  EntryRecord | TileRecord | HeadRecord | PendingRecord | StrayRecord | EndRecord | FaultRecord;

/** A leaf in its place. */
export interface EntryRecord {
  readonly type: 'entry';
  /** From 0. */
  readonly index: number;
  /** The entry's number in the database, decimal: for finding it there. */
  readonly position: string;
  /** Null when there is a leaf and its entry is gone. */
  readonly entry: StoredEntry | null;
}

export interface StoredEntry {
  readonly id: string;
  /** RFC 3339 in UTC, to the millisecond, and finer only where the database has it finer. */
  readonly at: string;
  /** The text whose hash stands in the tree. */
  readonly leaf: string;
  readonly controller: string | null;
  readonly controllerSalt: string | null;
  readonly recipient: string | null;
  readonly recipientSalt: string | null;
  readonly criteria: string | null;
  readonly criteriaSalt: string | null;
  readonly criteriaUntil: string | null;
  readonly columns: EntryColumns;
}

/** What a reader finds an entry by, outside every commitment: it has to agree with the parts. */
export interface EntryColumns {
  readonly kind: string;
  readonly organisation: string;
  readonly unit: string;
  readonly client: string;
  readonly subject: string | null;
  readonly purpose: string;
  readonly reference: string;
  readonly requestId: string;
  readonly rulesetVersion: string;
  readonly children: readonly string[];
  readonly agreements: readonly string[];
}

export interface TileRecord {
  readonly type: 'tile';
  readonly level: number;
  readonly index: number;
  /** 1 to 256 hashes of 32 bytes, one after the other. */
  readonly hashes: Buffer;
}

export interface HeadRecord {
  readonly type: 'head';
  readonly size: number;
  readonly root: Buffer;
  /** The signed note that says so. */
  readonly note: string;
}

/** An entry that no head covers yet. */
export interface PendingRecord {
  readonly type: 'pending';
  readonly position: string;
  /** Null when the entry is gone. */
  readonly kind: string | null;
  /** Milliseconds that it has waited. */
  readonly waited: number;
  /** Whether it is a leaf already, and so must not wait. */
  readonly isLeaf: boolean;
}

/** An entry that is neither a leaf nor waiting to become one. */
export interface StrayRecord {
  readonly type: 'stray';
  readonly position: string;
}

/** The last record: a source without one broke off. */
export interface EndRecord {
  readonly type: 'end';
}

/** Something in the source that is no record. */
export interface FaultRecord {
  readonly type: 'fault';
  readonly how: string;
}

const TILE_WIDTH = 256;
const HASH_SIZE = 32;

/**
 * After how many leaves a record stands, so that a source can be read once, whatever its size: a tile of the lowest
 * level before the entries that it covers, everything that is worked out from entries right behind the last of them.
 */
export function standsAfter(record: EntryRecord | TileRecord | HeadRecord): number {
  if (record.type === 'entry') return record.index;
  if (record.type === 'head') return record.size;
  const { level, index, hashes } = record;
  if (level === 0) return index * TILE_WIDTH;
  return (index * TILE_WIDTH + hashes.length / HASH_SIZE) * TILE_WIDTH ** level;
}

/** Which of two records that stand after the same leaf comes first: the lower. */
export function rankOf(record: EntryRecord | TileRecord | HeadRecord): number {
  if (record.type === 'head') return 0;
  if (record.type === 'entry') return 3;
  return record.level > 0 ? 1 : 2;
}
