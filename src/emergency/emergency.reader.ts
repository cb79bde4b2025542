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
import { readEntities } from '../gate/read';
import type { EmergencyUseFilter } from './emergency.input';
import { emergencyUseShape, mayRead, seesAll, stateSql } from './emergency.shape';

type Row = Record<string, unknown>;

const POSITION = [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];
const NAMES = { connection: 'EmergencyUseConnection', edge: 'EmergencyUseEdge', node: 'EmergencyUse' };

/** Uses of emergency access, oldest first: all for those who review them, one's own for everybody else. */
export async function readUses(
  context: GateContext,
  field: PlannedField,
  filter: EmergencyUseFilter | null,
  first: number | null,
  after: string | null,
): Promise<Connection<Row>> {
  const size = pageSize(first);
  const [last] = positionOf(after, POSITION) ?? [];
  const { state, organisation } = filter ?? {};
  const rows = await readEntities(context, {
    name: `emergency uses ${state ? 'state' : ''} ${organisation ? 'organisation' : ''} ${last ? 'after' : ''}`,
    shape: emergencyUseShape,
    selection: selectionOfRows(field, NAMES),
    page: size,
    statement: ({ json, lateral, existence, alias: a, p, visible }) => {
      const seen = visible('RECORDS_OF_USE', 'full');
      const beyond = `(${a}.declared_at, ${a}.id) > (select c.declared_at, c.id from emergency_use c
        where c.public_id = ${p.of('last', 'uuid')} and ${mayRead('c', p)})`;
      const conditions = [
        mayRead(a, p),
        existence,
        ...(state ? [`(${seen} and ${stateSql(a, p)} = ${p.of('state')})`] : []),
        ...(organisation ? [`(${seen} and ${a}.organisation_id = ${p.of('organisation')})`] : []),
        ...(last ? [beyond] : []),
      ];
      return `select ${json} as row, ${a}.public_id as id from emergency_use ${a} ${lateral}
        where ${conditions.join(' and ')} order by ${a}.declared_at, ${a}.id limit ${p.of('rows', 'integer')}`;
    },
    values: {
      state,
      organisation,
      last,
      rows: size + 1,
      ...readers(context),
    },
  });
  const page = connectionOf(rows, size, ({ extra }) => cursorOf(String(extra['id'])));
  return {
    pageInfo: page.pageInfo,
    nodes: page.nodes.map(({ row }) => row),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.row })),
  };
}

/** Uses by the ids that another subgraph gave. */
export const emergencyUsesByKey: EntityReader = (context, ids, selection) =>
  readByKey(context, ids, selection, {
    table: 'emergency_use',
    shape: emergencyUseShape,
    ours: mayRead,
    values: readers(context),
  });

const readers = (context: GateContext): Row => ({
  all: seesAll(context, ['READ_LEDGER', 'REVIEW_EMERGENCY']),
  // Whoever reads the whole ledger finds the child there; to anybody else the id would say that the hub knows it.
  ledger: seesAll(context, ['READ_LEDGER']),
});
