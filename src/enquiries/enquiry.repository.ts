import type { Writer } from '../children/child-reference';
import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newPublicId, newRowId } from '../kernel/id';
import { somethingFor } from '../mail/mail-due';
import type { AskedState } from '../procedures/asked.transitions';
import type { Due } from '../procedures/due';
import type { EnquiryOutcome } from './enquiry.enums';
import { UNHEARD, type EnquiryState } from './enquiry.transitions';

export interface NewEnquiry {
  readonly child: string;
  readonly question: string;
  readonly checkKind: string | null;
  readonly due: Due | null;
  readonly recipients: readonly { readonly id: string; readonly couldLook: boolean }[];
  readonly accepted: boolean;
  /** The row of the procedure that is done by asking. */
  readonly step: string | null;
  readonly repeats: string | null;
  readonly believedAt: string | null;
}

/** An enquiry as it was written, and who was asked: id of the directory → public id as one who was asked. */
export interface WrittenEnquiry {
  readonly publicId: string;
  readonly asked: ReadonlyMap<string, string>;
}

/** Writes the enquiry and everybody who is asked. */
export async function insertEnquiry(
  tx: Sql,
  enquiry: NewEnquiry,
  asking: Asking,
  writer: Writer,
): Promise<WrittenEnquiry> {
  const id = newRowId();
  const publicId = newPublicId();
  const { due } = enquiry;
  await tx.query(
    `insert into enquiry (id, public_id, authority_id, child_id, from_organisation, from_unit, from_user, purpose,
       reference, question, check_kind, due_on, sent_at, accepted_at, step, repeats_id, believed_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::jsonb, 'OPEN')`,
    [
      id, publicId, writer.home, enquiry.child, asking.organisation, asking.unit, asking.user, asking.purpose,
      asking.reference, enquiry.question, enquiry.checkKind, due?.on ?? null, writer.now, enquiry.accepted ? writer.now : null,
      enquiry.step, enquiry.repeats, enquiry.believedAt,
    ], // prettier-ignore
  );
  const rows = await tx.query<{ publicId: string; organisation: string }>(
    `insert into enquiry_recipient (id, enquiry_id, organisation_id, could_look, state, asked_at, due_on, overdue_from)
     select r.id, $1, r.organisation, r.could_look, 'WAITING', $5, $6, $7
     from unnest($2::uuid[], $3::text[], $4::boolean[]) as r(id, organisation, could_look)
     returning public_id as "publicId", organisation_id as organisation`,
    [
      id, enquiry.recipients.map(() => newRowId()), enquiry.recipients.map((one) => one.id),
      enquiry.recipients.map(({ couldLook }) => couldLook), writer.now, due?.on ?? null, due?.overdueFrom ?? null,
    ], // prettier-ignore
  );
  await somethingFor(tx, { to: enquiry.recipients.map((one) => one.id), home: writer.home, now: writer.now });
  return { publicId, asked: new Map(rows.map((row) => [row.organisation, row.publicId])) };
}

/** One who was asked, together with the enquiry, both locked until the transaction ends. */
export interface Asked {
  readonly id: string;
  readonly publicId: string;
  readonly state: AskedState;
  readonly enquiryId: string;
  readonly enquiryState: EnquiryState;
  readonly childId: string;
  readonly checkKind: string | null;
  readonly fromOrganisation: string;
  /** Roles of whoever was asked. */
  readonly roles: readonly string[];
}

/**
 * By the enquiry's id or by that of the one who was asked; null when it was not asked of this organisation or unit.
 * The enquiry is locked before the one who was asked, as in withdrawing.
 */
export async function findAsked(tx: Sql, publicId: string, asking: Asking): Promise<Asked | null> {
  const rows = await tx.query<Asked>(
    `select r.id, r.public_id as "publicId", r.state, e.id as "enquiryId", e.state as "enquiryState", e.child_id as "childId",
       e.check_kind as "checkKind", e.from_organisation as "fromOrganisation",
       array(select distinct u.role from unit u where u.id = r.organisation_id or u.organisation_id = r.organisation_id) as roles
     from enquiry e join enquiry_recipient r on r.enquiry_id = e.id
     where (e.public_id = $1 or r.public_id = $1) and r.organisation_id in ($2, $3) limit 1 for update of e, r`,
    [publicId, asking.organisation, asking.unit],
  );
  return rows[0] ?? null;
}

export interface Reply {
  readonly outcome: EnquiryOutcome;
  readonly answer: string | null;
  readonly withheld: {
    readonly reason: string;
    readonly decidedBy: string;
    readonly reviewOn: string;
  } | null;
}

