import { readByKey, type EntityReader } from '../gate/by-key';
import type { GateContext } from '../gate/context';
import type { PlannedField } from '../gate/plan';
import { below, readEntities } from '../gate/read';
import { idOf } from '../kernel/given-id';
import { correctionShape, mayRead } from './correction.shape';

/** One correction, by the id of the receipt of the act; null for everybody whose business it is not. */
export async function readCorrection(
  context: GateContext,
  id: string,
  field: PlannedField,
): Promise<Record<string, unknown> | null> {
  const publicId = idOf(id, 'id');
  const rows = await readEntities(context, {
    name: 'correction',
    shape: correctionShape,
    selection: below(field, 'Correction'),
    statement: ({ json, lateral, existence, alias: a, p }) =>
      `select ${json} as row from correction ${a} ${lateral}
       where ${a}.public_id = ${p.of('publicId', 'uuid')} and ${mayRead(a, p)} and ${existence}`,
    values: { publicId, ...keeper(context) },
  });
  return rows[0]?.row ?? null;
}

/** Corrections by the ids that another subgraph gave. */
export const correctionsByKey: EntityReader = (context, ids, selection) =>
  readByKey(context, ids, selection, {
    table: 'correction',
    shape: correctionShape,
    ours: mayRead,
    values: keeper(context),
  });

/** Whose business corrections are. */
function keeper({ asking, ports, profile }: GateContext): { readonly keeper: boolean } {
  const reads = asking.role === 'CME_TEAM' || profile.cell('READ_LEDGER', 'full').verdict === 'always';
  return { keeper: asking.organisation === ports.home && reads };
}
