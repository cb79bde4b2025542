import type { Reached } from '../children/children-by-key';
import { idOf } from '../kernel/given-id';
import { readByKey, type EntityReader } from '../gate/by-key';
import type { GateContext } from '../gate/context';
import {
  connectionOf,
  cursorOf,
  pageSize,
  positionOf,
  selectionOfRows,
  type Connection,
} from '../gate/connection';
import type { PlannedField } from '../gate/plan';
import { below, readEntities } from '../gate/read';
import type { EnquiryFilter } from './enquiry.input';
import { enquiryOfOurs, enquiryShape, tellsOfUnmatched } from './enquiry.shape';

type Row = Record<string, unknown>;

const POSITION = [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];
const NAMES = { connection: 'EnquiryConnection', edge: 'EnquiryEdge', node: 'Enquiry' };

/** One enquiry that the asker sent, was asked, or (the team) of its authority; null otherwise. */
export async function readEnquiry(
  context: GateContext,
  id: string,
  field: PlannedField,
): Promise<Row | null> {
  const parsed = idOf(id, 'id');
  const rows = await readEntities(context, {
    name: 'enquiry',
    shape: enquiryShape,
    selection: below(field, 'Enquiry'),
    statement: ({ json, lateral, existence, alias: a, p }) =>
      `select ${json} as row from enquiry ${a} ${lateral}
       where ${a}.public_id = ${p.of('publicId', 'uuid')} and ${enquiryOfOurs(a, p, null)} and ${existence}`,
    values: { publicId: parsed },
  });
  return rows[0]?.row ?? null;
}

/** Enquiries sent and received, newest first. */
export async function readEnquiries(
  context: GateContext,
  field: PlannedField,
  given: EnquiryFilter | null,
  first: number | null,
  after: string | null,
): Promise<Connection<Row>> {
  const size = pageSize(first);
  const [at, id] = positionOf(after, POSITION) ?? [];
  const filter = checked(given);
  const side = filter.direction;
  const rows = await readEntities(context, {
    name: `enquiries ${side ?? ''} ${filter.state ? 'state' : ''} ${filter.childId ? 'child' : ''} ${at === undefined ? '' : 'after'}`,
    shape: enquiryShape,
    selection: selectionOfRows(field, NAMES),
    page: size,
    statement: ({ json, lateral, existence, alias: a, p, visible }) => {
      const conditions = [
        enquiryOfOurs(a, p, side),
        existence,
        ...(filter.state ? [`${visible('EXCHANGE', 'full')} and ${a}.state = ${p.of('state')}`] : []),
        ...(filter.childId
          ? [
              `${visible('EXISTENCE', 'full')} and exists (select 1 from child f where f.id = ${a}.child_id
                and f.public_id = ${p.of('childId', 'uuid')} and f.state = 'known')`,
            ]
          : []),
        ...(at === undefined
          ? []
          : [`(${a}.sent_at, ${a}.public_id) < (${p.of('at', 'timestamptz')}, ${p.of('id', 'uuid')})`]),
      ];
      return `select ${json} as row, ${a}.public_id as id,
          to_char(${a}.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
        from enquiry ${a} ${lateral} where ${conditions.join(' and ')}
        order by ${a}.sent_at desc, ${a}.public_id desc limit ${p.of('rows', 'integer')}`;
    },
    values: { ...filter, at, id, rows: size + 1 },
  });
  const page = connectionOf(rows, size, ({ extra }) => cursorOf(String(extra['at']), String(extra['id'])));
  return {
    pageInfo: page.pageInfo,
    nodes: page.nodes.map(({ row }) => row),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.row })),
  };
}

interface Checked {
  readonly state: string | null;
  readonly direction: 'SENT' | 'RECEIVED' | null;
  readonly childId: string | null;
}

function checked(filter: EnquiryFilter | null): Checked {
  const side = filter?.direction;
  const direction = side === 'SENT' || side === 'RECEIVED' ? side : null;
  const state = filter?.state ?? null;
  if (filter?.childId === undefined || filter.childId === null) return { state, direction, childId: null };
  return { state, direction, childId: idOf(filter.childId, 'filter.childId') };
}

/** Enquiries by the ids that another subgraph gave. */
export const enquiriesByKey: EntityReader = (context, ids, selection) =>
  readByKey(context, ids, selection, {
    table: 'enquiry',
    shape: enquiryShape,
    ours: (a, p) => enquiryOfOurs(a, p, null),
  });

/** Through an enquiry one reaches a child that is not matched, on the terms of `Enquiry.child`. */
export const unmatchedOfEnquiry: Reached = {
  sql: (child, p) =>
    `exists (select 1 from enquiry w where w.child_id = ${child}.id and ${enquiryOfOurs('w', p, null)}
      and ${tellsOfUnmatched('w', p)})`,
};
