import { childrenOf, exchangesOf } from '../gate/cells-children';
import { workOf } from '../gate/every-mutation';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { type Ask } from '../support/hub';
import {
  SHAPES,
  startSplitHub,
  type Heard,
  type Shape,
  type SplitHub,
  type SplitHubOptions,
} from '../support/split-hub';
import { TEST_DAY } from '../support/seeded';
import type { Act, Ids, Query } from './corpus';

/** One world, asked in three shapes, and what the ledger has of each. */
export interface SameWorld {
  readonly split: SplitHub;
  readonly maker: ChildMaker;
  readonly ids: Ids;
  readonly children: readonly MadeChild[];
}

export async function openSameWorld(
  options: Pick<SplitHubOptions, 'patience' | 'together'> = {},
): Promise<SameWorld> {
  let maker: ChildMaker | undefined;
  let children: MadeChild[] = [];
  const split = await startSplitHub({
    ...options,
    prepare: async (database, clock) => {
      maker = new ChildMaker(database.owner, clock);
      children = await childrenOf(maker);
      const unmatched = await maker.child({ state: 'unresolved' });
      await exchangesOf(maker, [...children, unmatched]);
    },
  });
  if (!maker) throw new Error('nothing was prepared');
  const ids = await idsOf(split, maker, children);
  return { split, maker, children, ids };
}

const TEAM = { purpose: 'LOCATE_CHILD', job: 'CME case officer' };

/** Records that come about by acts alone: asked of the one process, before anything is compared. */
async function idsOf(split: SplitHub, maker: ChildMaker, children: readonly MadeChild[]): Promise<Ids> {
  const [first, second] = children;
  if (!first || !second) throw new Error('no children');
  const act = async (as: string, ask: Ask): Promise<string> => {
    const answer = await split.ask('whole', as, ask);
    const id = (answer.data?.['made'] as { id?: string } | null | undefined)?.id;
    if (id === undefined) throw new Error(`${as} could not: ${answer.text}`);
    return id;
  };
  await act('police/E23000029', {
    purpose: 'EMERGENCY',
    query: `mutation { made: useEmergency(input: { child: { id: "${first.publicId}" }, risk: SERIOUS_HARM, text: "Seen by the river, alone and in great distress." }) { id } }`,
  });
  const correction = await act('la/931/cme', {
    ...TEAM,
    purpose: 'CASE_GOVERNANCE',
    query: `mutation { made: correctRecord(input: { child: { id: "${second.publicId}" }, reason: "Mistyped.", dateOfBirth: "2014-03-15" }) { id } }`,
  });
  const look = await split.ask('whole', 'police/E23000029', {
    query: `{ child(id: "${first.publicId}") { id upn } }`,
  });
  const one = async (table: string): Promise<string> => {
    const rows = await maker.sql<{ id: string }>(
      `select public_id as id from ${table} where child_id = $1 order by id limit 1`,
      [first.id],
    );
    return rows[0]?.id ?? '';
  };
  const criteria = children.flatMap(({ forename, surname, dateOfBirth, upn, postcode }) => [
    { upn, dateOfBirth },
    { surname, forename, dateOfBirth },
    { surname, forename, dateOfBirth, postcode },
  ]);
  return {
    ids: [...children.map(({ publicId }) => publicId), '00000000-0000-4000-8000-000000000000'],
    criteria: [...criteria, { forename: 'Noone', surname: 'Atall', dateOfBirth: '2014-03-14' }],
    enquiry: await one('enquiry'),
    notification: await one('notification'),
    correction,
    entry: look.sharing?.disclosureId ?? '',
    before: TEST_DAY,
  };
}

/** What one answer comes to: the data, each error where it stands, and each child's cells in the ledger. */
export interface Said {
  readonly data: unknown;
  readonly errors: readonly string[];
  readonly cells: unknown;
}

/** Asks one question in every shape. */
export async function inEveryShape(
  { split, maker }: Pick<SameWorld, 'split' | 'maker'>,
  { who, query, variables }: Query,
): Promise<Record<Shape, Said>> {
  const said: Partial<Record<Shape, Said>> = {};
  for (const shape of SHAPES) {
    const answer = await split.ask(shape, who.as, { ...who, query, variables });
    said[shape] = { ...spoken(answer), cells: await cellsOf(maker, answer.request) };
  }
  return said as Record<Shape, Said>;
}

