import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { PlannedField } from '../gate/plan';
import { below, readEntities } from '../gate/read';
import { idOf } from '../kernel/given-id';
import { documentShape } from './document.shape';

type Row = Record<string, unknown>;

/** One document of the home authority's register, for its team; null for anybody else, and when it was taken off the file. */
export async function openDocument(
  context: GateContext,
  id: string,
  field: PlannedField,
): Promise<Row | null> {
  const publicId = idOf(id, 'id');
  if (!isHomeTeam(context)) return null;
  const rows = await readEntities(context, {
    name: 'document',
    shape: documentShape,
    selection: below(field, 'OpenedDocument'),
    statement: ({ json, lateral, existence, alias: a, p }) =>
      `select ${json} as row from case_document ${a} ${lateral}
       where ${a}.public_id = ${p.of('publicId', 'uuid')} and ${a}.removed_at is null
         and exists (select 1 from cme_case c where c.id = ${a}.case_id and c.authority_id = ${p.of('home')}) and ${existence}`,
    values: { publicId },
  });
  return rows[0]?.row ?? null;
}
