import type { Sql } from '../gate/ports';
import { newPublicId, newRowId } from '../kernel/id';
import type { LocalDate } from '../kernel/local-date';

export interface RollBy {
  readonly school: string;
  readonly asOf: LocalDate;
  readonly enteredBy: string;
  readonly now: Date;
}

export interface RollEvent {
  readonly child: string;
  readonly kind: 'LEFT_ROLL' | 'NEW_ON_ROLL' | 'ADDRESS_CHANGED';
}

/** The newest day whose roll is in, and the digests of that day's files. */
export async function lastFeed(
  sql: Sql,
  school: string,
): Promise<{ readonly asOf: string; readonly digests: readonly string[] } | null> {
  const [row] = await sql.query<{ asOf: string; digests: string[] }>(
    `select as_of::text as "asOf", array_agg(encode(digest, 'hex') order by taken_at desc) as digests from roll_feed
     where organisation_id = $1 group by as_of order by as_of desc limit 1`,
    [school],
  );
  return row ?? null;
}

/** Children on the school's roll, each with its registrations there that have not ended. */
export async function onRoll(sql: Sql, school: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql.query<{ child: string; ids: string[] }>(
    `select r.child_id as child, array_agg(r.id) as ids from registration r join child c on c.id = r.child_id
     where r.organisation_id = $1 and r.ends_on is null and c.state = 'known' group by r.child_id`,
    [school],
  );
  return new Map(rows.map(({ child, ids }) => [child, ids]));
}

/** The children who go, or went, by these UPNs. */
export async function childrenWith(sql: Sql, upns: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ id: string }>(
    `select distinct coalesce(c.merged_into, c.id) as id from child_identifier i join child c on c.id = i.child_id
     where i.kind = 'upn' and i.value = any($1) and i.state <> 'claimed'`,
    [upns],
  );
  return new Set(rows.map(({ id }) => id));
}

/** A ground and a destination are the school's to give; that the name is gone is all that the roll says. */
export async function endMissing(sql: Sql, registrations: readonly string[], by: RollBy): Promise<void> {
  await sql.query(
    `update registration set ends_on = greatest(begins_on, $2::date), source = $3, as_of = $2, entered_by = $4,
       recorded_at = $5, confirmed_at = $5, confirmed_by = 'school' where id = any($1::uuid[])`,
    [registrations, by.asOf, by.school, by.enteredBy, by.now],
  );
  await sql.query(
    `update child set version = version + 1 where id in (select child_id from registration where id = any($1::uuid[]))`,
    [registrations],
  );
}

/** Those about whom an alert, a case or a standing alert of any organisation is open. */
export async function flaggedAmong(sql: Sql, children: readonly string[], now: Date): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select c.id from unnest($1::uuid[]) as c(id)
     where exists (select 1 from cme_case f where f.child_id = c.id and f.state <> 'CLOSED')
       or exists (select 1 from alert f where f.child_id = c.id and f.state in ('RECEIVED', 'ACCEPTED'))
       or exists (select 1 from watch f where f.child_id = c.id and (f.ends_at is null or f.ends_at > $2))`,
    [children, now],
  );
  return rows.map(({ id }) => id);
}

export const MET_ON_ROLL = 'new on a school roll while an alert, a case or a standing alert is open';

const unitOf = `coalesce((select u.id from unit u where u.organisation_id = $2 order by u.id limit 1), $2)`;

/** The home authority's team is told in the list in which it is told of looks at such a child. */
export async function tellOfFlagged(
  sql: Sql,
  children: readonly string[],
  { school, asOf, enteredBy, now, feed }: RollBy & { readonly feed: string },
): Promise<void> {
  await sql.query(
    `insert into look_back (id, child_id, organisation_id, unit_id, user_name, job, purpose, reference, why, at, once_on)
     select r.id, r.child, $2::text, ${unitOf}, $3, 'roll feed', 'SYSTEM_INTAKE', $4, $5, $6, $7
     from unnest($1::uuid[], $8::uuid[]) as r(child, id) on conflict do nothing`,
    [children, school, enteredBy, feed, MET_ON_ROLL, now, asOf, children.map(newRowId)],
  );
}

export async function insertFeed(
  sql: Sql,
  { id, digest, pupils }: { readonly id: string; readonly digest: string; readonly pupils: number },
  { school, asOf, enteredBy, now }: RollBy,
): Promise<void> {
  await sql.query(
    `insert into roll_feed (id, organisation_id, as_of, digest, pupils, entered_by, taken_at)
     values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7)`,
    [id, school, asOf, digest, pupils, enteredBy, now],
  );
}

const WORDS: Readonly<Record<RollEvent['kind'], string>> = {
  LEFT_ROLL: 'LEFT_ROLL: the school’s daily roll no longer has this pupil, and says nothing of where to.',
  NEW_ON_ROLL: 'NEW_ON_ROLL: the pupil is new on the school’s daily roll.',
  ADDRESS_CHANGED: 'ADDRESS_CHANGED: the school’s daily roll has another address.',
};

/** Each a notification to the home authority from the school. Last in its transaction: whoever writes next waits for it. */
export async function insertRollEvents(
  sql: Sql,
  events: readonly RollEvent[],
  { school, now, feed, home }: RollBy & { readonly feed: string; readonly home: string },
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ child, kind }) => {
    return { id: newRowId(), public: newPublicId(), event: newRowId(), child, kind, text: WORDS[kind] };
  });
  await sql.query(
    `with r as (select * from json_to_recordset($1) as r(id uuid, public uuid, event uuid, child uuid, kind text, text text)),
       sent as (insert into notification (id, public_id, authority_id, child_id, from_organisation, from_unit,
           to_organisation, type, purpose, reference, text, sent_at)
         select r.id, r.public, $3::text, r.child, $2::text, ${unitOf}, $3, 'ROLL_CHANGE', 'SYSTEM_INTAKE', $4::text, r.text, $5
         from r returning id)
     insert into roll_event (id, feed_id, kind, notification_id)
     select r.event, $4::uuid, r.kind, r.id from r join sent on sent.id = r.id`,
    [JSON.stringify(rows), school, home, feed, now],
  );
}
