import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newPublicId, newRowId } from '../kernel/id';
import type { LedgerRecipient } from '../ledger/recipients.repository';
import type { Fact, NotTold } from './correction';
import type { PutRight, Whose } from './put-right.repository';

/** Whether a unit can be written to, and what it is; null for one that is in the directory no more. */
export interface Place {
  readonly unit: string;
  readonly role: string;
  readonly live: boolean;
}

/** A recipient, and the notice that it was sent or why it was sent none. */
export type Informed = LedgerRecipient &
  (
    { readonly notice: string; readonly notTold: null } | { readonly notice: null; readonly notTold: NotTold }
  );

/** The records that are one child, locked: of two corrections at once the second sees the first. */
export async function lockFamily(tx: Sql, child: string): Promise<string[]> {
  await tx.query(`update child set version = version + 1 where id = $1`, [child]);
  const rows = await tx.query<{ id: string }>(`select f.id from child_family($1) f(id)`, [child]);
  return rows.map(({ id }) => id);
}

export async function placesOf(tx: Sql, units: readonly string[]): Promise<Map<string, Place>> {
  const rows = await tx.query<Place>(
    `select u.id as unit, u.role, (o.state = 'live' and o.disabled_at is null and u.disabled_at is null) as live
     from unit u join organisation o on o.id = u.organisation_id where u.id = any($1::text[])`,
    [units],
  );
  return new Map(rows.map((row) => [row.unit, row]));
}

export async function insertCorrection(
  tx: Sql,
  asking: Asking,
  { child, writer }: Whose,
  made: { readonly fact: Fact; readonly reason: string; readonly put: PutRight },
): Promise<{ id: string; publicId: string }> {
  const ids = { id: newRowId(), publicId: newPublicId() };
  const { fact, reason, put } = made;
  await tx.query(
    `insert into correction (id, public_id, authority_id, child_id, fact, kind, row_id, was, parts, reason, purpose, reference,
       corrected_by_unit, corrected_by_user, corrected_by_job, corrected_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      ids.id, ids.publicId, writer.home, child, fact, put.kind, put.row, put.was, put.parts, reason, asking.purpose,
      asking.reference, asking.unit, asking.user, asking.job, writer.now,
    ], // prettier-ignore
  );
  return ids;
}

export async function insertRecipients(
  tx: Sql,
  correction: string,
  informed: readonly Informed[],
): Promise<void> {
  for (const one of informed) {
    await tx.query(
      `insert into correction_recipient (id, correction_id, organisation_id, unit_id, cells, disclosures, first_told_at,
         last_told_at, notification_id, not_told)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        newRowId(), correction, one.organisation, one.unit, one.cells, one.disclosures, one.firstAt, one.lastAt,
        one.notice, one.notTold,
      ], // prettier-ignore
    );
  }
}
