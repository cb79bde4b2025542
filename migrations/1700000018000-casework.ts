import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happens in a case, who agreed to it, what was noted, checked and escalated, and how it was closed. */
export class Casework1700000018000 implements MigrationInterface {
  name = 'Casework1700000018000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- What the steps of the procedure begin and end with, in the words of procedure-words.yaml. Events are facts: none is
-- changed or taken back; a later one says that it is otherwise now. child_id alone moves, when two records are joined.
create table case_event (
  id uuid primary key,
  position bigint generated always as identity unique,
  child_id uuid not null references child,
  authority_id text not null,
  case_id uuid references cme_case,
  kind text not null,
  -- of STEP_DONE and STEP_DROPPED: the row of the procedure
  step text,
  -- what it is about where several stand side by side: the public id of an alert, of one who was asked, of a visit
  about text,
  at timestamptz not null,
  detail jsonb not null default '{}',
  source text not null,
  entered_by text not null,
  recorded_at timestamptz not null,
  constraint case_event_step check ((kind in ('STEP_DONE', 'STEP_DROPPED')) = (step is not null))
);
create index case_event_child on case_event (child_id, at);
create index case_event_case on case_event (case_id) where case_id is not null;

-- CLOSED with an alert that stands = inactive (S3); the entry is closed to whoever asks whether there is a case.
alter table cme_case
  add column standing_alert boolean not null default false,
  add column commentary text,
  add column hours numeric(4, 1) check (hours between 0 and 100),
  add column lead text[] not null default '{}',
  add column support text[] not null default '{}',
  add column assigned_to text,
  add column assigned_name text,
  -- to whom the case is offered; whoever holds it keeps it until it is taken
  add column handover_to text,
  add constraint cme_case_standing_alert check (not standing_alert or state = 'CLOSED');

-- A change of status, rating or commentary that waits for whoever the policy names.
create table case_change (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  case_id uuid not null references cme_case,
  classification text check (classification in ('AT_RISK', 'IDENTIFIED_LOCATED', 'IDENTIFIED_NOT_LOCATED', 'NOT_SUITABLE_LEVEL')),
  rag text check (rag in ('RED', 'AMBER', 'GREEN')),
  commentary text,
  review_on date,
  reason text not null,
  state text not null check (state in ('PROPOSED', 'AUTHORISED', 'REFUSED', 'WITHDRAWN')),
  proposed_by text not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  -- of a meeting: which group, of how many, how many came
  meeting jsonb,
  constraint case_change_decided check ((state = 'PROPOSED') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint case_change_two check (state <> 'AUTHORISED' or meeting is not null or decided_by <> proposed_by)
);
create index case_change_case on case_change (case_id);
create unique index case_change_one on case_change (case_id) where state = 'PROPOSED';

create table case_note (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  case_id uuid not null references cme_case,
  kind text not null check (kind in ('NOTE', 'VISIT')),
  text text not null,
  at timestamptz not null,
  outcome text check (outcome in ('CHILD_SEEN', 'FAMILY_GONE', 'NO_ANSWER')),
  risk text check (risk in ('LOW', 'MEDIUM', 'HIGH')),
  source text not null,
  entered_by text not null,
  recorded_at timestamptz not null,
  constraint case_note_visit check ((kind = 'VISIT') = (outcome is not null) and (kind = 'VISIT') = (risk is not null))
);
create index case_note_case on case_note (case_id, at);

-- One line of the list of checks: made on that day, or not applicable because. The newest line of a check counts.
create table case_check (
  id uuid primary key,
  case_id uuid not null references cme_case,
  check_code text not null,
  result text not null check (result in ('DONE', 'NOT_APPLICABLE')),
  because text,
  made_at timestamptz not null,
  source text not null,
  entered_by text not null,
  recorded_at timestamptz not null,
  constraint case_check_because check ((result = 'NOT_APPLICABLE') = (because is not null))
);
create index case_check_case on case_check (case_id, check_code, made_at);

create table case_evidence (
  id uuid primary key,
  case_id uuid not null references cme_case,
  evidence text not null,
  text text not null,
  given_at timestamptz not null,
  source text not null,
  entered_by text not null
);
create index case_evidence_case on case_evidence (case_id, evidence);

-- A way of ending the case that is proposed, for those whom the policy names to sign, each another person. Where one alone
-- signs it is not whoever proposed.
create table case_closing (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  case_id uuid not null references cme_case,
  outcome text not null,
  state text not null check (state in ('PROPOSED', 'DONE', 'WITHDRAWN')),
  signers integer not null,
  proposed_by text not null,
  proposed_name text not null,
  proposed_at timestamptz not null
);
create unique index case_closing_one on case_closing (case_id) where state = 'PROPOSED';
create index case_closing_case on case_closing (case_id);

create table case_signature (
  closing_id uuid not null references case_closing,
  party text not null,
  signed_by text not null,
  signed_name text not null,
  signed_at timestamptz not null,
  primary key (closing_id, party),
  unique (closing_id, signed_by)
);
create function signature_takes_another() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  if exists (select 1 from public.case_closing c where c.id = new.closing_id and c.signers < 2 and c.proposed_by = new.signed_by) then
    raise exception 'a closing takes two people';
  end if;
  return new;
end $$;
revoke execute on function signature_takes_another() from public;
create trigger signature_takes_another before insert on case_signature
  for each row execute function signature_takes_another();

-- A late step, and whose it became. Once for each step and party.
create table case_escalation (
  id uuid primary key,
  child_id uuid not null references child,
  authority_id text not null,
  step text not null,
  about text,
  since timestamptz not null,
  party text not null,
  due_on date not null,
  at timestamptz not null,
  recorded_at timestamptz not null
);
create index case_escalation_child on case_escalation (child_id);
create unique index case_escalation_once on case_escalation (child_id, step, coalesce(about, ''), since, party);

create or replace function erase_children(whom uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  cases uuid[] := array(select id from cme_case where child_id = any(whom));
begin
  perform erase_records(whom);
  delete from lookup_review where child_id = any(whom);
  update lookup_review set nearest = array(select n from unnest(nearest) n where n <> all(whom)) where nearest && whom;
  delete from case_escalation where child_id = any(whom);
  delete from case_event where child_id = any(whom);
  delete from case_note where case_id = any(cases);
  delete from case_check where case_id = any(cases);
  delete from case_evidence where case_id = any(cases);
  delete from case_change where case_id = any(cases);
  delete from case_signature where closing_id in (select id from case_closing where case_id = any(cases));
  delete from case_closing where case_id = any(cases);
  update cme_case set commentary = null, hours = null, lead = '{}', support = '{}', assigned_to = null, assigned_name = null,
    handover_to = null, standing_alert = false where id = any(cases);
end $$;

grant select, insert on case_event, case_note, case_check, case_evidence, case_signature, case_escalation to rollcall_app;
grant select, insert on case_change, case_closing to rollcall_app;
grant update (child_id) on case_event, case_escalation to rollcall_app;
grant update (state, decided_by, decided_name, decided_at, meeting) on case_change to rollcall_app;
grant update (state) on case_closing to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
create or replace function erase_children(whom uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform erase_records(whom);
  delete from lookup_review where child_id = any(whom);
  update lookup_review set nearest = array(select n from unnest(nearest) n where n <> all(whom)) where nearest && whom;
end $$;
drop table case_escalation, case_signature, case_closing, case_evidence, case_check, case_note, case_change;
drop function signature_takes_another();
alter table cme_case drop constraint cme_case_standing_alert, drop column standing_alert,
  drop column commentary, drop column hours, drop column lead, drop column support, drop column assigned_to, drop column assigned_name,
  drop column handover_to;
drop table case_event;
`);
  }
}
