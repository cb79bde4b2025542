import type { Reached } from '../children/children-by-key';
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
import { badInput } from '../kernel/errors';
import { parseUuid } from '../kernel/id';
import type { AlertFilter } from './alert.input';
import { outcomeSql, raisedByUs, raisersAlert, teamsAlert } from './alert.shape';
import { isTeam } from './team';

const POSITION = [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];
const NAMES = { connection: 'AlertConnection', edge: 'AlertEdge', node: 'Alert' };

type Visible = (item: string, form: string) => string;
type Row = Record<string, unknown>;

/** Alerts of the asking unit, or all of the authority for its team, newest first. */
export async function readAlerts(
  context: GateContext,
  field: PlannedField,
  given: AlertFilter | null,
  first: number | null,
  after: string | null,
): Promise<Connection<Row>> {
  const size = pageSize(first);
  const [at, id] = positionOf(after, POSITION) ?? [];
  const filter = checked(context, given);
  const team = isTeam(context.asking);
  const rows = await readEntities(context, {
    name: `alerts ${Object.keys(filter).join(' ')} ${at === undefined ? '' : 'after'}`,
    shape: team ? teamsAlert : raisersAlert,
    selection: selectionOfRows(field, NAMES),
    page: size,
    statement: ({ json, lateral, existence, alias: a, p, visible }) => {
      const conditions = [
        team ? `${a}.authority_id = ${p.of('self.organisation')}` : raisersRows(a, p),
        existence,
        ...filters(filter, a, p, visible),
        ...(at === undefined
          ? []
          : [`(${a}.raised_at, ${a}.public_id) < (${p.of('at', 'timestamptz')}, ${p.of('id', 'uuid')})`]),
      ];
      return `select ${json} as row, ${a}.public_id as id,
          to_char(${a}.raised_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
        from alert ${a} ${lateral} where ${conditions.join(' and ')}
        order by ${a}.raised_at desc, ${a}.public_id desc limit ${p.of('rows', 'integer')}`;
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

/**
 * INVARIANT: whether a raiser sees its alert depends on that alert alone (the very terms of ALERT_RAISED_BY_US). Were a
 * withdrawn alert to show again because a second one about the same child stands, it would tell that the hub knows the child.
 */
const raisersRows = (a: string, p: Parameters): string =>
  `${raisedByUs(a, p)} and ${a}.withdrawn_reason is null and (${a}.state in ('RECEIVED', 'RETURNED', 'ACCEPTED', 'IN_CASE')
    or (${a}.state in ('DEALT_WITH', 'ROUTED') and ${a}.closed_at >= ${p.of('now', 'timestamptz')} - interval '28 days'))`;

function filters(filter: Row, a: string, p: Parameters, visible: Visible): string[] {
  const each: Record<string, () => string> = {
    state: () => `${visible('EXCHANGE', 'full')} and ${a}.state = ${p.of('state')}`,
    outcome: () => `${visible('EXCHANGE', 'kindOnly')} and ${outcomeSql(a)} = ${p.of('outcome')}`,
    since: () => `${visible('EXCHANGE', 'kindOnly')} and ${a}.raised_at >= ${p.of('since', 'timestamptz')}`,
    childId: () =>
      `${visible('EXISTENCE', 'full')} and exists (select 1 from child f where f.id = ${a}.child_id
        and f.public_id = ${p.of('childId', 'uuid')} and f.state = 'known')`,
  };
  return Object.keys(filter).map((name) => `(${each[name]?.() ?? 'false'})`);
}

/** What was given of a filter. By a state that it never sees nobody filters: that list would be empty without a word. */
function checked(context: GateContext, filter: AlertFilter | null): Row {
  const given = Object.fromEntries(
    Object.entries(filter ?? {}).filter(([, v]) => v !== undefined && v !== null),
  );
  if ('state' in given && context.profile.cell('EXCHANGE', 'full').verdict === 'never') {
    throw badInput('filter.state', 'is not open to you for this purpose; filter by `outcome`.');
  }
  if (typeof given['childId'] === 'string') {
    const id = parseUuid(given['childId']);
    if (!id.ok) throw badInput('filter.childId', id.problem);
    return { ...given, childId: id.value };
  }
  return given;
}

/** One alert of a stream, or null when the asker may not see it (now). */
export async function readAlert(
  context: GateContext,
  field: PlannedField,
  publicId: string,
): Promise<Row | null> {
  const team = isTeam(context.asking);
  const rows = await readEntities(context, {
    name: 'alert',
    shape: team ? teamsAlert : raisersAlert,
    selection: below(field, 'Alert'),
    statement: ({ json, lateral, existence, alias: a, p }) =>
      `select ${json} as row from alert ${a} ${lateral}
       where ${a}.public_id = ${p.of('publicId', 'uuid')} and ${existence}
         and ${team ? `${a}.authority_id = ${p.of('self.organisation')}` : raisersRows(a, p)}`,
    values: { publicId },
  });
  return rows[0]?.row ?? null;
}

/** Alerts by the ids that another subgraph gave: those of the asking unit, or of the authority for its team. */
export const alertsByKey: EntityReader = (context, ids, selection) => {
  const team = isTeam(context.asking);
  return readByKey(context, ids, selection, {
    table: 'alert',
    shape: team ? teamsAlert : raisersAlert,
    ours: team ? (a, p) => `${a}.authority_id = ${p.of('self.organisation')}` : raisersRows,
  });
};

/** Through the alerts of its authority the team reaches a child that it has still to match. */
export const unmatchedOfAlert: Reached = {
  sql: (child, p) =>
    `exists (select 1 from alert w join unit t on t.id = ${p.of('self.unit')} where w.child_id = ${child}.id
      and t.role = 'CME_TEAM' and w.authority_id = ${p.of('self.organisation')})`,
};
