import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { Writer } from '../children/child-reference';

/** A message of another authority about a child that it looks for, as it was kept. */
export interface KeptMessage {
  readonly id: string;
  readonly publicId: string;
  readonly child: string;
  readonly endsAt: Date | null;
}

const KEPT = `id, public_id as "publicId", child_id as child, ends_at as "endsAt"`;

/** An organisation's message by its own id, held. */
export async function findByTheirs(
  tx: Sql,
  organisation: string,
  theirs: string,
): Promise<KeptMessage | null> {
  const rows = await tx.query<KeptMessage>(
    `select ${KEPT} from circumstance where kind = 'LOST_ELSEWHERE' and organisation_id = $1 and detail = $2 for update`,
    [organisation, theirs],
  );
  return rows[0] ?? null;
}

/** An organisation's message by the id of the hub's receipt or by its own, held; somebody else's is not there. */
export async function findKept(tx: Sql, organisation: string, id: string): Promise<KeptMessage | null> {
  const rows = await tx.query<KeptMessage>(
    `select ${KEPT} from circumstance where kind = 'LOST_ELSEWHERE' and organisation_id = $1 and (public_id::text = $2 or detail = $2) for update`,
    [organisation, id],
  );
  return rows[0] ?? null;
}

/** Keeps a message until then, and returns its ids; one that came first under the same id of theirs is renewed. */
export async function keepMessage(
  tx: Sql,
  message: { readonly child: string; readonly theirs: string | null; readonly until: Date },
  asking: Pick<Asking, 'unit' | 'reference'>,
  writer: Writer,
): Promise<{ readonly id: string; readonly publicId: string; readonly isNew: boolean }> {
  const rows = await tx.query<{ id: string; publicId: string; isNew: boolean }>(
    `insert into circumstance (id, child_id, kind, organisation_id, unit_id, detail, reference, begins_at, ends_at,
       source, as_of, entered_by, recorded_at)
     values ($1, $2, 'LOST_ELSEWHERE', $3, $4, $5, $6, $7, $8, $3, $9, $10, $7)
     on conflict (organisation_id, detail) where kind = 'LOST_ELSEWHERE' and detail is not null
       do update set ends_at = excluded.ends_at, reference = excluded.reference
     returning id, public_id as "publicId", id = $1 as "isNew"`,
    [
      newRowId(), message.child, writer.organisation, asking.unit, message.theirs, asking.reference, writer.now, message.until,
      writer.today, writer.user,
    ],
  ); // prettier-ignore
  const [row] = rows;
  if (!row) throw new Error('a lost-pupil message was not kept');
  return row;
}

export async function renewMessage(tx: Sql, id: string, until: Date, reference: string): Promise<void> {
  await tx.query(`update circumstance set ends_at = $2, reference = $3, ended_by = null where id = $1`, [
    id,
    until,
    reference,
  ]);
}
