import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Emergency access: who opened it for whom and why, how it was reviewed, and how often a unit may. */
export class Emergency1700000006000 implements MigrationInterface {
  name = 'Emergency1700000006000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- One row a declaration. What was declared is never rewritten: the hub may end it, review it, and match its subject.
create table emergency_use (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  authority_id text not null,
  child_id uuid not null references child,
  organisation_id text not null,
  unit_id text not null,
  subject text not null,
  user_name text not null,
  job text not null,
  reference text not null,
  risk text not null check (risk in ('RISK_TO_LIFE', 'SERIOUS_HARM', 'ABDUCTION', 'EXPLOITATION', 'TAKEN_ABROAD')),
  text text not null,
  declared_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  outcome text check (outcome in ('JUSTIFIED', 'NOT_JUSTIFIED', 'UNCLEAR')),
  review_text text,
  reviewed_at timestamptz,
  reviewed_by text,
  constraint emergency_use_ends check (expires_at > declared_at and expires_at <= declared_at + interval '4 hours'),
  constraint emergency_use_ended check ((ended_at is null) = (ended_by is null) and ended_at >= declared_at),
  constraint emergency_use_review check ((outcome is null) = (reviewed_at is null)
    and (outcome is null) = (reviewed_by is null) and (outcome is null) = (review_text is null)),
  constraint emergency_use_two_people check (reviewed_by <> subject)
);
create index emergency_use_child on emergency_use (child_id, unit_id);
create index emergency_use_queue on emergency_use (authority_id, declared_at, id);
create index emergency_use_unit on emergency_use (unit_id, declared_at);

-- How many uses a unit has in any 24 hours, where it is not the five of every unit: a force speaks through one unit.
create table emergency_allowance (
  unit_id text primary key references unit,
  per_day integer not null check (per_day > 0)
);

alter table notification drop constraint notification_type_check;
alter table notification add constraint notification_type_check check (type in ('MOVED_IN', 'MOVED_OUT', 'LOCATED_HERE',
  'TRANSFER_PROPOSED', 'TRANSFER_ACCEPTED', 'TRANSFER_DECLINED', 'LOST_PUPIL', 'LOST_PUPIL_FOUND', 'ROLL_CHANGE',
  'HOME_EDUCATION', 'FLAG_REQUESTED', 'CORRECTION', 'EMERGENCY_USED'));
alter table notification add column emergency_use_id uuid references emergency_use;
alter table notification add constraint notification_emergency check
  ((type = 'EMERGENCY_USED') = (emergency_use_id is not null));
create index notification_emergency_use on notification (emergency_use_id) where emergency_use_id is not null;

grant select, insert on emergency_use to rollcall_app;
grant update (child_id, ended_at, ended_by, outcome, review_text, reviewed_at, reviewed_by) on emergency_use to rollcall_app;
grant select on emergency_allowance to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
delete from notification where type = 'EMERGENCY_USED';
alter table notification drop column emergency_use_id;
alter table notification drop constraint notification_type_check;
alter table notification add constraint notification_type_check check (type in ('MOVED_IN', 'MOVED_OUT', 'LOCATED_HERE',
  'TRANSFER_PROPOSED', 'TRANSFER_ACCEPTED', 'TRANSFER_DECLINED', 'LOST_PUPIL', 'LOST_PUPIL_FOUND', 'ROLL_CHANGE',
  'HOME_EDUCATION', 'FLAG_REQUESTED', 'CORRECTION'));
drop table emergency_allowance, emergency_use;
`);
  }
}