const spoken = ({ data, errors }: Heard): Pick<Said, 'data' | 'errors'> => ({
  data: data ?? null,
  errors: errors
    .map(({ message, path = [], extensions }) => JSON.stringify([path, message, sorted(extensions)]))
    .sort(),
});

const sorted = (value: object): unknown =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

interface Cells {
  readonly disclosed: Record<string, readonly string[]>;
  readonly withheld: Record<string, object>;
}

/**
 * Every cell of one request, and whether some clause opened it. Which of several clauses stand beside a cell rests on
 * the grounds that the statement had to look at, and so on what else was asked in it.
 */
const opened = (disclosed: Cells['disclosed']): unknown =>
  sorted(Object.fromEntries(Object.entries(disclosed).map(([cell, under]) => [cell, under.length > 0])));

/** Every cell that the entries of one request hold, by child: how many entries there are is the gateway's affair. */
export async function cellsOf(maker: ChildMaker, request: string): Promise<unknown> {
  const rows = await maker.sql<{ kind: string; part: string }>(
    `select kind, controller_part as part from ledger_entry where request_id = $1`,
    [request],
  );
  const children = new Map<string, Cells>();
  const acts: unknown[] = [];
  const candidates = new Set<string>();
  const add = (child: string, { disclosed, withheld }: Cells): void => {
    const known = children.get(child) ?? { disclosed: {}, withheld: {} };
    children.set(child, {
      disclosed: { ...known.disclosed, ...disclosed },
      withheld: { ...known.withheld, ...withheld },
    });
  };
  for (const { kind, part } of rows) {
    const { body } = JSON.parse(part) as {
      body: {
        children?: (Cells & { child: string })[];
        other?: Cells;
        candidates?: string[];
        action?: string;
        under?: string[];
      };
    };
    if (kind === 'ACT') acts.push({ action: body.action, under: body.under });
    for (const { child, ...cells } of body.children ?? []) add(child, cells);
    if (body.other) add('nobody', body.other);
    for (const child of body.candidates ?? []) candidates.add(child);
  }
  for (const [child, { disclosed }] of children) if ('EXISTENCE/full' in disclosed) candidates.delete(child);
  const plain = [...children].filter(
    ([, c]) => Object.keys(c.disclosed).length + Object.keys(c.withheld).length > 0,
  );
  return {
    acts,
    children: Object.fromEntries(
      plain
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([child, { disclosed, withheld }]) => [
          child,
          { disclosed: opened(disclosed), withheld: sorted(withheld) },
        ]),
    ),
    candidates: [...candidates].sort(),
  };
}

/** One act, by each shape about a child of its own who is like the others; ids and times left out. */
export async function actInEveryShape(
  { split, maker }: SameWorld,
  act: Act,
): Promise<Record<Shape, unknown>> {
  const said: Partial<Record<Shape, unknown>> = {};
  for (const shape of SHAPES) {
    const child = await maker.child({ forename: 'Alike', surname: `Shape${shape}` });
    await maker.roll(child, 'school/931-4123');
    const foreign = child.publicId;
    const run = async (text: string, id: string): Promise<Heard> =>
      split.ask(shape, act.who.as, {
        ...act.who,
        query: `mutation { made: ${text
          .replaceAll('$child', `{ id: "${child.publicId}" }`)
          .replaceAll('$id', `"${id}"`)
          .replaceAll('$foreign', `"${foreign}"`)
          .replaceAll('$public', `"${child.publicId}"`)
          .replaceAll('$work', `"${workOf(child.publicId)}"`)
          .replaceAll('"of us"', '"la/931/cme"')
          .replaceAll('"to us"', '"la/852"')} { id receivedAt } }`,
      });
    const first = act.after === null ? null : await run(act.after, foreign);
    const id = (first?.data?.['made'] as { id?: string } | null | undefined)?.id ?? foreign;
    const answer = await run(act.text, id);
    const { children, ...cells } = (await cellsOf(maker, answer.request)) as {
      acts: unknown;
      children: object;
    };
    const ids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
    said[shape] = JSON.parse(
      JSON.stringify({ ...spoken(answer), ...cells, cells: Object.values(children) }).replaceAll(ids, 'ID'),
    );
  }
  return said as Record<Shape, unknown>;
}
