import type { Sql } from '../gate/ports';
import type { CaseFacts } from '../procedures/agenda';
import { factsOfMany } from './case-event.repository';

/** A child about whom something is being worked, with or without an entry on the register. */
export interface Worked {
  readonly id: string;
  readonly publicId: string;
  readonly facts: CaseFacts;
}

/**
 * Children with anything left to do at an authority: those with events, but for a child whose last event closed its case.
 * `heldBy`: whose case a person holds.
 */
export async function workedChildren(
  database: Sql,
  authority: string,
  now: Date,
  heldBy: string | null = null,
): Promise<readonly Worked[]> {
  const rows = await database.query<{ id: string; publicId: string }>(
    `select c.id, c.public_id as "publicId" from (
       select distinct on (e.child_id) e.child_id, e.kind from case_event e
       where e.authority_id = $1 and e.at <= $2 order by e.child_id, e.at desc, e.position desc
     ) last join child c on c.id = last.child_id and c.state in ('known', 'unresolved')
     where last.kind <> 'CASE_CLOSED' and ($3::text is null or exists (
       select 1 from cme_case k where k.child_id = c.id and k.state <> 'CLOSED' and k.assigned_to = $3))
     order by c.id`,
    [authority, now, heldBy],
  );
  const facts = await factsOfMany(
    database,
    rows.map(({ id }) => id),
    authority,
    now,
  );
  return rows.flatMap(({ id, publicId }) => {
    const known = facts.get(id);
    return known ? [{ id, publicId, facts: known }] : [];
  });
}

/** A child or subject by its public id, held, so that two who record the same step come one after the other. */
export async function holdWorked(tx: Sql, publicId: string): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `select id from child where public_id = $1 and state in ('known', 'unresolved') for no key update`,
    [publicId],
  );
  return rows[0]?.id ?? null;
}

/** One question that waits for the asking organisation or unit. */
export interface WaitingEnquiry {
  readonly child: string;
  readonly enquiry: string;
  readonly sentAt: Date;
  readonly dueOn: string | null;
  readonly overdueFrom: Date | null;
}

export function waitingEnquiries(
  database: Sql,
  organisation: string,
  unit: string,
): Promise<WaitingEnquiry[]> {
  return database.query<WaitingEnquiry>(
    `select e.child_id as child, e.public_id as enquiry, e.sent_at as "sentAt", r.due_on::text as "dueOn",
       r.overdue_from as "overdueFrom"
     from enquiry_recipient r join enquiry e on e.id = r.enquiry_id
     where r.organisation_id in ($1, $2) and r.state in ('WAITING', 'REMINDED', 'ESCALATED') and e.state = 'OPEN'
     order by r.due_on nulls last, e.sent_at, e.public_id`,
    [organisation, unit],
  );
}
