import type { Sql } from '../gate/ports';
import type { Writer } from './child-reference';

export interface CircumstanceRow {
  readonly id: string;
  readonly childId: string;
  readonly organisationId: string;
  readonly unitId: string | null;
  readonly endsAt: Date | null;
  readonly liftProposedBy: string | null;
}

export interface NewCircumstance {
  readonly id: string;
  /** Else a new one. */
  readonly publicId?: string;
  readonly child: string;
  readonly kind: string;
  readonly organisation: string;
  readonly unit: string;
  readonly detail: string | null;
  readonly reference: string;
  readonly confirmedBy: string | null;
  readonly writer: Writer;
}

/** Writes the row and returns its public id. */
export async function insertCircumstance(tx: Sql, c: NewCircumstance): Promise<string> {
  const rows = await tx.query<{ public_id: string }>(
    `insert into circumstance (id, child_id, kind, organisation_id, unit_id, detail, reference, begins_at,
       source, as_of, entered_by, recorded_at, confirmed_at, confirmed_by, public_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $8, case when $12::text is null then null else $8::timestamptz end, $12,
       coalesce($13, gen_random_uuid()))
     returning public_id`,
    [
      c.id,
      c.child,
      c.kind,
      c.organisation,
      c.unit,
      c.detail,
      c.reference,
      c.writer.now,
      c.writer.organisation,
      c.writer.today,
      c.writer.user,
      c.confirmedBy,
      c.publicId ?? null,
    ],
  );
  return rows[0]?.public_id ?? '';
}

export async function readCircumstance(
  tx: Sql,
  publicId: string,
  kind: string,
): Promise<CircumstanceRow | null> {
  const rows = await tx.query<CircumstanceRow>(
    `select id, child_id as "childId", organisation_id as "organisationId", unit_id as "unitId", ends_at as "endsAt",
       lift_proposed_by as "liftProposedBy"
     from circumstance where public_id = $1 and kind = $2 for update`,
    [publicId, kind],
  );
  return rows[0] ?? null;
}

export async function endCircumstance(tx: Sql, id: string, by: string, now: Date): Promise<void> {
  await tx.query(`update circumstance set ends_at = $2, ended_by = $3 where id = $1`, [id, now, by]);
}

export async function proposeLift(tx: Sql, id: string, by: string, now: Date): Promise<void> {
  await tx.query(`update circumstance set lift_proposed_by = $3, lift_proposed_at = $2 where id = $1`, [
    id,
    now,
    by,
  ]);
}
