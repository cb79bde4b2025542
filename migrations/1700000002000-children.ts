import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every fact carries its provenance: source organisation, as of, entered by, and whether it is confirmed. */
const provenance = `
  source text not null,
  as_of date not null default current_date,
  entered_by text not null default 'system',
  recorded_at timestamptz not null default now(),
  confirmed_at timestamptz,
  confirmed_by text`;

export class Children1700000002000 implements MigrationInterface {
  name = 'Children1700000002000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
create function name_key(word text) returns text language sql immutable strict parallel safe as $$
  select regexp_replace(lower(normalize(translate(normalize(word, NFKD), U&'\\0300\\0301\\0302\\0303\\0304\\0306\\0307\\0308\\030A\\030B\\030C\\0323\\0326\\0327\\0328', ''), NFC)), '[^[:alnum:]]', '', 'g')
$$;

create table child (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  home_authority text not null,
  state text not null default 'known' check (state in ('known', 'unresolved', 'merged')),
  merged_into uuid references child,
  date_of_birth date,
  sex text check (sex in ('F', 'M', 'U')),
  version integer not null default 1,
  ${provenance}
);
create index child_date_of_birth on child (date_of_birth) where state = 'known';

create table child_name (
  id uuid primary key,
  child_id uuid not null references child,
  kind text not null check (kind in ('legal', 'known_as', 'former', 'transliteration')),
  forename text not null,
  middle_names text,
  surname text not null,
  forename_key text generated always as (name_key(forename)) stored,
  surname_key text generated always as (name_key(surname)) stored,
  begins_on date,
  ends_on date,
  ${provenance}
);
create index child_name_child on child_name (child_id);
create index child_name_keys on child_name (surname_key, forename_key);

create table child_identifier (
  id uuid primary key,
  child_id uuid not null references child,
  kind text not null check (kind in ('upn', 'uln', 'nhs_number')),
  value text not null,
  -- claimed: what a partner said of an unresolved subject; never matched on
  state text not null default 'current' check (state in ('current', 'former', 'claimed')),
  begins_on date,
  ends_on date,
  ${provenance}
);
create unique index child_identifier_current on child_identifier (kind, value) where state = 'current';
create index child_identifier_value on child_identifier (kind, value);
create index child_identifier_child on child_identifier (child_id);

create table child_address (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  child_id uuid not null references child,
  kind text not null default 'home' check (kind in ('home', 'temporary', 'believed', 'unknown')),
  line1 text,
  line2 text,
  town text,
  postcode text,
  uprn text,
  authority_id text,
  protected boolean not null default false,
  begins_on date,
  ends_on date,
  ${provenance}
);
create index child_address_child on child_address (child_id);
create index child_address_authority on child_address (authority_id) where ends_on is null;

create table carer (
  id uuid primary key,
  child_id uuid not null references child,
  title text,
  forename text,
  surname text,
  relationship text,
  parental_responsibility boolean,
  phones text[] not null default '{}',
  emails text[] not null default '{}',
  language text,
  lives_with_child boolean,
  ends_on date,
  ${provenance}
);
create index carer_child on carer (child_id);

create table registration (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  child_id uuid not null references child,
  organisation_id text not null,
  begins_on date not null,
  ends_on date,
  last_attended_on date,
  year_group text,
  kind text not null default 'main' check (kind in ('main', 'dual_subsidiary', 'part_time', 'alternative_provision')),
  hours_per_week numeric(4, 1),
  removal_ground text,
  destination_kind text check (destination_kind in ('school', 'authority', 'abroad', 'home_education', 'unknown')),
  destination text,
  destination_confirmed_on date,
  ${provenance},
  check (ends_on is null or ends_on >= begins_on)
);
create index registration_child on registration (child_id);
create index registration_current on registration (organisation_id, child_id) where ends_on is null;

create table home_education (
  id uuid primary key,
  child_id uuid not null references child,
  state text not null check (state in ('notified', 'not_yet_established', 'suitable', 'not_suitable')),
  begins_on date not null,
  ends_on date,
  ${provenance}
);
create index home_education_child on home_education (child_id);

-- A dated fact about a child that an organisation holds: the ground of most kinds of standing.
create table circumstance (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  child_id uuid not null references child,
  kind text not null check (kind in ('OPEN_CASE', 'PLACE_OFFER', 'MISSING_EPISODE', 'CHILD_PROTECTION',
    'LOOKED_AFTER', 'LOCATION_PROTECTION', 'LOST_PUPIL_MESSAGE', 'RISK_GROUP', 'TRANSFER')),
  organisation_id text not null,
  unit_id text,
  detail text,
  reference text,
  begins_at timestamptz not null,
  ends_at timestamptz,
  ended_by text,
  lift_proposed_by text,
  lift_proposed_at timestamptz,
  ${provenance},
  check (ends_at is null or ends_at >= begins_at)
);
create index circumstance_child on circumstance (child_id, kind) where ends_at is null;
create index circumstance_child_all on circumstance (child_id);

create table cme_case (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  child_id uuid not null references child,
  authority_id text not null,
  state text not null check (state in ('OPEN', 'DORMANT', 'CLOSED')),
  classification text check (classification in ('AT_RISK', 'IDENTIFIED_LOCATED', 'IDENTIFIED_NOT_LOCATED', 'NOT_SUITABLE_LEVEL')),
  rag text check (rag in ('RED', 'AMBER', 'GREEN')),
  opened_at timestamptz not null,
  review_on date,
  closed_at timestamptz,
  close_reason text,
  version integer not null default 1,
  ${provenance}
);
create unique index cme_case_one_open on cme_case (child_id) where state <> 'CLOSED';

create table watch (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  child_id uuid not null references child,
  organisation_id text not null,
  unit_id text not null,
  reason text,
  begins_at timestamptz not null,
  ends_at timestamptz,
  ${provenance}
);
create index watch_child on watch (child_id) where ends_at is null;

create table look_back (
  id uuid primary key,
  child_id uuid not null references child,
  organisation_id text not null,
  unit_id text not null,
  user_name text not null,
  job text not null,
  purpose text not null,
  reference text not null,
  why text not null,
  at timestamptz not null default now()
);
create index look_back_child on look_back (child_id);

-- Which unit leads or supports which at-risk group: the authority's own table; it assigns work, not sight.
create table risk_group_service (
  risk_group text not null,
  unit_id text not null,
  part text not null check (part in ('lead', 'support')),
  primary key (risk_group, unit_id)
);

-- Compulsory school age, Education Act 1996 s8: the first prescribed day on or after the fifth birthday.
create function school_age_begins(born date) returns date language sql immutable strict parallel safe as $$
  select min(day) from (
    select make_date(extract(year from born)::int + 5 + y, m, d) as day
    from (values (3, 31), (8, 31), (12, 31)) p(m, d), (values (0), (1)) n(y)
  ) days where day >= (born + interval '5 years')::date
$$;

-- The last Friday in June of the academic year (from 1 September) in which the child turns sixteen.
create function school_age_ends(born date) returns date language sql immutable strict parallel safe as $$
  select june - ((extract(isodow from june)::int + 2) % 7) from (
    select make_date(extract(year from b.sixteen)::int + case when extract(month from b.sixteen) >= 9 then 1 else 0 end, 6, 30) as june
    from (select (born + interval '16 years')::date as sixteen) b
  ) j
$$;

-- Education status of a child on a day, with since when, on what evidence, and as of when. Derived, never stored.
create function education_status(whom uuid, today date)
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

grant execute on function name_key(text), school_age_begins(date), school_age_ends(date), education_status(uuid, date) to rollcall_app;
grant select on risk_group_service to rollcall_app;
grant select, insert, update on child, child_name, child_identifier, child_address, carer, registration,
  home_education, circumstance, cme_case, watch to rollcall_app;
grant select, insert on look_back to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop function education_status(uuid, date);
drop function school_age_ends(date);
drop function school_age_begins(date);
drop table risk_group_service, look_back, watch, cme_case, circumstance, home_education, registration, carer, child_address,
  child_identifier, child_name, child;
drop function name_key(text);
`);
  }
}
