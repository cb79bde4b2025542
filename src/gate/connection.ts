import { badInput } from '../kernel/errors';
import type { PageInfo } from './page-info.type';
import type { PlannedField, Selection } from './plan';

export { PageInfo } from './page-info.type';

/** Rows of a page when the caller names no number (contract: `first` 1 to 100). */
const USUAL = 20;
const MOST = 100;
/** No cursor of ours is longer: whatever is, was not given out by us. */
const LONGEST = 200;

/** One row and where it stands. */
export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

/** A page by the Relay cursor specification. */
export interface Connection<Row> {
  readonly edges: readonly Edge<Row>[];
  readonly nodes: readonly Row[];
  readonly pageInfo: PageInfo;
}

/** How many rows are asked for. Throws BAD_USER_INPUT naming `first` outside 1 to 100. */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? USUAL;
  if (!Number.isInteger(size) || size < 1 || size > MOST) {
    throw badInput('first', `ask for 1 to ${MOST} at a time, and for more with \`after\`.`);
  }
  return size;
}

/**
 * A row's position as an opaque cursor: base64url of its parts.
 * INVARIANT: the parts are values that whoever sees the row may see, so that taking a cursor apart tells nothing.
 */
export const cursorOf = (...position: readonly string[]): string =>
  Buffer.from(position.join('\n'), 'utf8').toString('base64url');

/**
 * The position that a cursor means, one part for each pattern; null when there is no cursor.
 * Throws BAD_USER_INPUT naming `after` for anything that `cursorOf` would not have made.
 */
export function positionOf(after: string | null | undefined, patterns: readonly RegExp[]): string[] | null {
  if (after === undefined || after === null) return null;
  const parts = Buffer.from(after.slice(0, LONGEST), 'base64url').toString('utf8').split('\n');
  const ours =
    cursorOf(...parts) === after &&
    parts.length === patterns.length &&
    patterns.every((pattern, i) => pattern.test(parts[i] ?? ''));
  if (!ours) {
    throw badInput(
      'after',
      'is not a cursor of this list; send the `endCursor` or `cursor` of an earlier page as it is.',
    );
  }
  return parts;
}

/** Cuts a page out of `first + 1` rows: the one too many says that there are more. */
export function connectionOf<Row>(
  rows: readonly Row[],
  first: number,
  cursor: (row: Row) => string,
): Connection<Row> {
  const edges = rows.slice(0, first).map((node) => ({ cursor: cursor(node), node }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** What is asked of the rows of a connection, whether as `nodes` or as `edges { node }`: one selection of their type. */
export function selectionOfRows(
  root: PlannedField,
  names: { connection: string; edge: string; node: string },
): Selection {
  const page = root.below.get(names.connection);
  const byEdge = page?.get('edges')?.below.get(names.edge)?.get('node')?.below.get(names.node);
  const direct = page?.get('nodes')?.below.get(names.node);
  return merged(byEdge ?? new Map(), direct ?? new Map());
}

function merged(one: Selection, other: Selection): Selection {
  const all = new Map(one);
  for (const [name, field] of other) {
    const known = all.get(name);
    all.set(name, known ? { ...known, below: mergedByType(known.below, field.below) } : field);
  }
  return all;
}

function mergedByType(one: PlannedField['below'], other: PlannedField['below']): PlannedField['below'] {
  const types = new Set([...one.keys(), ...other.keys()]);
  return new Map(
    [...types].map((type) => [type, merged(one.get(type) ?? new Map(), other.get(type) ?? new Map())]),
  );
}
