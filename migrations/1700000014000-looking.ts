import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Limits on looking, and who is told of a look at a flagged child. Askers, criteria and their values stand here as keyed
 * hashes alone; a trace goes with its day.
 */
export class Looking1700000014000 implements MigrationInterface {
  name = 'Looking1700000014000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- How much an asker (a person at a client, or a role of an organisation) has spent in an hour or a day.
create table look_count (
  asker text not null,
  span text not null check (span in ('hour', 'day')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  spent integer not null check (spent >= 0),
  primary key (asker, span, starts_at)
);
create index look_count_end on look_count (ends_at);

-- Looks in vain, so that those which differ in one thing alone are seen as one: what they share, and how they differ.
create table look_trace (
  organisation text not null,
  day date not null,
  trace text not null,
  variant text not null,
  asker text not null,
  primary key (organisation, day, trace, variant)
);
create index look_trace_day on look_trace (day);

-- What was recognised, and what came of it.
create table look_sign (
  asker text not null,
  kind text not null check (kind in ('BUDGET', 'NARROWING', 'SEQUENCE')),
  step text not null check (step in ('SLOWED', 'STOPPED')),
  day date not null,
  steps integer not null,
  at timestamptz not null,
  primary key (asker, day, kind, step)
);
create index look_sign_at on look_sign (at);

-- What the home authority's data-protection unit is told of it: who looked and from where, never for whom.
create table looking_report (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  authority_id text not null,
  kind text not null,
  step text not null,
  whose text not null check (whose in ('PERSON', 'ORGANISATION')),
  organisation_id text not null,
  unit_id text not null,
  user_name text not null,
  job text not null,
  purpose text not null,
  reference text not null,
  at timestamptz not null
);
create index looking_report_inbox on looking_report (authority_id, at, id);

alter table look_back add column public_id uuid not null default gen_random_uuid() unique;
-- The day of a look that is told once a day; null = told each time.
alter table look_back add column once_on date;
create unique index look_back_once on look_back (child_id, unit_id, user_name, why, once_on);
create index look_back_inbox on look_back (at, id);

grant select, insert, update, delete on look_count, look_sign to rollcall_app;
grant select, insert, delete on look_trace to rollcall_app;
grant select, insert on looking_report to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop index look_back_inbox, look_back_once;
alter table look_back drop column once_on, drop column public_id;
drop table looking_report, look_sign, look_trace, look_count;
`);
  }
}
