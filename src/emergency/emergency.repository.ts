import type { Writer } from '../children/child-reference';
import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newPublicId, newRowId } from '../kernel/id';
import { HOUR, HOURS, USES_A_DAY, type Risk } from './emergency';
import type { UseEvent, UseTimes } from './emergency.transitions';

const DAY = 24 * HOUR;

export interface UseRow extends UseTimes {
  readonly id: string;
  readonly publicId: string;
  readonly childId: string;
  readonly subject: string;
}

export interface NewUse {
  readonly child: string;
  readonly risk: Risk;
  readonly text: string;
}

export interface Declared {
  readonly id: string;
  readonly publicId: string;
  readonly expiresAt: Date;
}

export async function insertUse(tx: Sql, use: NewUse, asking: Asking, writer: Writer): Promise<Declared> {
  const declared = {
    id: newRowId(),
    publicId: newPublicId(),
    expiresAt: new Date(writer.now.getTime() + HOURS * HOUR),
  };
  await tx.query(
    `insert into emergency_use (id, public_id, authority_id, child_id, organisation_id, unit_id, subject, user_name, job,
       reference, risk, text, declared_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      declared.id, declared.publicId, writer.home, use.child, asking.organisation, asking.unit, asking.subject,
      asking.user, asking.job, asking.reference, use.risk, use.text, writer.now, declared.expiresAt,
    ],
  ); // prettier-ignore
  return declared;
}

/**
 * Seconds until the unit may declare another, or null when it may now. Held until the transaction ends, so that of two at
 * once the second counts the first.
 */
export async function secondsUntilNext(tx: Sql, unit: string, now: Date): Promise<number | null> {
  await tx.query(`select pg_advisory_xact_lock(7237122, hashtext($1))`, [unit]);
  const [{ oldest } = { oldest: null }] = await tx.query<{ oldest: Date | null }>(
    `select u.declared_at as oldest from emergency_use u where u.unit_id = $1 and u.declared_at > $2
     order by u.declared_at desc
     offset coalesce((select a.per_day from emergency_allowance a where a.unit_id = $1), $3) - 1 limit 1`,
    [unit, new Date(now.getTime() - DAY), USES_A_DAY],
  );
  return oldest === null ? null : Math.ceil((oldest.getTime() + DAY - now.getTime()) / 1000);
}

const ROW = `select id, public_id as "publicId", child_id as "childId", subject, expires_at as "expiresAt",
  ended_at as "endedAt", reviewed_at as "reviewedAt" from emergency_use`;

/** A use that the asking unit declared itself; somebody else's reads as not there. */
export async function findOwnUse(tx: Sql, publicId: string, asking: Asking): Promise<UseRow | null> {
  const rows = await tx.query<UseRow>(
    `${ROW} where public_id = $1 and organisation_id = $2 and unit_id = $3 for update`,
    [publicId, asking.organisation, asking.unit],
  );
  return rows[0] ?? null;
}

/** Any use of what the asker's authority holds. */
export async function findUseToReview(tx: Sql, publicId: string, asking: Asking): Promise<UseRow | null> {
  const rows = await tx.query<UseRow>(`${ROW} where public_id = $1 and authority_id = $2 for update`, [
    publicId,
    asking.organisation,
  ]);
  return rows[0] ?? null;
}

export async function saveEvent(
  tx: Sql,
  use: UseRow,
  event: UseEvent,
  subject: string,
  now: Date,
): Promise<void> {
  if (event.kind === 'END') {
    await tx.query('update emergency_use set ended_at = $2, ended_by = $3 where id = $1', [
      use.id,
      now,
      subject,
    ]);
    return;
  }
  await tx.query(
    `update emergency_use set outcome = $2, review_text = $3, reviewed_at = $4, reviewed_by = $5 where id = $1`,
    [use.id, event.outcome, event.text, now, subject],
  );
}

/** A notice in each of these inboxes. Last in its transaction: whoever writes next waits until it ends. */
export async function insertNotices(
  tx: Sql,
  notice: { readonly use: string; readonly child: string; readonly text: string },
  to: readonly string[],
  from: { readonly asking: Asking; readonly writer: Writer },
): Promise<void> {
  const { asking, writer } = from;
  await tx.query(
    `insert into notification (id, public_id, to_organisation, authority_id, child_id, from_organisation, from_unit, type,
       purpose, reference, text, emergency_use_id, sent_at)
     select r.id, r.public_id, r.addressee, $4, $5, $6, $7, 'EMERGENCY_USED', $8, $9, $10, $11, $12
     from unnest($1::uuid[], $2::uuid[], $3::text[]) as r(id, public_id, addressee)`,
    [
      to.map(newRowId), to.map(newPublicId), to, writer.home, notice.child, asking.organisation, asking.unit,
      asking.purpose, asking.reference, notice.text, notice.use, writer.now,
    ],
  ); // prettier-ignore
}
