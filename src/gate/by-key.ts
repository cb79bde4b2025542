import type { GateContext } from './context';
import type { EntityShape, Parameters } from './entity-sql';
import type { Selection } from './plan';
import { readEntities } from './read';

type Row = Record<string, unknown>;

/** An entity of another subgraph's answer, as the asker may know it; null for whatever it may not, or is not there. */
export type Entity = Row | null;

/** Reads entities of one type by their public ids, in one statement, in the order of the ids. */
export type EntityReader = (
  context: GateContext,
  ids: readonly string[],
  selection: Selection,
) => Promise<readonly Entity[]>;

export interface ByKey {
  readonly table: string;
  readonly shape: EntityShape;
  /** Which rows concern the asker at all: the very terms of the root that reads one by its id. */
  readonly ours: (alias: string, p: Parameters, visible: (item: string, form: string) => string) => string;
  readonly values?: Row;
}

/**
 * Rows by their public ids. INVARIANT: scoped, planned and decided as the root that reads one of them by its id is, so
 * that an entity door opens nothing that no root opens.
 */
export async function readByKey(
  context: GateContext,
  ids: readonly string[],
  selection: Selection,
  { table, shape, ours, values }: ByKey,
): Promise<readonly Entity[]> {
  const rows = await readEntities(context, {
    name: `${shape.type} by key`,
    shape,
    selection,
    statement: ({ json, lateral, existence, alias: a, p, visible }) =>
      `select ${json} as row, ${a}.public_id as id from ${table} ${a} ${lateral}
       where ${a}.public_id = any(${p.of('ids', 'uuid[]')}) and (${ours(a, p, visible)}) and ${existence}`,
    values: { ...values, ids: [...new Set(ids)] },
  });
  const found = new Map(rows.map(({ row, extra }) => [String(extra['id']), row]));
  return ids.map((id) => found.get(id) ?? null);
}
