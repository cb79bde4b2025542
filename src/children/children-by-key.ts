import type { EntityReader } from '../gate/by-key';
import type { GateContext } from '../gate/context';
import type { Parameters } from '../gate/entity-sql';
import { mayKnow, readEntities, returned } from '../gate/read';
import { seek } from '../gate/seek';
import { childShape } from './child.shape';
import { flaggedSql, noticeFlagged } from './flagged';

type Row = Record<string, unknown>;

/** Whether the asker reaches a child whom nobody has matched yet through a record of its own. */
export interface Reached {
  /** Boolean, over the child's row. */
  readonly sql: (child: string, p: Parameters) => string;
  readonly values?: (context: GateContext) => Readonly<Record<string, unknown>>;
}

/**
 * Children by the ids that other subgraphs gave. Whom the asker may know is no look: it was met where the id was read.
 * An id that leads to nobody, or to nobody for the asker, was guessed: it counts as a look in vain, and the team is told
 * of a flagged child as it is of one that was asked for by `child(id:)`.
 */
export const childrenByKey =
  (reached: readonly Reached[]): EntityReader =>
  async (context, ids, selection) => {
    const rows = await readEntities(context, {
      name: 'Child by key',
      shape: childShape,
      selection,
      requireExistence: false,
      statement: ({ json, lateral, alias: a, p }) =>
        `select ${json} as row, wanted.id, ${flaggedSql(a, p)} as flagged
         from unnest(${p.of('ids', 'uuid[]')}) as wanted (id)
         cross join lateral (select coalesce(child_meant(wanted.id), (select u.id from child u
           where u.public_id = wanted.id and u.state = 'unresolved'
             and (${reached.map((each) => each.sql('u', p)).join(' or ') || 'false'}))) as child_id) meant
         join child ${a} on ${a}.id = meant.child_id ${lateral}`,
      values: Object.assign(
        { ids: [...new Set(ids)] },
        ...reached.map((each) => each.values?.(context)),
      ) as Row,
    });
    const met = rows.map(({ row, extra }) => ({
      row,
      id: String(extra['id']),
      flagged: extra['flagged'] === true,
      known: mayKnow(context, row),
    }));
    const known = new Map(met.filter((one) => one.known).map(({ id, row }) => [id, row]));
    const guessed = [...new Set(ids)].filter((id) => !known.has(id));
    if (guessed.length > 0) {
      await seek(
        context,
        selection,
        guessed.map(() => null),
      );
      noticeFlagged(
        context,
        met.filter((one) => !one.known),
      );
    }
    for (const row of known.values()) returned(context, row);
    return ids.map((id) => known.get(id) ?? null);
  };
