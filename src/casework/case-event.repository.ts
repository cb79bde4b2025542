import type { Writer } from '../children/child-reference';
import type { Sql } from '../gate/ports';
import type { JsonValue } from '../kernel/canonical-json';
import { newRowId } from '../kernel/id';
import type { LocalDate } from '../kernel/local-date';
import type { CaseFacts } from '../procedures/agenda';
import type { CaseEvent } from '../procedures/instances';
import type { CareDecision, StandingMark } from '../procedures/safe-steps';

export interface NewCaseEvent {
  /** The hub's own id; of a subject whom nobody has matched, too. */
  readonly child: string;
  readonly caseId?: string | null;
  /** An event of `procedure-words.yaml`, or STEP_DONE. */
  readonly kind: string;
  /** The row that is done, of STEP_DONE. */
  readonly row?: string | null;
  /** Which of several side by side: the public id of an alert, of one who was asked, of a visit. */
  readonly about?: string | null;
  /** When it happened; else now. */
  readonly at?: Date;
  /** `{ allowed, rows }` of SOCIAL_CARE_DECIDED, `{ notApplicable }` of a step that does not apply. */
  readonly detail?: Readonly<Record<string, JsonValue>>;
  readonly writer: Writer;
}

/** Records what happened about a child: the steps that it begins or ends follow by themselves. */
export async function noteEvent(tx: Sql, event: NewCaseEvent): Promise<void> {
  const { child, writer } = event;
  await tx.query(
    `insert into case_event (id, child_id, authority_id, case_id, kind, step, about, at, detail, source, entered_by, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12)`,
    [
      newRowId(), child, writer.home, event.caseId ?? null, event.kind, event.row ?? null, event.about ?? null,
      event.at ?? writer.now, JSON.stringify(event.detail ?? {}), writer.organisation, writer.user, writer.now,
    ],
  ); // prettier-ignore
}

/** Whose facts, at which authority, as they stand at an instant. */
export interface FactsAsked {
  readonly child: string;
  readonly authority: string;
  readonly now: Date;
}

/** What is known of one child's case, with or without an entry on the register. */
export async function factsOf(tx: Sql, { child, authority, now }: FactsAsked): Promise<CaseFacts> {
  const all = await factsOfMany(tx, [child], authority, now);
  return all.get(child) ?? { authority, events: [], marks: [], decisions: [] };
}

/** The same of many children, in three statements; children of whom there is nothing are there too. */
export async function factsOfMany(
  tx: Sql,
  children: readonly string[],
  authority: string,
  now: Date,
): Promise<ReadonlyMap<string, CaseFacts>> {
  const people = await tx.query<{ id: string; born: LocalDate | null; school: string | null }>(PEOPLE, [
    children,
    now,
  ]);
  const events = await tx.query<EventRow>(EVENTS, [children, authority]);
  const marks = await tx.query<MarkRow>(MARKS, [children, now, HARM, CONCERNS]);
  const eventsOf = byChild(events);
  const marksOf = byChild(marks);
  return new Map(
    people.map(({ id, born, school }) => [
      id,
      {
        authority,
        born,
        school,
        events: eventsOf.get(id)?.map(eventOf) ?? [],
        marks: marksOf.get(id)?.map(({ mark, since }): StandingMark => ({ mark, since })) ?? [],
        decisions: eventsOf.get(id)?.flatMap(decisionOf) ?? [],
      },
    ]),
  );
}

function byChild<Row extends { readonly child: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const of = found.get(row.child);
    if (of) of.push(row);
    else found.set(row.child, [row]);
  }
  return found;
}

interface EventRow {
  readonly child: string;
  readonly kind: string;
  readonly step: string | null;
  readonly about: string | null;
  readonly at: Date;
  readonly written: Date | null;
  readonly detail: { readonly allowed?: boolean; readonly rows?: readonly string[] | null };
}
interface MarkRow extends StandingMark {
  readonly child: string;
}

const eventOf = ({ kind, at, step, about, written }: EventRow): CaseEvent => ({
  kind,
  at,
  row: step,
  about,
  written,
});

