import { setImmediate as pause } from 'node:timers/promises';
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
import { endOfLondonDay, londonDate } from '../kernel/london-time';
import { agendaOf, type AgendaItem } from '../procedures/agenda';
import { cited } from '../procedures/procedure';
import type { ProcedureWords } from '../procedures/procedure-words';
import { rowsInForce } from '../procedures/rows-in-force';
import { parseLocalDate } from '../kernel/local-date';
import { stepId, workItem } from './work-item';
import { waitingEnquiries, workedChildren } from './work.repository';
import type { WorkFilter } from './work.input';
import { workShape } from './work.shape';

type Row = Record<string, unknown>;
interface Listed {
  readonly child: string;
  /** Made of those alone that are listed. */
  readonly item: () => Record<string, unknown>;
  /** Where it stands: by the instant at which it is late, those without one last. */
  readonly place: readonly [overdueFrom: string, id: string];
}

const NAMES = { connection: 'WorkConnection', edge: 'WorkEdge', node: 'WorkItem' };
const POSITION = [/^(\d{4}-\d\d-\d\dT[\d:.]+Z|never)$/, /^[\w-]{1,300}$/];
/** Items that are looked at beyond a page, where some may not be known to the asker. */
const AHEAD = 200;
const NEVER = 'never';
/** Children whose agenda is worked out before anybody else has a turn. */
const AT_A_TIME = 20;
const ROLES_OF_TEAM = 'CME_TEAM';

/** What is to be done, by due date: by the team under its procedure, by a partner the enquiries that wait for it. */
export async function readWorkList(
  context: GateContext,
  field: PlannedField,
  filter: WorkFilter | null,
  first: number | null,
  after: string | null,
): Promise<Connection<Row>> {
  const size = pageSize(first);
  const from = positionOf(after, POSITION);
  const all = (
    isHomeTeam(context) ? await teamsWork(context, filter) : await partnersWork(context, filter)
  ).sort(byPlace);
  const rest =
    from === null ? all : all.filter(({ place }) => compare(place, [from[0] ?? '', from[1] ?? '']) > 0);
  const listed = rest.slice(0, size + 1 + AHEAD);
  const rows = await readEntities(context, {
    name: 'work list',
    shape: workShape,
    selection: selectionOfRows(field, NAMES),
    page: size,
    statement: ({ json, lateral, existence, alias: a, p }) =>
      `select ${json} as row, ${a}.item ->> 'overdueFrom' as at, ${a}.item ->> 'id' as id
       from unnest(${p.of('children', 'uuid[]')}, ${p.of('items', 'jsonb[]')}) with ordinality as ${a}(child_id, item, place) ${lateral}
       where ${existence} order by ${a}.place limit ${p.of('rows', 'integer')}`,
    values: {
      children: listed.map(({ child }) => child),
      items: listed.map(({ item }) => JSON.stringify(item())),
      rows: size + 1,
    },
  });
  const page = connectionOf(rows, size, ({ extra }) =>
    cursorOf(typeof extra['at'] === 'string' ? extra['at'] : NEVER, String(extra['id'])),
  );
  return {
    pageInfo: page.pageInfo,
    nodes: page.nodes.map(({ row }) => row),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: node.row })),
  };
}

async function teamsWork(context: GateContext, filter: WorkFilter | null): Promise<Listed[]> {
  const { rules, clock, database, home } = context.ports;
  const now = clock.now();
  const states: readonly string[] = filter?.states ?? ['DUE', 'OVERDUE', 'BARRED'];
  const children = await workedChildren(
    database,
    home,
    now,
    filter?.mine === true ? context.asking.subject : null,
  );
  const listed: Listed[] = [];
  for (const [i, { id, publicId, facts }] of children.entries()) {
    // A third of a second of work for five hundred cases: others are answered in between.
    if (i % AT_A_TIME === AT_A_TIME - 1) await pause();
    for (const item of agendaOf(facts, rules.book, rules.calendars, now)) {
      if (!states.includes(item.state.toUpperCase())) continue;
      if (filter?.everybodys !== true && !isOurs(item, rules.book.words)) continue;
      listed.push({
        child: id,
        item: () => workItem(item, publicId, rules.book.words),
        place: placeOf(item.due?.overdueFrom ?? null, stepId(item, publicId)),
      });
    }
  }
  return listed;
}

/** Steps of the team itself, and those of others that have become the team's by being late. */
const isOurs = ({ row, escalatedTo }: AgendaItem, { parties }: ProcedureWords): boolean =>
  [...row.who, ...(escalatedTo === null ? [] : [escalatedTo])].some((party) =>
    parties.get(party)?.roles.includes(ROLES_OF_TEAM),
  );

/** Enquiries that wait for the asker: of the step, its recipients' clock and nothing else about the case. */
async function partnersWork(context: GateContext, filter: WorkFilter | null): Promise<Listed[]> {
  const { rules, clock, database, home } = context.ports;
  const now = clock.now();
  const states: readonly string[] = filter?.states ?? ['DUE', 'OVERDUE'];
  const row = rowsInForce(rules.book, home, londonDate(now)).find(
    ({ on, who }) => on.includes('ENQUIRY_SENT') && who.includes('recipients'),
  );
  const waiting = await waitingEnquiries(database, context.asking.organisation, context.asking.unit);
  return waiting.flatMap(({ child, enquiry, sentAt, dueOn, overdueFrom }) => {
    const day = dueOn === null ? null : parseLocalDate(dueOn);
    const late = overdueFrom ?? (day?.ok ? endOfLondonDay(day.value) : null);
    const state = late !== null && now >= late ? 'OVERDUE' : 'DUE';
    if (!states.includes(state)) return [];
    const item = (): Record<string, unknown> => ({
      id: enquiry,
      enquiryId: enquiry,
      row: row?.row ?? null,
      source: row ? cited(row.source) : null,
      step: 'answer an enquiry',
      because: 'you were asked',
      state,
      since: sentAt.toISOString(),
      dueOn,
      overdueFrom: late?.toISOString() ?? null,
      who: [],
      asks: [],
      tells: [],
      heldBack: [],
      outcomes: [],
      escalations: [],
    });
    return { child, item, place: placeOf(late, enquiry) };
  });
}

const placeOf = (overdueFrom: Date | null, id: string): Listed['place'] => [
  overdueFrom?.toISOString() ?? NEVER,
  id,
];

const compare = (a: Listed['place'], b: Listed['place']): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
const byPlace = (a: Listed, b: Listed): number => compare(a.place, b.place);
