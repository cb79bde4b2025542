import type { Sql } from '../gate/ports';
import {
  rankOf,
  standsAfter,
  type EntryColumns,
  type EntryRecord,
  type HeadRecord,
  type LogRecord,
  type StoredEntry,
  type TileRecord,
} from './verify/log-record';

type Placed = EntryRecord | TileRecord | HeadRecord;

const time = (column: string): string =>
  `to_char(e.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`;

/** To the millisecond as the writer writes it; what is finer shows, because the writer never wrote it. */
const MILLISECONDS = /^(.*\.\d{3})000$/;

const ENTRIES = `
select l.idx::text as index, l.position::text, e.id, ${time('at')} as at, e.leaf,
  e.controller_part as controller, encode(e.controller_salt, 'hex') as "controllerSalt",
  e.recipient_part as recipient, encode(e.recipient_salt, 'hex') as "recipientSalt",
  e.criteria, encode(e.criteria_salt, 'hex') as "criteriaSalt", ${time('criteria_until')} as "criteriaUntil",
  e.kind, e.organisation_id as organisation, e.unit_id as unit, e.client_id as client, e.subject, e.purpose,
  e.reference, e.request_id as "requestId", e.ruleset_version as "rulesetVersion",
  e.child_ids as children, e.agreements
from ledger_leaf l left join ledger_entry e using (position) order by l.idx`;

const TILES = `
select level, idx::text as index, hashes from ledger_tile
order by case level when 0 then idx * 256::numeric
  else (idx * 256::numeric + length(hashes) / 32) * 256::numeric ^ level end, level desc`;

const HEADS = 'select h.size::text, h.root, h.note from ledger_head h order by h.size';

const PENDING = `
select p.position::text, e.kind, (extract(epoch from now() - p.since) * 1000)::float8 as waited,
  l.idx is not null as "isLeaf"
from ledger_pending p left join ledger_entry e using (position) left join ledger_leaf l using (position)
order by p.position`;

const STRAYS = `
select e.position::text from ledger_entry e
where not exists (select from ledger_leaf l where l.position = e.position)
  and not exists (select from ledger_pending p where p.position = e.position)
order by e.position`;

/**
 * Everything that the database holds of the log, in the order in which one walk can verify it, whatever its size.
 * Begin a transaction of level repeatable read before, so that all of it is of one moment.
 */
export async function* readLog(tx: Sql): AsyncGenerator<LogRecord> {
  yield* inOrder([
    mapped(cursor<Row>(tx, 'log_entries', ENTRIES, 200), entryOf),
    mapped(cursor<{ level: number; index: string; hashes: Buffer }>(tx, 'log_tiles', TILES, 32), (row) => ({
      ...row,
      type: 'tile' as const,
      index: Number(row.index),
    })),
    mapped(cursor<{ size: string; root: Buffer; note: string }>(tx, 'log_heads', HEADS, 500), (row) => ({
      ...row,
      type: 'head' as const,
      size: Number(row.size),
    })),
  ]);
  const pending = cursor<{ position: string; kind: string | null; waited: number; isLeaf: boolean }>(
    tx,
    'log_pending',
    PENDING,
    1000,
  );
  yield* mapped(pending, (row) => ({ ...row, type: 'pending' as const }));
  const strays = cursor<{ position: string }>(tx, 'log_strays', STRAYS, 1000);
  yield* mapped(strays, (row) => ({ ...row, type: 'stray' as const }));
  yield { type: 'end' };
}

type Row = { readonly index: string; readonly position: string } & EntryColumns &
  Omit<StoredEntry, 'columns' | 'id'> & { readonly id: string | null };

function entryOf(row: Row): EntryRecord {
  const { index, position, id, at, leaf, controller, controllerSalt, recipient, recipientSalt, ...rest } =
    row;
  const { criteria, criteriaSalt, criteriaUntil, ...columns } = rest;
  const place = { type: 'entry' as const, index: Number(index), position };
  if (id === null) return { ...place, entry: null };
  const entry = {
    id, leaf, controller, controllerSalt, recipient, recipientSalt, criteria, criteriaSalt, columns,
    at: timeOf(at),
    criteriaUntil: criteriaUntil === null ? null : timeOf(criteriaUntil),
  }; // prettier-ignore
  return { ...place, entry };
}

const timeOf = (text: string): string => `${MILLISECONDS.exec(text)?.[1] ?? text}Z`;

async function* mapped<A, B>(rows: AsyncIterable<A>, map: (row: A) => B): AsyncGenerator<B> {
  for await (const row of rows) yield map(row);
}

/** Rows by a cursor of the transaction, some at a time. */
async function* cursor<Row>(tx: Sql, name: string, select: string, some: number): AsyncGenerator<Row> {
  await tx.query(`declare ${name} no scroll cursor for ${select}`);
  for (let rows: Row[]; (rows = await tx.query<Row>(`fetch ${some} from ${name}`)).length > 0;) {
    yield* rows;
    if (rows.length < some) break;
  }
  await tx.query(`close ${name}`);
}

async function* inOrder(sources: readonly AsyncGenerator<Placed>[]): AsyncGenerator<Placed> {
  const heads: { readonly source: AsyncGenerator<Placed>; next: Placed | null }[] = [];
  // One after the other: they share a connection.
  for (const source of sources) heads.push({ source, next: await nextOf(source) });
  for (;;) {
    let first: (typeof heads)[number] | null = null;
    for (const head of heads) if (head.next && (!first?.next || before(head.next, first.next))) first = head;
    if (!first?.next) return;
    yield first.next;
    first.next = await nextOf(first.source);
  }
}

async function nextOf(source: AsyncGenerator<Placed>): Promise<Placed | null> {
  const next = await source.next();
  return next.done === true ? null : next.value;
}

function before(a: Placed, b: Placed): boolean {
  const [x, y] = [standsAfter(a), standsAfter(b)];
  return x < y || (x === y && rankOf(a) < rankOf(b));
}
