import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readCsv } from '../../../src/cli/match-csv';

/** A labelled record in the columns of `rollcall match evaluate`. */
export interface LinkageRecord {
  readonly cluster: string;
  readonly id: string;
  readonly [column: string]: string;
}

export interface LookupTask {
  readonly register: readonly LinkageRecord[];
  readonly queries: readonly LinkageRecord[];
  /** The register's record of a query's person, or null where nobody is right. */
  readonly truth: ReadonlyMap<string, string | null>;
}

export type LinkageSet = 'febrl1' | 'febrl2' | 'historical-train';

const FOLDER = resolve(__dirname, '../../data/linkage');
const COLUMNS = [
  'id',
  'forename',
  'surname',
  'dateOfBirth',
  'gender',
  'postcode',
  'addressLine',
  'town',
] as const;

/** The records of a set, mapped to our columns. FEBRL's soc_sec_id, the answer, is left out. */
export async function readLinkageSet(name: LinkageSet, scratch: string): Promise<LinkageRecord[]> {
  let path = join(FOLDER, `${name}.csv`);
  if (name === 'historical-train') {
    path = join(scratch, `${name}.csv`);
    writeFileSync(path, gunzipSync(readFileSync(join(FOLDER, `${name}.csv.gz`))));
  }
  const records: LinkageRecord[] = [];
  for await (const row of readCsv(path))
    records.push(name === 'historical-train' ? historical(row) : febrl(row));
  return records;
}

const of = (row: Readonly<Record<string, string>>, column: string): string => row[column] ?? '';

function historical(row: Readonly<Record<string, string>>): LinkageRecord {
  return {
    cluster: of(row, 'cluster'),
    id: of(row, 'unique_id'),
    forename: of(row, 'first_name'),
    surname: of(row, 'surname'),
    dateOfBirth: of(row, 'dob'),
    gender: of(row, 'gender'),
    postcode: of(row, 'postcode_fake'),
    addressLine: '',
    town: of(row, 'birth_place'),
  };
}

function febrl(row: Readonly<Record<string, string>>): LinkageRecord {
  const line = ['street_number', 'address_1', 'address_2'].map((column) => of(row, column));
  return {
    cluster: of(row, 'rec_id').split('-')[1] ?? '',
    id: of(row, 'rec_id'),
    forename: of(row, 'given_name'),
    surname: of(row, 'surname'),
    dateOfBirth: of(row, 'date_of_birth'),
    gender: '',
    postcode: of(row, 'postcode'),
    addressLine: line.filter((part) => part !== '').join(' '),
    town: of(row, 'suburb'),
  };
}

/** Half of all clusters, decided by their names alone: the same on every machine. */
export const isHalf = (cluster: string, salt: string): boolean =>
  (createHash('sha256').update(`${salt}:${cluster}`).digest()[0] ?? 0) < 128;

/** The half that weights are fitted to; the other is held back. */
export const isTraining = (record: LinkageRecord): boolean => isHalf(record.cluster, 'split');

/** The register holds the first record of half the people; the later records of everybody are looked up. */
export function lookupTask(records: readonly LinkageRecord[], salt = 'register'): LookupTask {
  const register = new Map<string, LinkageRecord>();
  const first = new Set<string>();
  const queries: LinkageRecord[] = [];
  for (const record of records) {
    if (first.has(record.cluster)) queries.push(record);
    else if (isHalf(record.cluster, salt)) register.set(record.cluster, record);
    first.add(record.cluster);
  }
  const truth = new Map(queries.map(({ id, cluster }) => [id, register.get(cluster)?.id ?? null]));
  return { register: [...register.values()], queries, truth };
}

/** Writes records as a CSV file, `cluster` first where they are to be learned from. */
export function writeRecords(path: string, records: readonly LinkageRecord[], labelled = false): void {
  const columns = labelled ? ['cluster', ...COLUMNS] : [...COLUMNS];
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = records.map((record) => columns.map((column) => quoted(record[column] ?? '')).join(','));
  writeFileSync(path, `${[columns.join(','), ...lines].join('\n')}\n`);
}
