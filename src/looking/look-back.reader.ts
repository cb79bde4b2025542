import {
  connectionOf,
  cursorOf,
  pageSize,
  positionOf,
  selectionOfRows,
  type Connection,
} from '../gate/connection';
import type { GateContext } from '../gate/context';
import type { PlannedField } from '../gate/plan';
import { readEntities } from '../gate/read';
import { lookBackShape } from './look-back.shape';

type Row = Record<string, unknown>;

const POSITION = [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];
const NAMES = { connection: 'LookBackConnection', edge: 'LookBackEdge', node: 'LookBack' };

/**
 * Looks that the home authority's team is told of, oldest first; whoever may read its whole ledger reads them too. To
 * anybody else the list is empty: it would say which children are flagged.
 */
export async function readLookBacks(
  context: GateContext,
  field: PlannedField,
  first: number | null,
  after: string | null,
): Promise<Connection<Row>> {
  const size = pageSize(first);
  const [last] = positionOf(after, POSITION) ?? [];
  const rows = await readEntities(context, {
    name: `look-backs ${last === undefined ? '' : 'after'}`,
    shape: lookBackShape,
    selection: selectionOfRows(field, NAMES),
    page: size,
    statement: ({ json, lateral, existence, alias: a, p }) => {
      const beyond = `${a}.position > (select c.position from look_back c where c.public_id = ${p.of('last', 'uuid')})`;
      const conditions = [p.of('told', 'boolean'), existence, ...(last === undefined ? [] : [beyond])];
      return `select ${json} as row, ${a}.public_id as id from look_back ${a} ${lateral}
        where ${conditions.join(' and ')} order by ${a}.position limit ${p.of('rows', 'integer')}`;
    },
    values: { last, rows: size + 1, told: isTold(context) },
  });
  const page = connectionOf(rows, size, ({ extra }) => cursorOf(String(extra['id'])));
  return {
    pageInfo: page.pageInfo,
    nodes: page.nodes.map(({ row }) => row),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.row })),
  };
}

function isTold({ asking, profile, ports }: GateContext): boolean {
  if (asking.organisation !== ports.home || asking.onBehalfOf !== null) return false;
  return asking.role === 'CME_TEAM' || profile.cell('READ_LEDGER', 'full').verdict === 'always';
}
