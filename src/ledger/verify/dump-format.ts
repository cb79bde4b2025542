import type { LogRecord, StoredEntry } from './log-record';

/** The first line of a dump. */
export interface DumpHeader {
  readonly type: 'header';
  readonly format: typeof DUMP_FORMAT;
  /** The log's name; null while it has no head. */
  readonly origin: string | null;
  /** When it was made, RFC 3339. */
  readonly at: string;
}

export const DUMP_FORMAT = 'rollcall-ledger-dump/1';

const HASH = /^[0-9a-f]{64}$/;
const SALT = /^([0-9a-f]{2})*$/;
const POSITION = /^\d{1,19}$/;
const TILE = { levels: 8, bytes: 8192, hash: 32 } as const;

/** A record as a line: JSON, roots and salts in hexadecimal, tiles in base64. */
export function dumpLine(record: LogRecord | DumpHeader): string {
  if (record.type === 'tile') return JSON.stringify({ ...record, hashes: record.hashes.toString('base64') });
  if (record.type === 'head') return JSON.stringify({ ...record, root: record.root.toString('hex') });
  return JSON.stringify(record);
}

/** The header that a line is, or null. */
export function readDumpHeader(line: string): DumpHeader | null {
  const value = objectIn(line);
  if (value?.['type'] !== 'header' || value['format'] !== DUMP_FORMAT) return null;
  const { origin, at } = value;
  if ((origin !== null && typeof origin !== 'string') || typeof at !== 'string') return null;
  return Number.isNaN(Date.parse(at)) ? null : { type: 'header', format: DUMP_FORMAT, origin, at };
}

/** The record that a line is, or null: a dump may come from anybody. */
export function readDumpLine(line: string): LogRecord | null {
  const value = objectIn(line);
  if (!value) return null;
  if (value['type'] === 'entry') return entryIn(value);
  if (value['type'] === 'tile') return tileIn(value);
  if (value['type'] === 'head') return headIn(value);
  if (value['type'] === 'end') return { type: 'end' };
  const { type, position, kind, waited, isLeaf } = value;
  if (!isPosition(position)) return null;
  if (type === 'stray') return { type, position };
  if (type !== 'pending' || (kind !== null && typeof kind !== 'string')) return null;
  if (typeof waited !== 'number' || typeof isLeaf !== 'boolean') return null;
  return { type, position, kind, waited, isLeaf };
}

type Value = Readonly<Record<string, unknown>>;

function entryIn({ index, position, entry }: Value): LogRecord | null {
  if (!isCount(index) || !isPosition(position)) return null;
  if (entry === null) return { type: 'entry', index, position, entry };
  return isEntry(entry) ? { type: 'entry', index, position, entry } : null;
}

function tileIn({ level, index, hashes }: Value): LogRecord | null {
  if (!isCount(level) || level >= TILE.levels || !isCount(index) || typeof hashes !== 'string') return null;
  const bytes = Buffer.from(hashes, 'base64');
  const isRight = bytes.length > 0 && bytes.length <= TILE.bytes && bytes.length % TILE.hash === 0;
  return isRight ? { type: 'tile', level, index, hashes: bytes } : null;
}

function headIn({ size, root, note }: Value): LogRecord | null {
  if (!isCount(size) || typeof root !== 'string' || !HASH.test(root) || typeof note !== 'string') return null;
  return { type: 'head', size, root: Buffer.from(root, 'hex'), note };
}

const TEXTS = [
  'kind',
  'organisation',
  'unit',
  'client',
  'purpose',
  'reference',
  'requestId',
  'rulesetVersion',
];
const CONTENT = ['controller', 'recipient', 'criteria', 'criteriaUntil'];
const SALTS = ['controllerSalt', 'recipientSalt', 'criteriaSalt'];

function isEntry(value: unknown): value is StoredEntry {
  if (!isObject(value) || !isObject(value['columns'])) return false;
  const { columns } = value;
  return (
    ['id', 'at', 'leaf'].every((name) => typeof value[name] === 'string') &&
    CONTENT.every((name) => isTextOrNull(value[name])) &&
    SALTS.every((name) => isTextOrNull(value[name]) && SALT.test(value[name] ?? '')) &&
    TEXTS.every((name) => typeof columns[name] === 'string') &&
    isTextOrNull(columns['subject']) &&
    isTexts(columns['children']) &&
    isTexts(columns['agreements'])
  );
}

function objectIn(line: string): Value | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isPosition = (value: unknown): value is string => typeof value === 'string' && POSITION.test(value);
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
