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
  primary key (organisation, day, trace, asker, variant)
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

-- Positions become visible in their own order, so that a reader who has read past one never misses a lower one that
-- commits later. Row by row: a statement that brings none waits for nobody.
create function told_in_order() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7237122);
  new.position := nextval(tg_argv[0]);
  return new;
end $$;

-- What the home authority's data-protection unit is told of it: who looked and from where, never for whom.
create sequence looking_report_position;
create table looking_report (
  id uuid primary key,
  position bigint not null unique,
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
alter sequence looking_report_position owned by looking_report.position;
create index looking_report_inbox on looking_report (authority_id, position);
create index looking_report_at on looking_report (at);
create trigger looking_report_in_order before insert on looking_report
  for each row execute function told_in_order('looking_report_position');

alter table look_back add column public_id uuid not null default gen_random_uuid() unique;
-- The day of a look that is told once a day; null = told each time.
alter table look_back add column once_on date;
create unique index look_back_once on look_back (child_id, unit_id, user_name, why, once_on);
create sequence look_back_position;
alter table look_back add column position bigint unique;
update look_back l set position = p.position
  from (select id, nextval('look_back_position') as position from (select id from look_back order by at, id) o) p
  where p.id = l.id;
alter table look_back alter column position set not null;
alter sequence look_back_position owned by look_back.position;
create trigger look_back_in_order before insert on look_back
  for each row execute function told_in_order('look_back_position');

-- The record that a child's own id leads to by now: what was told of one that was joined to another is read there.
create function child_now(own uuid) returns uuid language sql stable parallel safe as $$
  with recursive meant(id, state, merged_into) as (
    select c.id, c.state, c.merged_into from child c where c.id = own
    union
    select c.id, c.state, c.merged_into from meant m join child c on c.id = m.merged_into where m.state = 'merged'
  ) select id from meant where state <> 'merged'
$$;
grant execute on function child_now(uuid) to rollcall_app;

grant select, insert, update, delete on look_count, look_sign to rollcall_app;
grant select, insert, delete on look_trace, looking_report to rollcall_app;
grant usage on sequence look_back_position, looking_report_position to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop function child_now(uuid);
drop trigger look_back_in_order on look_back;
drop index look_back_once;
alter table look_back drop column position, drop column once_on, drop column public_id;
drop table looking_report, look_sign, look_trace, look_count;
drop function told_in_order();
`);
  }
}
