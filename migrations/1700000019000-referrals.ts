import type { MigrationInterface, QueryRunner } from 'typeorm';

const TYPES = ['ALERT_ROUTED', 'FLAG_LIFTED'];

/** The paper forms of a concern, how it is triaged, and flags on the systems of partners. */
export class Referrals1700000019000 implements MigrationInterface {
  name = 'Referrals1700000019000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- The states of src/procedures/referral.transitions.ts.
alter table alert drop constraint alert_state_check;
update alert set state = case state when 'NOT_CME' then 'ROUTED' else 'DEALT_WITH' end where state in ('NOT_CME', 'CLOSED');
alter table alert
  add constraint alert_state_check
    check (state in ('RECEIVED', 'RETURNED', 'ACCEPTED', 'ROUTED', 'IN_CASE', 'DEALT_WITH', 'WITHDRAWN')),
  -- an event of procedure-words.yaml: what triage found
  add column finding text,
  -- of RETURNED: what has to come before it is accepted
  add column lacking text[] not null default '{}',
  add column routed_school text references organisation,
  add constraint alert_lacking check ((state = 'RETURNED') = (lacking <> '{}'));

-- A form as its raiser filled it, and what came later to complete it. Nothing of it is ever changed.
create table alert_form (
  id uuid primary key,
  alert_id uuid not null references alert,
  kind text not null check (kind in ('MEMO', 'HUB_REFERRAL', 'COMPLETION')),
  fields jsonb not null,
  given_by_user text not null,
  given_at timestamptz not null
);
create index alert_form_alert on alert_form (alert_id, given_at);
create unique index alert_form_one on alert_form (alert_id) where kind <> 'COMPLETION';

-- Whom the team asked to hold a flag on its own system, and what came of it.
create table flag_placement (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  child_id uuid not null references child,
  authority_id text not null,
  -- an organisation, or a unit of the authority
  holder_id text not null,
  state text not null check (state in ('ASKED', 'PLACED', 'REFUSED', 'LIFTED')),
  asked_at timestamptz not null,
  asked_by text not null,
  answered_at timestamptz,
  refusal text,
  recheck_on date,
  rechecked_at timestamptz,
  lifted_at timestamptz,
  lifted_because text,
  constraint flag_placement_state check ((state = 'PLACED') = (recheck_on is not null)
    and (refusal is null or state in ('REFUSED', 'LIFTED')) and (state <> 'REFUSED' or refusal is not null)
    and (state = 'LIFTED') = (lifted_at is not null) and (lifted_at is null) = (lifted_because is null))
);
create unique index flag_placement_one on flag_placement (child_id, holder_id) where state <> 'LIFTED';
create index flag_placement_authority on flag_placement (authority_id, asked_at, public_id);
create index flag_placement_holder on flag_placement (holder_id, asked_at, public_id);

-- Whatever types there are by now, and these.
do $$
declare kinds text;
begin
  select string_agg(quote_literal(m[1]), ', ') into kinds from pg_constraint c,
    regexp_matches(pg_get_constraintdef(c.oid), '''([A-Z_]+)''', 'g') m
    where c.conname = 'notification_type_check' and c.conrelid = 'notification'::regclass;
  alter table notification drop constraint notification_type_check;
  execute format('alter table notification add constraint notification_type_check check (type in (%s, ${TYPES.map((type) => `''${type}''`).join(', ')}))', kinds);
end $$;

alter function erase_exchanges(text, uuid[]) rename to erase_exchange_words;
revoke execute on function erase_exchange_words(text, uuid[]) from rollcall_retention;
create function erase_exchanges(what text, which uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if what = 'alert' then delete from alert_form where alert_id = any(which); end if;
  perform erase_exchange_words(what, which);
end $$;
revoke execute on function erase_exchanges(text, uuid[]) from public;
alter function erase_children(uuid[]) rename to erase_case_records;
revoke execute on function erase_case_records(uuid[]) from rollcall_retention;
create function erase_children(whom uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform erase_case_records(whom);
  delete from flag_placement where child_id = any(whom);
end $$;
revoke execute on function erase_children(uuid[]) from public;

grant select, insert on alert_form to rollcall_app;
grant select, insert, update on flag_placement to rollcall_app;
grant execute on function erase_children(uuid[]), erase_exchanges(text, uuid[]) to rollcall_retention;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop function erase_children(uuid[]);
alter function erase_case_records(uuid[]) rename to erase_children;
drop function erase_exchanges(text, uuid[]);
alter function erase_exchange_words(text, uuid[]) rename to erase_exchanges;
grant execute on function erase_children(uuid[]), erase_exchanges(text, uuid[]) to rollcall_retention;
delete from notification where type in (${TYPES.map((type) => `'${type}'`).join(', ')});
do $$
declare kinds text;
begin
  select string_agg(quote_literal(m[1]), ', ') into kinds from pg_constraint c,
    regexp_matches(pg_get_constraintdef(c.oid), '''([A-Z_]+)''', 'g') m
    where c.conname = 'notification_type_check' and c.conrelid = 'notification'::regclass
      and m[1] not in (${TYPES.map((type) => `'${type}'`).join(', ')});
  alter table notification drop constraint notification_type_check;
  execute format('alter table notification add constraint notification_type_check check (type in (%s))', kinds);
end $$;
drop table flag_placement, alert_form;
alter table alert drop constraint alert_state_check, drop constraint alert_lacking, drop column finding, drop column lacking,
  drop column routed_school;
update alert set state = case when state = 'ROUTED' then 'NOT_CME' when state = 'DEALT_WITH' then 'CLOSED'
  when state = 'RETURNED' then 'RECEIVED' when state = 'IN_CASE' then 'ACCEPTED' else state end;
alter table alert add constraint alert_state_check check (state in ('RECEIVED', 'ACCEPTED', 'NOT_CME', 'CLOSED', 'WITHDRAWN'));
`);
  }
}
