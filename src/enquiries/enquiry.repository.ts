import type { Writer } from '../children/child-reference';
import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newPublicId, newRowId } from '../kernel/id';
import type { EnquiryState, RecipientState } from './enquiry.transitions';

export interface NewEnquiry {
  readonly child: string;
  readonly question: string;
  readonly checkKind: string | null;
  readonly dueOn: string | null;
  readonly recipients: readonly string[];
  readonly accepted: boolean;
}

/** Writes the enquiry and everybody who is asked; returns its public id. */
export async function insertEnquiry(
  tx: Sql,
  enquiry: NewEnquiry,
  asking: Asking,
  writer: Writer,
): Promise<string> {
  const id = newRowId();
  const publicId = newPublicId();
  await tx.query(
    `insert into enquiry (id, public_id, authority_id, child_id, from_organisation, from_unit, from_user, purpose,
       reference, question, check_kind, due_on, sent_at, accepted_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'OPEN')`,
    [
      id, publicId, writer.home, enquiry.child, asking.organisation, asking.unit, asking.user, asking.purpose,
      asking.reference, enquiry.question, enquiry.checkKind, enquiry.dueOn, writer.now, enquiry.accepted ? writer.now : null,
    ], // prettier-ignore
  );
  await tx.query(
    `insert into enquiry_recipient (id, enquiry_id, organisation_id, state)
     select r.id, $1, r.organisation, 'WAITING' from unnest($2::uuid[], $3::text[]) as r(id, organisation)`,
    [id, enquiry.recipients.map(() => newRowId()), enquiry.recipients],
  );
  return publicId;
}

/** One who was asked, together with the enquiry, both locked until the transaction ends. */
export interface Asked {
  readonly id: string;
  readonly publicId: string;
  readonly state: RecipientState;
  readonly enquiryId: string;
  readonly enquiryState: EnquiryState;
  readonly childId: string;
}

/**
 * By the enquiry's id or by that of the one who was asked; null when it was not asked of this organisation or unit.
 * The enquiry is locked before the one who was asked, as in withdrawing.
 */
export async function findAsked(tx: Sql, publicId: string, asking: Asking): Promise<Asked | null> {
  const rows = await tx.query<Asked>(
    `select r.id, r.public_id as "publicId", r.state, e.id as "enquiryId", e.state as "enquiryState", e.child_id as "childId"
     from enquiry e join enquiry_recipient r on r.enquiry_id = e.id
     where (e.public_id = $1 or r.public_id = $1) and r.organisation_id in ($2, $3) limit 1 for update`,
    [publicId, asking.organisation, asking.unit],
  );
  return rows[0] ?? null;
}

export interface Reply {
  readonly state: RecipientState;
  readonly outcome: string;
  readonly answer: string | null;
  readonly withheld: {
    readonly reason: string;
    readonly decidedBy: string;
    readonly reviewOn: string;
  } | null;
}

export async function saveReply(tx: Sql, asked: Asked, reply: Reply, writer: Writer): Promise<void> {
  await tx.query(
    `update enquiry_recipient set state = $2, outcome = $3, answer = $4::jsonb, answered_by = $5, answered_at = $6,
       withheld_reason = $7, withheld_decided_by = $8, withheld_review_on = $9 where id = $1`,
    [
      asked.id, reply.state, reply.outcome, reply.answer, writer.user, writer.now,
      reply.withheld?.reason ?? null, reply.withheld?.decidedBy ?? null, reply.withheld?.reviewOn ?? null,
    ], // prettier-ignore
  );
}

/** From now on the council stands behind the question, if it did not before. */
export async function accept(tx: Sql, enquiryId: string, now: Date): Promise<void> {
  await tx.query(`update enquiry set accepted_at = $2 where id = $1 and accepted_at is null`, [
    enquiryId,
    now,
  ]);
}

export async function anybodyWaits(tx: Sql, enquiryId: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from enquiry_recipient where enquiry_id = $1 and state = 'WAITING' limit 1`,
    [enquiryId],
  );
  return rows.length > 0;
}

export async function saveState(tx: Sql, enquiryId: string, state: EnquiryState): Promise<void> {
  await tx.query(`update enquiry set state = $2, version = version + 1 where id = $1`, [enquiryId, state]);
}

export interface SentEnquiry {
  readonly id: string;
  readonly state: EnquiryState;
  readonly childId: string;
}

/** An enquiry of the asking unit itself, locked; null when there is none. */
export async function findSent(tx: Sql, publicId: string, asking: Asking): Promise<SentEnquiry | null> {
  const rows = await tx.query<SentEnquiry>(
    `select id, state, child_id as "childId" from enquiry
     where public_id = $1 and from_organisation = $2 and from_unit = $3 for update`,
    [publicId, asking.organisation, asking.unit],
  );
  return rows[0] ?? null;
}

/** Nobody who has not answered need answer any more. */
export async function releaseWaiting(tx: Sql, enquiryId: string, state: RecipientState): Promise<void> {
  await tx.query(`update enquiry_recipient set state = $2 where enquiry_id = $1 and state = 'WAITING'`, [
    enquiryId,
    state,
  ]);
}
