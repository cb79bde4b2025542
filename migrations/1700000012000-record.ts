import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every fact carries its provenance: source organisation, as of, entered by, and whether it is confirmed. */
const provenance = `
  source text not null,
  as_of date not null default current_date,
  entered_by text not null default 'system',
  recorded_at timestamptz not null default now(),
  confirmed_at timestamptz,
  confirmed_by text`;

/** What is held of a child, row by row. */
const FACTS = [
  'child_name', 'child_identifier', 'child_address', 'carer', 'registration', 'home_education', 'arranged_education',
  'special_needs', 'sibling', 'circumstance', 'watch', 'look_back',
]; // prettier-ignore
const EMERGENCY = `subject = 'erased', user_name = '', reference = '', text = '', review_text = left(review_text, 0)`;

/**
 * The rest of a child's record; records that are joined and parted again by a person; identities that are sealed; and
 * what the retention role may destroy once its time has passed.
 */
export class Record1700000012000 implements MigrationInterface {
  name = 'Record1700000012000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
alter table child drop constraint child_state_check,
  add constraint child_state_check check (state in ('known', 'unresolved', 'merged', 'sealed', 'erased'));

-- Marks hold for the person, not for the row: a file that brings the person again does not lift them.
alter table carer
  add column public_id uuid not null default gen_random_uuid() unique,
  add column kind text not null default 'carer' check (kind in ('carer', 'household', 'family', 'associate')),
  add column begins_on date,
  add column interpreter_needed boolean,
  add column do_not_tell boolean not null default false,
  -- the one way in which this person may be reached without danger; every other is then kept back
  add column safe_contact text;
alter table home_education add column public_id uuid not null default gen_random_uuid() unique;
alter table child_address add column protection text
  check (protection in ('refuge', 'court_order', 'witness_protection', 'forced_marriage', 'honour_based_abuse', 'adoption', 'other'));

create table sibling (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  child_id uuid not null references child,
  sibling_id uuid not null references child,
  kind text not null check (kind in ('full', 'half', 'step', 'foster', 'adoptive', 'other')),
  ends_on date,
  ${provenance}
);
create index sibling_child on sibling (child_id);
create index sibling_other on sibling (sibling_id);

-- Education that the authority arranges otherwise than at a school, or at a provider that keeps no roll.
create table arranged_education (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  child_id uuid not null references child,
  kind text not null check (kind in ('eotas', 'alternative_provision')),
  provider text,
  hours_per_week numeric(4, 1),
  begins_on date not null,
  ends_on date,
  ${provenance},
  check (ends_on is null or ends_on >= begins_on)
);
create index arranged_education_child on arranged_education (child_id);

create table special_needs (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  child_id uuid not null references child,
  support text not null check (support in ('none', 'sen_support', 'ehc_plan')),
  needs text[] not null default '{}',
  review_on date,
  begins_on date not null,
  ends_on date,
  ${provenance},
  check (ends_on is null or ends_on >= begins_on)
);
create index special_needs_child on special_needs (child_id);

-- Which rows went from the one record to the other and what of them changed, so that parting puts each back.
create table child_merge (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  authority_id text not null,
  kept uuid not null references child,
  merged uuid not null references child,
  reason text not null,
  moved jsonb not null,
  made_by_unit text not null,
  made_by_user text not null,
  made_at timestamptz not null,
  undone_at timestamptz,
  undone_by_user text,
  undone_reason text,
  check (kept <> merged)
);
create unique index child_merge_in_force on child_merge (merged) where undone_at is null;

-- The only link between a sealed past and the present. What is proposed is kept here until a second officer confirms.
create table identity_seal (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  authority_id text not null,
  former uuid not null references child,
  present uuid references child,
  ground text not null check (ground in ('adoption', 'witness_protection', 'other')),
  reason text not null,
  proposed jsonb,
  proposed_by text not null,
  proposed_at timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  constraint identity_seal_two check (confirmed_by <> proposed_by),
  constraint identity_seal_done check ((present is null) = (confirmed_at is null) and (present is null) = (proposed is not null))
);
create unique index identity_seal_former on identity_seal (former);
create index identity_seal_present on identity_seal (present);

-- The child that a public id means now: a joined record leads to the one that is kept, over any number of steps.
create function child_meant(given uuid) returns uuid language sql stable parallel safe as $$
  with recursive meant(id, state, merged_into) as (
    select c.id, c.state, c.merged_into from child c where c.public_id = given
    union
    select c.id, c.state, c.merged_into from meant m join child c on c.id = m.merged_into where m.state = 'merged'
  ) select id from meant where state = 'known'
$$;
grant execute on function child_meant(uuid) to rollcall_app;

create or replace function education_status(whom uuid, today date)
returns table (status text, since date, evidence text, as_of date) language sql stable parallel safe as $$
  with excluded as (
    select min(x.begins_at at time zone 'Europe/London')::date as since, max(x.as_of) as as_of from circumstance x
    where x.child_id = whom and x.kind = 'RISK_GROUP' and x.detail = 'PERMANENTLY_EXCLUDED' and x.ends_at is null
    having count(*) > 0
  ), roll as (
    select * from registration r where r.child_id = whom and r.begins_on <= today and (r.ends_on is null or r.ends_on > today)
      -- A name stays on the roll while the governors look at the exclusion: that is no education.
      and (r.kind = 'alternative_provision' or not exists (select 1 from excluded x where x.since > r.begins_on and x.since <= today))
  ), last_roll as (
    select * from registration r where r.child_id = whom and r.ends_on <= today order by r.ends_on desc limit 1
  )
  select s.status, s.since, s.evidence, s.as_of from (
    select 1 as rank, case
        when (select count(*) from roll where kind in ('main', 'part_time')) > 0 and (select count(*) from roll) > 1 then 'DUAL_REGISTERED'
        when r.kind = 'alternative_provision' then 'ALTERNATIVE_PROVISION'
        when r.kind = 'part_time' then 'ON_ROLL_PART_TIME'
        else 'ON_ROLL' end as status, r.begins_on as since, 'school roll' as evidence, r.as_of
      from roll r
    union all
    select 2, case a.kind when 'eotas' then 'EOTAS' else 'ALTERNATIVE_PROVISION' end, a.begins_on, 'arranged by the authority', a.as_of
      from arranged_education a where a.child_id = whom and a.begins_on <= today and (a.ends_on is null or a.ends_on > today)
    union all
    select 3, case when h.state = 'not_suitable' then 'EHE_UNSUITABLE' else 'EHE' end, h.begins_on, 'home education notice', h.as_of
      from home_education h where h.child_id = whom and h.begins_on <= today and (h.ends_on is null or h.ends_on > today)
    union all
    select 4, case when l.destination_kind = 'abroad' then 'MOVED_ABROAD' else 'MOVED_TO_OTHER_LA' end, l.destination_confirmed_on, 'destination confirmed', l.as_of
      from last_roll l where l.destination_kind in ('abroad', 'authority') and l.destination_confirmed_on <= today
    union all
    select 5, case when today < school_age_begins(c.date_of_birth) then 'BELOW_SCHOOL_AGE' else 'ABOVE_SCHOOL_AGE' end, null, 'date of birth', c.as_of
      from child c where c.id = whom and (today < school_age_begins(c.date_of_birth) or today > school_age_ends(c.date_of_birth))
    union all
    select 6, 'EXCLUDED_AWAITING_PROVISION', x.since, 'permanent exclusion', x.as_of from excluded x where x.since <= today
    union all
    select 7, case when o.begins_at::date + 20 < today then 'PLACE_NOT_TAKEN_UP' else 'AWAITING_PLACE' end, o.begins_at::date, 'place offered', o.as_of
      from circumstance o where o.child_id = whom and o.kind = 'PLACE_OFFER' and o.ends_at is null
    union all
    select 8, case when k.classification = 'IDENTIFIED_NOT_LOCATED' then 'CME_NOT_LOCATED' else 'CME_LOCATED' end, k.opened_at::date, 'CME register', k.as_of
      from cme_case k where k.child_id = whom and k.state <> 'CLOSED'
    union all
    select 9, 'NOT_KNOWN', null, 'nothing held', null
  ) s order by s.rank, s.since desc nulls last limit 1
$$;

grant select, insert, update on sibling, arranged_education, special_needs to rollcall_app;
grant select, insert on child_merge, identity_seal to rollcall_app;
grant update (undone_at, undone_by_user, undone_reason) on child_merge to rollcall_app;
grant update (present, proposed, confirmed_by, confirmed_at) on identity_seal to rollcall_app;

-- What the retention role may destroy, and nothing else. INVARIANT: of a child with an open case, nothing.
create function has_open_case(whom uuid) returns boolean language sql stable as $$
  select exists (select 1 from child_family(whom) f(id) join cme_case k on k.child_id = f.id where k.state <> 'CLOSED')
    or exists (select 1 from identity_seal s join cme_case k on k.child_id = s.present where s.former = whom and k.state <> 'CLOSED')
$$;
create function erase_children(whom uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from unnest(whom) w(id) where has_open_case(w.id)) then raise exception 'a case is open'; end if;
  perform erase_exchanges('alert', array(select id from alert where child_id = any(whom)));
  perform erase_exchanges('enquiry', array(select id from enquiry where child_id = any(whom)));
  perform erase_exchanges('notification', array(select id from notification where child_id = any(whom)));
  update notification set transfer_id = null where transfer_id in (select id from circumstance where child_id = any(whom));
  update emergency_use set ${EMERGENCY} where child_id = any(whom);
  update correction set was = '{}', reason = '', reference = '', corrected_by_user = '' where child_id = any(whom);
  update child_merge set moved = '[]', reason = '', undone_reason = null, made_by_user = '', undone_by_user = null
    where kept = any(whom) or merged = any(whom);
  update identity_seal set reason = '' where former = any(whom) or present = any(whom);
  ${FACTS.map((table) => `delete from ${table} where child_id = any(whom);`).join('\n  ')}
  delete from sibling where sibling_id = any(whom);
  update child set state = 'erased', date_of_birth = null, sex = null, version = version + 1, source = 'erased',
    entered_by = 'erased', confirmed_by = null where id = any(whom);
end $$;
create function erase_exchanges(what text, which uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  case what
    when 'alert' then
      delete from alert_addition where alert_id = any(which);
      update alert set text = null, details = '{}', raised_by_user = '', raised_by_job = '', reference = '', withdrawn_reason = null
        where id = any(which);
    when 'enquiry' then
      update enquiry_recipient set answer = null, answered_by = null, withheld_reason = null, withheld_decided_by = null
        where enquiry_id = any(which);
      update enquiry set question = '', from_user = '', reference = '' where id = any(which);
    when 'notification' then
      update notification set text = null, reference = '', acknowledged_by = null where id = any(which);
  end case;
end $$;
create function erase_facts(what text, which uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  case what
    when 'child_address' then delete from child_address where id = any(which) and ends_on is not null;
    when 'carer' then delete from carer where id = any(which) and ends_on is not null;
    when 'watch' then delete from watch where id = any(which) and ends_at is not null;
    when 'circumstance' then
      update notification set transfer_id = null where transfer_id = any(which);
      delete from circumstance where id = any(which) and ends_at is not null;
  end case;
end $$;
grant execute on function has_open_case(uuid) to rollcall_app;
grant execute on function erase_children(uuid[]), erase_exchanges(text, uuid[]), erase_facts(text, uuid[]) to rollcall_retention;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop function erase_facts(text, uuid[]);
drop function erase_children(uuid[]);
drop function erase_exchanges(text, uuid[]);
drop function has_open_case(uuid);
drop function child_meant(uuid);
create or replace function education_status(whom uuid, today date)
returns table (status text, since date, evidence text, as_of date) language sql stable parallel safe as $$
  with roll as (
    select * from registration r where r.child_id = whom and r.begins_on <= today and (r.ends_on is null or r.ends_on > today)
  ), last_roll as (
    select * from registration r where r.child_id = whom and r.ends_on <= today order by r.ends_on desc limit 1
  )
  select s.status, s.since, s.evidence, s.as_of from (
    select 1 as rank, case
        when (select count(*) from roll where kind in ('main', 'part_time')) > 0 and (select count(*) from roll) > 1 then 'DUAL_REGISTERED'
        when r.kind = 'alternative_provision' then 'ALTERNATIVE_PROVISION'
        when r.kind = 'part_time' then 'ON_ROLL_PART_TIME'
        else 'ON_ROLL' end as status, r.begins_on as since, 'school roll' as evidence, r.as_of
      from roll r
    union all
    select 2, case when h.state = 'not_suitable' then 'EHE_UNSUITABLE' else 'EHE' end, h.begins_on, 'home education notice', h.as_of
      from home_education h where h.child_id = whom and h.begins_on <= today and (h.ends_on is null or h.ends_on > today)
    union all
    select 3, case when l.destination_kind = 'abroad' then 'MOVED_ABROAD' else 'MOVED_TO_OTHER_LA' end, l.destination_confirmed_on, 'destination confirmed', l.as_of
      from last_roll l where l.destination_kind in ('abroad', 'authority') and l.destination_confirmed_on <= today
    union all
    select 4, case when today < school_age_begins(c.date_of_birth) then 'BELOW_SCHOOL_AGE' else 'ABOVE_SCHOOL_AGE' end, null, 'date of birth', c.as_of
      from child c where c.id = whom and (today < school_age_begins(c.date_of_birth) or today > school_age_ends(c.date_of_birth))
    union all
    select 5, case when o.begins_at::date + 20 < today then 'PLACE_NOT_TAKEN_UP' else 'AWAITING_PLACE' end, o.begins_at::date, 'place offered', o.as_of
      from circumstance o where o.child_id = whom and o.kind = 'PLACE_OFFER' and o.ends_at is null
    union all
    select 6, case when k.classification = 'IDENTIFIED_NOT_LOCATED' then 'CME_NOT_LOCATED' else 'CME_LOCATED' end, k.opened_at::date, 'CME register', k.as_of
      from cme_case k where k.child_id = whom and k.state <> 'CLOSED'
    union all
    select 9, 'NOT_KNOWN', null, 'nothing held', null
  ) s order by s.rank, s.since desc nulls last limit 1
$$;
drop table identity_seal, child_merge, special_needs, arranged_education, sibling;
alter table child_address drop column protection;
alter table home_education drop column public_id;
alter table carer drop column public_id, drop column kind, drop column begins_on, drop column interpreter_needed,
  drop column do_not_tell, drop column safe_contact;
alter table child drop constraint child_state_check,
  add constraint child_state_check check (state in ('known', 'unresolved', 'merged'));
`);
  }
}