/** The answer that counts from now on. One that was given before is kept beside it. */
export async function saveReply(
  tx: Sql,
  asked: Asked,
  reply: Reply & { readonly state: AskedState },
  writer: Writer,
): Promise<void> {
  await tx.query(
    `insert into enquiry_answer (id, recipient_id, outcome, in_part, answer, answered_by, answered_at,
       withheld_reason, withheld_decided_by, withheld_review_on)
     select $2, id, outcome, false, answer, answered_by, answered_at, withheld_reason, withheld_decided_by, withheld_review_on
     from enquiry_recipient where id = $1 and outcome is not null`,
    [asked.id, newRowId()],
  );
  await tx.query(
    `update enquiry_recipient set state = $2, outcome = $3, answer = $4::jsonb, answered_by = $5, answered_at = $6,
       withheld_reason = $7, withheld_decided_by = $8, withheld_review_on = $9 where id = $1`,
    [
      asked.id, reply.state, reply.outcome, reply.answer, writer.user, writer.now,
      reply.withheld?.reason ?? null, reply.withheld?.decidedBy ?? null, reply.withheld?.reviewOn ?? null,
    ], // prettier-ignore
  );
}

/** A part of an answer: whoever was asked is still to be heard. */
export async function savePart(tx: Sql, asked: Asked, reply: Reply, writer: Writer): Promise<void> {
  await tx.query(
    `insert into enquiry_answer (id, recipient_id, outcome, in_part, answer, answered_by, answered_at)
     values ($1, $2, $3, true, $4::jsonb, $5, $6)`,
    [newRowId(), asked.id, reply.outcome, reply.answer, writer.user, writer.now],
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
    `select 1 from enquiry_recipient where enquiry_id = $1 and state = any($2::text[]) limit 1`,
    [enquiryId, UNHEARD],
  );
  return rows.length > 0;
}

export async function saveState(
  tx: Sql,
  enquiryId: string,
  state: EnquiryState,
  because: string | null = null,
): Promise<void> {
  await tx.query(
    `update enquiry set state = $2, withdrawn_because = $3, version = version + 1 where id = $1`,
    [enquiryId, state, because],
  );
}

export interface SentEnquiry {
  readonly id: string;
  readonly state: EnquiryState;
  readonly childId: string;
  readonly question: string;
  readonly checkKind: string | null;
  /** Whoever may be asked again: not those who knew the child, nor from whom it was taken back. */
  readonly again: readonly string[];
}

/** An enquiry of the asking unit itself, locked; null when there is none. */
export async function findSent(tx: Sql, publicId: string, asking: Asking): Promise<SentEnquiry | null> {
  const rows = await tx.query<SentEnquiry>(
    `select e.id, e.state, e.child_id as "childId", e.question, e.check_kind as "checkKind",
       array(select r.organisation_id from enquiry_recipient r where r.enquiry_id = e.id and r.state not in ('KNOWN', 'WITHDRAWN')
         order by r.organisation_id) as again
     from enquiry e where e.public_id = $1 and e.from_organisation = $2 and e.from_unit = $3 for update of e`,
    [publicId, asking.organisation, asking.unit],
  );
  return rows[0] ?? null;
}

/** Nobody who has not answered need answer any more. Returns their public ids. */
export async function releaseWaiting(tx: Sql, enquiryId: string, because: string): Promise<string[]> {
  const rows = await tx.query<{ publicId: string }>(
    `update enquiry_recipient set state = 'WITHDRAWN', withdrawn_because = $2 where enquiry_id = $1 and state = any($3::text[])
     returning public_id as "publicId"`,
    [enquiryId, because, UNHEARD],
  );
  return rows.map(({ publicId }) => publicId);
}

/** Whether nobody has answered, and nobody who may still answer, anything but "not known" about the child. */
export async function nothingFromAnybody(tx: Sql, child: string, home: string): Promise<boolean> {
  const [row] = await tx.query<{ asked: number; open: number }>(
    `select count(*) filter (where r.state in ('NOT_KNOWN', 'CANNOT_SEARCH'))::int as asked,
       count(*) filter (where r.state not in ('NOT_KNOWN', 'CANNOT_SEARCH', 'WITHDRAWN'))::int as open
     from enquiry e join enquiry_recipient r on r.enquiry_id = e.id
     where e.child_id = $1 and e.from_organisation = $2 and e.state <> 'WITHDRAWN'`,
    [child, home],
  );
  return row !== undefined && row.asked > 0 && row.open === 0;
}
