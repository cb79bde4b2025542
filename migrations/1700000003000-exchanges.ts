import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts, enquiries, notifications and the outcomes of idempotent mutations. */
export class Exchanges1700000003000 implements MigrationInterface {
  name = 'Exchanges1700000003000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
create table alert (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  position bigint generated always as identity unique,
  authority_id text not null,
  child_id uuid not null references child,
  raised_by_organisation text not null,
  raised_by_unit text not null,
  raised_by_user text not null,
  raised_by_job text not null,
  reference text not null,
  reason text not null,
  text text,
  details jsonb not null default '{}',
  state text not null check (state in ('RECEIVED', 'ACCEPTED', 'NOT_CME', 'CLOSED', 'WITHDRAWN')),
  outcome_kind text,
  raised_at timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by text,
  closed_at timestamptz,
  routed_to text references unit,
  withdrawn_reason text,
  version integer not null default 1
);
create index alert_child on alert (child_id);
create index alert_authority on alert (authority_id, raised_at, public_id);
create index alert_raiser on alert (raised_by_unit, raised_at, public_id);

-- What the raiser adds later stands beside its first words, never in their place.
create table alert_addition (
  id uuid primary key,
  alert_id uuid not null references alert,
  text text not null,
  added_by_user text not null,
  added_at timestamptz not null
);
create index alert_addition_alert on alert_addition (alert_id);

create table enquiry (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  authority_id text not null,
  child_id uuid not null references child,
  from_organisation text not null,
  from_unit text not null,
  from_user text not null,
  purpose text not null,
  reference text not null,
  question text not null,
  check_kind text,
  sent_at timestamptz not null,
  due_on date,
  state text not null check (state in ('OPEN', 'ANSWERED', 'WITHDRAWN')),
  accepted_at timestamptz,
  version integer not null default 1
);
create index enquiry_child on enquiry (child_id);
create index enquiry_sender on enquiry (from_organisation, sent_at, id);

create table enquiry_recipient (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  enquiry_id uuid not null references enquiry,
  organisation_id text not null,
  state text not null check (state in ('WAITING', 'ANSWERED', 'WITHHELD', 'WITHDRAWN')),
  outcome text check (outcome in ('KNOWN', 'NOT_KNOWN', 'NOTHING_HELD', 'CANNOT_SEARCH', 'WITHHELD')),
  answer jsonb,
  answered_by text,
  answered_at timestamptz,
  withheld_reason text,
  withheld_decided_by text,
  withheld_review_on date,
  unique (enquiry_id, organisation_id)
);
create index enquiry_recipient_open on enquiry_recipient (organisation_id, enquiry_id);

create table notification (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  position bigint generated always as identity unique,
  authority_id text not null,
  child_id uuid not null references child,
  from_organisation text not null,
  from_unit text not null,
  to_organisation text not null,
  type text not null check (type in ('MOVED_IN', 'MOVED_OUT', 'LOCATED_HERE', 'TRANSFER_PROPOSED', 'TRANSFER_ACCEPTED',
    'TRANSFER_DECLINED', 'LOST_PUPIL', 'LOST_PUPIL_FOUND', 'ROLL_CHANGE', 'HOME_EDUCATION', 'FLAG_REQUESTED', 'CORRECTION')),
  purpose text not null,
  reference text not null,
  text text,
  transfer_id uuid references circumstance,
  in_reply_to uuid unique references notification,
  copy_of uuid references notification,
  sent_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text
);
create index notification_inbox on notification (to_organisation, position);
create index notification_sender on notification (from_organisation, position);
create index notification_child on notification (child_id);

-- Positions become visible in their own order, so that a reader who has read past one never misses a lower one
-- that commits later. Fires before the first position is drawn; the lock ends with the transaction.
create function notification_in_order() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7237120);
  return null;
end $$;
create trigger notification_in_order before insert on notification
  for each statement execute function notification_in_order();

create function alert_in_order() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7237121);
  return null;
end $$;
create trigger alert_in_order before insert on alert for each statement execute function alert_in_order();

create table idempotency_key (
  client_id text not null,
  key text not null,
  body_digest bytea not null,
  outcome jsonb,
  created_at timestamptz not null default now(),
  primary key (client_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);

grant select, insert on alert_addition to rollcall_app;
grant select, insert, update on alert, enquiry, enquiry_recipient, notification to rollcall_app;
grant select, insert, update, delete on idempotency_key to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop table idempotency_key, notification, enquiry_recipient, enquiry, alert_addition, alert;
drop function alert_in_order();
drop function notification_in_order();
`);
  }
}
