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
import { below, readEntities } from '../gate/read';
import { idOf } from '../kernel/given-id';
import { CASE_OUTCOMES, type CaseState, cited } from '../procedures/procedure';
import { caseStateSql, entryAt } from './case.repository';
import { obstaclesOf } from './closing.service';
import { proposedClosing } from './closing.repository';
import { obstacleInWords } from './obstacle-words';
import { registerEntryShape } from './register-entry.shape';

type Row = Record<string, unknown>;
const POSITION = [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];
const NAMES = { connection: 'RegisterConnection', edge: 'RegisterEdge', node: 'RegisterEntry' };

/** One entry of the home authority's register, for its team; null for anybody else. */
export async function readRegisterEntry(
  context: GateContext,
  id: string,
  field: PlannedField,
): Promise<Row | null> {
  const publicId = idOf(id, 'id');
  if (!isHomeTeam(context)) return null;
  const selection = below(field, 'RegisterEntry');
  const asked = selection.get('waysOut')?.cell;
  const waysOut = asked && asked.verdict !== 'never' ? await waysOutOf(context, publicId) : [];
  const rows = await readEntities(context, {
    name: 'register entry',
    shape: registerEntryShape,
    selection,
    statement: ({ json, lateral, existence, alias: a, p }) =>
      `select ${json} as row from cme_case ${a} ${lateral}
       where ${a}.public_id = ${p.of('publicId', 'uuid')} and ${a}.authority_id = ${p.of('home')} and ${existence}`,
    values: { publicId, waysOut: JSON.stringify(waysOut) },
  });
  return rows[0]?.row ?? null;
}

/** Entries of the register, the newest first, for the team alone. */
export async function readRegister(
  context: GateContext,
  field: PlannedField,
  states: readonly CaseState[] | null,
  first: number | null,
  after: string | null,
): Promise<Connection<Row>> {
  const size = pageSize(first);
  const [at, id] = positionOf(after, POSITION) ?? [];
  if (!isHomeTeam(context)) return connectionOf([], size, () => '');
  const rows = await readEntities(context, {
    name: `register ${at === undefined ? '' : 'after'}`,
    shape: registerEntryShape,
    selection: selectionOfRows(field, NAMES),
    page: size,
    statement: ({ json, lateral, existence, alias: a, p, visible }) =>
      `select ${json} as row, ${a}.public_id as id,
         to_char(${a}.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
       from cme_case ${a} ${lateral} where ${a}.authority_id = ${p.of('home')} and ${existence}
         and ${visible('CASE_STATE', 'full')} and ${caseStateSql(a)} = any(${p.of('states', 'text[]')})
         ${at === undefined ? '' : `and (${a}.opened_at, ${a}.public_id) < (${p.of('at', 'timestamptz')}, ${p.of('id', 'uuid')})`}
       order by ${a}.opened_at desc, ${a}.public_id desc limit ${p.of('rows', 'integer')}`,
    values: { states: states ?? ['OPEN', 'DORMANT_OPEN'], waysOut: '[]', at, id, rows: size + 1 },
  });
  const page = connectionOf(rows, size, ({ extra }) => cursorOf(String(extra['at']), String(extra['id'])));
  return {
    pageInfo: page.pageInfo,
    nodes: page.nodes.map(({ row }) => row),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.row })),
  };
}

/** Each way in which the policy knows the case to end, and what is lacking. */
async function waysOutOf(context: GateContext, publicId: string): Promise<Row[]> {
  const { database, home, rules } = context.ports;
  const entry = await entryAt(database, publicId, home);
  if (entry === null) return [];
  const proposed = await proposedClosing(database, entry.id);
  const found: Row[] = [];
  for (const outcome of CASE_OUTCOMES) {
    const signed = proposed?.outcome === outcome ? proposed.id : null;
    for (const { closing, obstacles } of await obstaclesOf(database, context, entry, outcome, signed))
      found.push({
        outcome,
        becomes: closing.state,
        source: cited(closing.source),
        lacking: obstacles.map((one) => obstacleInWords(one, rules.book.words)),
      });
  }
  return found;
}
