import {
  connectionOf,
  cursorOf,
  pageSize,
  positionOf,
  selectionOfRows,
  type Connection,
} from '../gate/connection';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { PlannedField } from '../gate/plan';
import { readEntities } from '../gate/read';
import { flagShape, heldByUs } from './flag.shape';

const POSITION = [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];
const NAMES = { connection: 'FlagPlacementConnection', edge: 'FlagPlacementEdge', node: 'FlagPlacement' };

type Row = Record<string, unknown>;

/** Flags that the asker was asked to hold, or all that the team has asked for, newest first. */
export async function readFlags(
  context: GateContext,
  field: PlannedField,
  first: number | null,
  after: string | null,
): Promise<Connection<Row>> {
  const size = pageSize(first);
  const [at, id] = positionOf(after, POSITION) ?? [];
  const rows = await readEntities(context, {
    name: `flags ${at === undefined ? '' : 'after'}`,
    shape: flagShape,
    selection: selectionOfRows(field, NAMES),
    page: size,
    statement: ({ json, lateral, existence, alias: a, p }) => {
      const own = isHomeTeam(context) ? `${a}.authority_id = ${p.of('self.organisation')}` : heldByUs(a, p);
      const beyond =
        at === undefined
          ? 'true'
          : `(${a}.asked_at, ${a}.public_id) < (${p.of('at', 'timestamptz')}, ${p.of('id', 'uuid')})`;
      return `select ${json} as row, ${a}.public_id as id,
          to_char(${a}.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
        from flag_placement ${a} ${lateral} where ${own} and ${existence} and ${beyond}
        order by ${a}.asked_at desc, ${a}.public_id desc limit ${p.of('rows', 'integer')}`;
    },
    values: { at, id, rows: size + 1 },
  });
  const page = connectionOf(rows, size, ({ extra }) => cursorOf(String(extra['at']), String(extra['id'])));
  return {
    pageInfo: page.pageInfo,
    nodes: page.nodes.map(({ row }) => row),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.row })),
  };
}
