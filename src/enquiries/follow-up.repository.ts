import type { Sql } from '../gate/ports';
import type { AskedState } from '../procedures/asked.transitions';
import type { Due } from '../procedures/due';
import type { WhoIsAsked } from './may-look';
import { UNHEARD } from './enquiry.transitions';

/** One who was asked and is still to be heard, with what is needed to follow it up. */
export interface Unheard {
  readonly id: string;
  readonly publicId: string;
  readonly state: AskedState;
  /** Who was asked, as the directory knows it now. */
  readonly asked: WhoIsAsked;
  readonly couldLook: boolean;
  readonly askedAt: Date;
  readonly dueOn: string | null;
  readonly escalatedTo: string | null;
  readonly enquiryId: string;
  readonly authority: string;
  readonly childId: string;
  readonly ours: boolean;
  readonly hasAddress: boolean;
  readonly step: string | null;
}

/** Ids of enquiries in which somebody is still to be heard, in their order. */
export async function openEnquiries(tx: Sql): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select e.id from enquiry e where e.state = 'OPEN' and exists (select 1 from enquiry_recipient r
       where r.enquiry_id = e.id and r.state = any($1::text[])) order by e.id`,
    [UNHEARD],
  );
  return rows.map(({ id }) => id);
}

/** Those of one enquiry, locked; nobody when somebody else is at it, or it is no longer open. */
export async function unheardOf(tx: Sql, enquiry: string): Promise<Unheard[]> {
  const open = await tx.query(
    `select 1 from enquiry where id = $1 and state = 'OPEN' for update skip locked`,
    [enquiry],
  );
  if (open.length === 0) return [];
  return tx.query<Unheard>(
    `select r.id, r.public_id as "publicId", r.state, r.could_look as "couldLook", coalesce(r.asked_at, e.sent_at) as "askedAt",
       r.due_on::text as "dueOn", r.escalated_to as "escalatedTo", e.id as "enquiryId", e.authority_id as authority, e.child_id as "childId",
       e.from_organisation = e.authority_id as ours, e.believed_at is not null as "hasAddress", e.step,
       json_build_object('id', r.organisation_id, 'organisation', coalesce(u.organisation, r.organisation_id), 'roles', u.roles) as asked
     from enquiry e join enquiry_recipient r on r.enquiry_id = e.id
     cross join lateral (select coalesce(array_agg(distinct u.role), '{}') as roles, min(u.organisation_id) as organisation
       from unit u join organisation o on o.id = u.organisation_id
       where (u.id = r.organisation_id or u.organisation_id = r.organisation_id) and u.disabled_at is null
         and o.disabled_at is null and o.state = 'live') u
     where e.id = $1 and r.state = any($2::text[]) order by r.organisation_id for update of r`,
    [enquiry, UNHEARD],
  );
}

export async function saveFollowed(
  tx: Sql,
  id: string,
  to: { readonly state: AskedState; readonly at: Date; readonly escalatedTo: string | null },
): Promise<void> {
  await tx.query(
    `update enquiry_recipient set state = $2,
       reminded_at = case when $2 in ('REMINDED', 'ESCALATED') then coalesce(reminded_at, $3) else reminded_at end,
       escalated_at = case when $2 = 'ESCALATED' then coalesce(escalated_at, $3) else escalated_at end,
       escalated_to = $4 where id = $1`,
    [id, to.state, to.at, to.escalatedTo],
  );
}

/** The clock begins anew: whoever could not look has its whole time. */
export async function resume(tx: Sql, id: string, at: Date, due: Due | null): Promise<void> {
  await tx.query(
    `update enquiry_recipient set state = 'WAITING', asked_at = $2, due_on = $3, overdue_from = $4, reminded_at = null,
       escalated_at = null, escalated_to = null where id = $1`,
    [id, at, due?.on ?? null, due?.overdueFrom ?? null],
  );
}

export async function takeBack(tx: Sql, id: string): Promise<void> {
  await tx.query(
    `update enquiry_recipient set state = 'WITHDRAWN', withdrawn_because = 'ASK_SOCIAL_CARE' where id = $1`,
    [id],
  );
}

export async function anybodyHeard(tx: Sql, enquiry: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from enquiry_recipient where enquiry_id = $1 and outcome is not null limit 1`,
    [enquiry],
  );
  return rows.length > 0;
}
