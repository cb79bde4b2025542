import { childShape } from '../children/child.shape';
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
import type { PlannedField, Selection } from '../gate/plan';
import { below, readEntities } from '../gate/read';
import { readWaiting, type WaitingRow } from './lookup-review.repository';

const POSITION = [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];
const NAMES = { connection: 'LookupReviewConnection', edge: 'LookupReviewEdge', node: 'LookupReview' };

/** A lookup to decide, as the graph shows it. */
export type ReviewNode = WaitingRow & { readonly nearest: readonly object[] };

/**
 * Lookups that wait for the home authority's team, oldest first. They are about no certain child, so that only what an
 * agreement opens of every child is open of them; the children who came near are each decided by their own standing.
 */
export async function readLookupReviews(
  context: GateContext,
  field: PlannedField,
  first: number | null,
  after: string | null,
): Promise<Connection<ReviewNode>> {
  const size = pageSize(first);
  const [last = null] = positionOf(after, POSITION) ?? [];
  if (!isHomeTeam(context)) return connectionOf([], size, () => '');
  const selection = selectionOfRows(field, NAMES);
  const rows = await readWaiting(context.ports.database, {
    home: context.ports.home,
    last,
    rows: size + 1,
    criteria: openCriteria(selection),
  });
  const near = await readNearest(context, rows.slice(0, size), selection.get('nearest'));
  return connectionOf(
    rows.map((row) => ({ ...row, nearest: near.get(row.id) ?? [] })),
    size,
    ({ id }) => cursorOf(id),
  );
}

/** Criteria that are asked for and open: no other is read. */
const openCriteria = (selection: Selection): string[] =>
  [...below(selection.get('criteria'), 'LookupReviewCriteria').values()]
    .filter(({ cell }) => cell?.verdict === 'always')
    .map(({ name }) => name);

/** By review. A record may have been joined to another since, or be sealed: nothing leads from it to the present then. */
async function readNearest(
  context: GateContext,
  rows: readonly WaitingRow[],
  asked: PlannedField | undefined,
): Promise<ReadonlyMap<string, object[]>> {
  const pairs = rows.flatMap(({ id, near }) => near.map((child) => ({ id, child })));
  const found = new Map<string, object[]>();
  if (asked?.cell?.verdict !== 'always' || pairs.length === 0) return found;
  const read = await readEntities(context, {
    name: 'lookup reviews nearest',
    shape: childShape,
    selection: below(asked, 'Child'),
    statement: ({ json, lateral, existence, alias: a, p }) =>
      `with near as materialized (
         select n.review, child_now(n.child) as child, min(n.place) as place
         from unnest(${p.of('reviews', 'uuid[]')}, ${p.of('near', 'uuid[]')}) with ordinality as n(review, child, place)
         group by 1, 2)
       select ${json} as row, near.review as review
       from near join child ${a} on ${a}.id = near.child and ${a}.state = 'known' ${lateral}
       where ${existence} order by near.place`,
    values: { reviews: pairs.map(({ id }) => id), near: pairs.map(({ child }) => child) },
  });
  for (const { row, extra } of read) {
    const review = String(extra['review']);
    found.set(review, [...(found.get(review) ?? []), row]);
  }
  return found;
}
