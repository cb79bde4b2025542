import type { MatchCriteria } from '../children/matching/person';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { LostAndMet, LostPupil, Met } from './lost-pupil';

/** Up to where facts have been looked at, and up to where the next look begins: transaction ids as PostgreSQL counts them. */
export interface Mark {
  readonly from: string;
  readonly to: string;
}

/**
 * Read before anything is compared. Whatever a transaction has written that is still under way is at or beyond `to`, so that
 * the next look meets it. A database that was restored elsewhere counts from the beginning: then everything is looked at
 * again, and what has been found is not found twice.
 */
export async function readMark(sql: Sql): Promise<Mark> {
  const [mark] = await sql.query<Mark>(
    `select (case when written_in > now_at.xmin then '0'::xid8 else written_in end)::text as "from", now_at.xmin::text as "to"
     from reconciled_to, (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) now_at`,
  );
  if (!mark) throw new Error('the mark of the last look is missing');
  return mark;
}

export async function saveMark(tx: Sql, { to }: Mark): Promise<void> {
  await tx.query(`update reconciled_to set written_in = $1::xid8`, [to]);
}

/** Messages that stand and have not been held yet against what was known before them. */
export async function readUnseen(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select f.id from circumstance f where f.kind in ('LOST_PUPIL_MESSAGE', 'LOST_ELSEWHERE') and f.begins_at <= $1
       and (f.ends_at is null or f.ends_at > $1) and not exists (select 1 from reconciled_entry d where d.entry_id = f.id)`,
    [now],
  );
  return rows.map(({ id }) => id);
}

/** From now on what the hub knew before is no news to these. */
export async function saveSeen(tx: Sql, entries: readonly string[], now: Date): Promise<void> {
  await tx.query(
    `insert into reconciled_entry (entry_id, at) select id, $2 from circumstance where id = any($1::uuid[]) on conflict do nothing`,
    [entries, now],
  );
}

/** Lost pupils whose message stands at $1; `seen`: held already against what was known before it. */
const LOST = `
  lost as materialized (
    select f.id, f.public_id, f.child_id as child, f.kind = 'LOST_PUPIL_MESSAGE' as ours, f.organisation_id as organisation,
      f.unit_id as unit, coalesce(f.reference, '') as reference, f.begins_at as since,
      exists (select 1 from reconciled_entry d where d.entry_id = f.id) as seen
    from circumstance f join child c on c.id = f.child_id
    where f.kind in ('LOST_PUPIL_MESSAGE', 'LOST_ELSEWHERE') and f.begins_at <= $1 and (f.ends_at is null or f.ends_at > $1)
      and c.state in ('known', 'unresolved')
  )`;
const LOST_ROW = `json_build_object('id', l.id, 'publicId', l.public_id, 'child', l.child, 'ours', l.ours,
  'organisation', l.organisation, 'unit', l.unit, 'reference', l.reference)`;

/** A national body answers under a legal restriction: nothing follows from its word. Nor from that of whoever looks. */
const COUNTS = (f: string): string => `${f}.source <> l.organisation
      and not exists (select 1 from unit u where u.organisation_id = ${f}.source and u.role = 'NATIONAL_BODY')`;
/** What was written since the last look ($3); of a pupil who was lost since, whatever the hub knows. */
const NEW = (f: string): string => `(not l.seen or ${f}.written_in >= $3::xid8)`;

/** What says that a child is here on the day $2, a roll before an address, and what is confirmed first. */
const FACTS = (child: string, more: (f: string) => string): string => `
  (select 'REGISTRATION' as fact, r.id, r.source, r.recorded_at, (r.confirmed_at is not null and r.kind in ('main', 'part_time')) as sure
   from registration r where r.child_id = ${child} and r.begins_on <= $2 and (r.ends_on is null or r.ends_on > $2)
     and ${COUNTS('r')} and ${NEW('r')} and ${more('r')}
   order by sure desc, r.recorded_at desc limit 1)
  union all
  (select 'ADDRESS', a.id, a.source, a.recorded_at, false
   from child_address a where a.child_id = ${child} and not a.protected and a.kind in ('home', 'temporary') and a.line1 is not null
     and (a.begins_on is null or a.begins_on <= $2) and (a.ends_on is null or a.ends_on > $2)
     and ${COUNTS('a')} and ${NEW('a')} and ${more('a')}
   order by a.recorded_at desc limit 1)`;

/** On the record itself. Of a child of ours what was known before the message is no news: it is lost in spite of it. */
const ON_THE_RECORD = `
with ${LOST}
select ${LOST_ROW} as lost, l.child, x.fact, x.id as "factId", x.source, x.recorded_at as "recordedAt", x.sure
from lost l cross join lateral (${FACTS('l.child', (f) => `(not l.ours or ${f}.recorded_at > l.since)`)}) x
where not exists (select 1 from reconciliation k where k.entry_id = l.id and k.child_id = l.child and k.fact = x.fact)`;

/** Two persons share two of surname, forename and birth date by the keys of the matching; of another day, within its year. */
const NAMES_ALIKE = [
  'n.surname_sound = p.surname_sound and n.born = p.born',
  'n.born = p.born and n.forename_sound = p.forename_sound',
  `n.surname_sound = p.surname_sound and n.forename_sound = p.forename_sound
    and n.born between date_trunc('year', p.born)::date and (date_trunc('year', p.born) + interval '1 year - 1 day')::date`,
];
const NUMBERS_ALIKE = `lost l join child_identifier o on o.child_id = l.child
    join child_identifier i on i.kind = o.kind and i.value = o.value and i.state <> 'claimed'`;

/**
 * Of other records: whoever shares two of these, or a number. Of those who are new on the list of the lost, among all; of the
 * others among the children alone of whom something was written since, so that a minute costs what is new in it.
 */
const OF_OTHERS = `
with ${LOST},
named as materialized (
  select l.id, l.seen, n.surname_sound, n.forename_sound, n.born from lost l join child_name n on n.child_id = l.child
),
fresh as materialized (
  select child_id from registration where written_in >= $3::xid8 union select child_id from child_address where written_in >= $3::xid8
),
fresh_name as materialized (
  select n.* from fresh join child_name n on n.child_id = fresh.child_id where exists (select 1 from lost where seen)
),
near as materialized (
  ${NAMES_ALIKE.map((alike) => `select p.id, n.child_id from named p join child_name n on ${alike} where not p.seen`).join('\n  union ')}
  union ${NAMES_ALIKE.map((alike) => `select p.id, n.child_id from named p join fresh_name n on ${alike} where p.seen`).join('\n  union ')}
  union select l.id, i.child_id from ${NUMBERS_ALIKE} where not l.seen
  union select l.id, i.child_id from ${NUMBERS_ALIKE} join fresh on fresh.child_id = i.child_id where l.seen
)
select ${LOST_ROW} as lost, c.id as child, x.fact, x.id as "factId", x.source, x.recorded_at as "recordedAt", x.sure
from (select distinct near.id, child_now(near.child_id) as child from near) met
join lost l on l.id = met.id join child c on c.id = met.child and c.state = 'known' and c.id <> l.child
cross join lateral (${FACTS('c.id', () => 'true')}) x
where not exists (select 1 from reconciliation k where k.entry_id = l.id and k.child_id = c.id
  and (k.fact = x.fact or k.state <> 'SAME' or k.decided_at is not null))
  -- Whom another authority looks for is one child: met on its own record, it is no namesake.
  and (l.ours or not exists (select 1 from reconciliation k where k.entry_id = l.id and k.child_id = l.child and k.state = 'SAME'))`;

type Row = Met & { readonly lost: LostPupil };

const metOf = async (sql: Sql, text: string, mark: Mark, now: Date, today: string): Promise<LostAndMet[]> => {
  const rows = await sql.query<Row>(text, [now, today, mark.from]);
  return rows.map(({ lost, ...met }) => ({ lost, met }));
};

/** Lost pupils on whose own record there is something new. */
export const metOnTheirRecord = (sql: Sql, mark: Mark, now: Date, today: string): Promise<LostAndMet[]> =>
  metOf(sql, ON_THE_RECORD, mark, now, today);

/** Others who came near enough to be weighed. */
export const metNearBy = (sql: Sql, mark: Mark, now: Date, today: string): Promise<LostAndMet[]> =>
  metOf(sql, OF_OTHERS, mark, now, today);

/** How children are described, by the hub's own id: the name they go by, the birth date, the numbers. */
export async function criteriaOf(
  sql: Sql,
  children: readonly string[],
): Promise<ReadonlyMap<string, MatchCriteria>> {
  const number = (kind: string): string =>
    `(select i.value from child_identifier i where i.child_id = c.id and i.kind = '${kind}' order by i.state = 'current' desc limit 1)`;
  const rows = await sql.query<MatchCriteria & { id: string }>(
    `select c.id, n.forename, n.surname, c.date_of_birth::text as "dateOfBirth", c.sex as gender,
       (select o.surname from child_name o where o.child_id = c.id and o.kind = 'former' and o.surname_key <> n.surname_key limit 1) as "formerSurname",
       ${number('upn')} as upn, ${number('uln')} as uln, ${number('nhs_number')} as "nhsNumber"
     from child c left join lateral (select * from child_name n where n.child_id = c.id and n.kind in ('legal', 'known_as')
       order by n.kind = 'legal' desc, n.ends_on desc nulls first limit 1) n on true
     where c.id = any($1::uuid[])`,
    [children],
  );
  return new Map(rows.map(({ id, ...criteria }) => [id, criteria]));
}

/** Those that were not known yet: of two hubs that find the same, one is told. */
export async function insertFound(
  tx: Sql,
  found: readonly (LostAndMet & { readonly state: 'SAME' | 'UNSURE' })[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ entry: string; child: string; fact: string }>(
    `insert into reconciliation (id, entry_id, child_id, fact, fact_id, state, found_at)
     select f.id, f.entry, f.child, f.fact, f.fact_id, f.state, $7
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[]) as f(id, entry, child, fact, fact_id, state)
     order by f.entry, f.child on conflict do nothing returning entry_id as entry, child_id as child, fact`,
    [
      found.map(() => newRowId()),
      found.map(({ lost }) => lost.id),
      found.map(({ met }) => met.child),
      found.map(({ met }) => met.fact),
      found.map(({ met }) => met.factId),
      found.map(({ state }) => state),
      now,
    ],
  );
  return new Set(rows.map(({ entry, child, fact }) => `${entry} ${child} ${fact}`));
}