const decisionOf = ({ kind, at, detail }: EventRow): CareDecision[] =>
  kind === 'SOCIAL_CARE_DECIDED' && typeof detail.allowed === 'boolean'
    ? [{ allowed: detail.allowed, rows: detail.rows ?? null, at }]
    : [];

/** At-risk groups that are marks of their own for the safe-enquiry rule. */
const HARM = ['FORCED_MARRIAGE', 'HONOUR_BASED_ABUSE', 'DOMESTIC_ABUSE', 'REFUGE', 'FGM'];
/** What stands in the way of giving up: a plan, a missing episode, a location that is protected. */
const CONCERNS = ['CHILD_PROTECTION', 'MISSING_EPISODE', 'LOCATION_PROTECTION'];

const PEOPLE = `
  select c.id, c.date_of_birth::text as born,
    (select r.organisation_id from registration r where r.child_id = c.id and r.kind in ('main', 'part_time')
       and r.begins_on <= ($2::timestamptz at time zone 'Europe/London')::date
       and (r.ends_on is null or r.ends_on > ($2::timestamptz at time zone 'Europe/London')::date)
     order by r.begins_on desc, r.id limit 1) as school
  from child c where c.id = any($1::uuid[])`;

/**
 * What is recorded of a case, and what the record of a child with an open case says by itself: a group that was marked,
 * care, an episode of being missing and its end. Of before the case no further back than four weeks.
 */
const EVENTS = `
  with open_case as (
    select child_id, opened_at - interval '28 days' as since from cme_case
    where child_id = any($1::uuid[]) and authority_id = $2 and state <> 'CLOSED'
  )
  select child, kind, step, about, at, written, detail from (
    select child_id as child, kind, step, about, at, recorded_at as written, detail, position from case_event
      where child_id = any($1::uuid[]) and authority_id = $2
    union all
    select f.child_id, case f.kind when 'RISK_GROUP' then 'RISK_GROUP_MARKED' when 'LOOKED_AFTER' then 'LOOKED_AFTER_MARKED'
        else 'REPORTED_MISSING' end, null, case f.kind when 'MISSING_EPISODE' then f.public_id::text end, f.begins_at, null, '{}', null
      from circumstance f join open_case k on k.child_id = f.child_id
      where f.kind in ('RISK_GROUP', 'LOOKED_AFTER', 'MISSING_EPISODE') and f.begins_at >= k.since
    union all
    select f.child_id, 'CHILD_RETURNED', null, f.public_id::text, f.ends_at, null, '{}', null
      from circumstance f join open_case k on k.child_id = f.child_id
      where f.kind = 'MISSING_EPISODE' and f.ends_at >= k.since
  ) e order by at, position nulls first`;

const MARKS = `
  with standing as (
    select f.child_id, f.kind, f.detail, f.begins_at from circumstance f
    where f.child_id = any($1::uuid[]) and f.begins_at <= $2 and (f.ends_at is null or f.ends_at > $2)
  )
  select child_id as child, mark, max(since) as since from (
    select child_id, 'LOCATION_PROTECTED' as mark, begins_at as since from standing where kind = 'LOCATION_PROTECTION'
    union all
    select child_id, 'LOCATION_PROTECTED', coalesce(a.begins_on::timestamp at time zone 'Europe/London', a.recorded_at) from child_address a
      where a.child_id = any($1::uuid[]) and a.protected
        and (a.begins_on is null or a.begins_on <= ($2::timestamptz at time zone 'Europe/London')::date)
        and (a.ends_on is null or a.ends_on > ($2::timestamptz at time zone 'Europe/London')::date)
    union all
    select child_id, 'CHILD_PROTECTION', begins_at from standing where kind = 'CHILD_PROTECTION'
    union all
    select child_id, detail, begins_at from standing where kind = 'RISK_GROUP' and detail = any($3::text[])
    union all
    select child_id, 'SAFEGUARDING_CONCERN', begins_at from standing where kind = any($4::text[])
  ) m group by child_id, mark order by child_id, since, mark`;
