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
import type { Parameters } from '../gate/entity-sql';
import type { PlannedField } from '../gate/plan';
import { below, readEntities } from '../gate/read';
import {
  inboxOf,
  mayBeTold,
  notificationShape,
  receivedByUs,
  sentByUs,
  tellsOfUnmatched,
} from './notification.shape';

type Row = Record<string, unknown>;
export type Side = 'received' | 'sent';

const POSITION = [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];
const NAMES = { connection: 'NotificationConnection', edge: 'NotificationEdge', node: 'Notification' };
const SIDES = { received: receivedByUs, sent: sentByUs };

const readerOf = ({ asking, ports }: GateContext): Row => ({
  inbox: inboxOf(asking, ports.home),
  purpose: asking.purpose,
});

/** One notification, received or sent; null otherwise. */
export async function readNotification(
  context: GateContext,
  id: string,
  field: PlannedField,
): Promise<Row | null> {
  const parsed = idOf(id, 'id');
  const rows = await readEntities(context, {
    name: 'notification',
    shape: notificationShape,
    selection: below(field, 'Notification'),
    statement: ({ json, lateral, existence, alias: a, p, visible }) => {
      const received = `${receivedByUs(a, p)} and ${mayBeTold(a, p, visible)}`;
      return `select ${json} as row from notification ${a} ${lateral}
       where ${a}.public_id = ${p.of('publicId', 'uuid')} and (${received} or ${sentByUs(a, p)}) and ${existence}`;
    },
    values: { publicId: parsed, ...readerOf(context) },
  });
  return rows[0]?.row ?? null;
}

/**
 * Received or sent, oldest first. A cursor is the id of a row of the same list; its place in line, which would tell how
 * much is going on, stays inside. Somebody else's cursor leads nowhere.
 */
export async function readNotifications(
  context: GateContext,
  field: PlannedField,
  side: Side,
  first: number | null,
  after: string | null,
): Promise<Connection<Row>> {
  const size = pageSize(first);
  const [last] = positionOf(after, POSITION) ?? [];
  const rows = await readEntities(context, {
    name: `notifications ${side} ${last === undefined ? '' : 'after'}`,
    shape: notificationShape,
    selection: selectionOfRows(field, NAMES),
    page: size,
    statement: ({ json, lateral, existence, alias: a, p, visible }) => {
      const ours = SIDES[side];
      const beyond = `${a}.position > (select c.position from notification c where c.public_id = ${p.of('last', 'uuid')} and ${ours('c', p)})`;
      const told = side === 'received' ? [mayBeTold(a, p, visible)] : [];
      const conditions = [ours(a, p), ...told, existence, ...(last === undefined ? [] : [beyond])];
      return `select ${json} as row, ${a}.public_id as id from notification ${a} ${lateral}
        where ${conditions.join(' and ')} order by ${a}.position limit ${p.of('rows', 'integer')}`;
    },
    values: { last, rows: size + 1, ...readerOf(context) },
  });
  const page = connectionOf(rows, size, ({ extra }) => cursorOf(String(extra['id'])));
  return {
    pageInfo: page.pageInfo,
    nodes: page.nodes.map(({ row }) => row),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.row })),
  };
}

const ours = (a: string, p: Parameters): string => `(${receivedByUs(a, p)} or ${sentByUs(a, p)})`;
const inbox = ({ asking, ports }: GateContext): Row => ({ inbox: inboxOf(asking, ports.home) });

/** Notifications by the ids that another subgraph gave: received or sent. */
export const notificationsByKey: EntityReader = (context, ids, selection) =>
  readByKey(context, ids, selection, {
    table: 'notification',
    shape: notificationShape,
    ours: (a, p, visible) => `(${receivedByUs(a, p)} and ${mayBeTold(a, p, visible)}) or ${sentByUs(a, p)}`,
    values: readerOf(context),
  });

/** Through a notification one reaches a child that is not matched, on the terms of `Notification.child`. */
export const unmatchedOfNotification: Reached = {
  sql: (child, p) =>
    `exists (select 1 from notification w where w.child_id = ${child}.id and ${ours('w', p)} and ${tellsOfUnmatched('w', p)})`,
  values: inbox,
};
