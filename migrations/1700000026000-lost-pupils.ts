import type { MigrationInterface, QueryRunner } from 'typeorm';

const TYPES = [
  'LOST_PUPIL_WITHDRAWN',
  'FOUND_MATCH',
  'ADDRESS_REPORTED',
  'DEPARTURE_REPORTED',
  'ADDRESS_CHANGED',
];
const listed = TYPES.map((type) => `'${type}'`).join(', ');

/** A check of words made anew: those that it knows by now, without and with these. */
const words = (
  table: string,
  column: string,
  without: readonly string[],
  more: readonly string[],
): string => `
do $$
declare kinds text;
begin
  select string_agg(quote_literal(m[1]), ', ') into kinds from pg_constraint c,
    regexp_matches(pg_get_constraintdef(c.oid), '''([A-Z_]+)''', 'g') m
    where c.conname = '${table}_${column}_check' and c.conrelid = '${table}'::regclass
      and m[1] <> all('{${without.join(',')}}'::text[]);
  alter table ${table} drop constraint ${table}_${column}_check;
  execute format('alter table ${table} add constraint ${table}_${column}_check check (${column} in (%s${more.map((word) => `, ''${word}''`).join('')}))', kinds);
end $$;`;

/**
 * Lost pupils of this authority and of others, who was told, and who may have been found. What ends a message is written
 * here, as triggers: whoever writes that a child is hidden or found cannot forget that every authority was told to look.
 */
export class LostPupils1700000026000 implements MigrationInterface {
  name = 'LostPupils1700000026000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
${words('notification', 'type', [], TYPES)}
-- LOST_ELSEWHERE: another authority looks for a child of its own. It is a standing for nobody.
${words('circumstance', 'kind', [], ['LOST_ELSEWHERE'])}
-- The lost-pupil message that a notice is about: the same in each posting, in its withdrawal and when somebody was met.
alter table notification add column message_id uuid references circumstance on delete set null;
create index notification_message on notification (message_id, type) where message_id is not null;
update notification n set message_id = m.id from circumstance m
  where n.type = 'LOST_PUPIL' and m.kind = 'LOST_PUPIL_MESSAGE' and m.child_id = n.child_id and m.begins_at = n.sent_at;

create index circumstance_lost on circumstance (ends_at, id) where kind in ('LOST_PUPIL_MESSAGE', 'LOST_ELSEWHERE');
-- By the other authority's own id the same message is one entry, however often it is posted.
create unique index circumstance_lost_elsewhere on circumstance (organisation_id, detail)
  where kind = 'LOST_ELSEWHERE' and detail is not null;

-- Which facts are new: what a transaction that had not ended at the last look has written, or a later one.
alter table registration add column written_in xid8 not null default '0';
alter table registration alter column written_in set default pg_current_xact_id();
create index registration_written on registration (written_in);
alter table child_address add column written_in xid8 not null default '0';
alter table child_address alter column written_in set default pg_current_xact_id();
create index child_address_written on child_address (written_in);

-- Up to where facts have been held against the lost pupils. One row.
create table reconciled_to (
  one boolean primary key default true check (one),
  written_in xid8 not null
);
insert into reconciled_to (written_in) values ('0');
-- Lost pupils that have been held against what the hub knew before them.
create table reconciled_entry (
  entry_id uuid primary key references circumstance on delete cascade,
  at timestamptz not null
);
-- A lost pupil and somebody who was met, on a roll or at an address: once for each, however often it is told.
create table reconciliation (
  id uuid primary key,
  entry_id uuid not null references circumstance on delete cascade,
  child_id uuid not null references child,
  -- DECIDED: by the team, without one
  fact text not null check (fact in ('REGISTRATION', 'ADDRESS', 'DECIDED')),
  -- no reference: the fact has a period of its own
  fact_id uuid,
  -- UNSURE waits for the team; OTHER: the team has decided that it is somebody else
  state text not null check (state in ('SAME', 'UNSURE', 'OTHER')),
  found_at timestamptz not null,
  decided_at timestamptz,
  check ((fact = 'DECIDED') = (fact_id is null)),
  unique (entry_id, child_id, fact)
);
create index reconciliation_child on reconciliation (child_id);
-- Of a lookup that nobody made: which lost pupil it is about.
alter table lookup_review add column lost_pupil_id uuid references circumstance on delete cascade;
create index lookup_review_lost on lookup_review (lost_pupil_id) where lost_pupil_id is not null;

-- From that instant the message says nothing, whoever it was told to and whatever is still on its way.
create function end_lost_pupil(whose uuid, at timestamptz, by text) returns void language sql as $$
  update circumstance set ends_at = greatest(begins_at, at), ended_by = by
  where child_id = whose and kind = 'LOST_PUPIL_MESSAGE' and ends_at is null
$$;
-- By a new mark, too, before social care has decided anything. Whatever else an authority's procedure holds back, and what
-- social care decides later, ends it within the minute (repost.run.ts).
create function lost_no_more() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'circumstance' then
    perform end_lost_pupil(new.child_id, new.begins_at, 'the hub');
  else
    perform end_lost_pupil(new.child_id, new.recorded_at, 'the hub');
  end if;
  return null;
end $$;
create trigger circumstance_hides after insert or update of child_id on circumstance
  for each row when (new.ends_at is null and (new.kind = 'LOCATION_PROTECTION' or (new.kind = 'RISK_GROUP'
    and new.detail in ('FORCED_MARRIAGE', 'HONOUR_BASED_ABUSE', 'DOMESTIC_ABUSE', 'REFUGE', 'FGM')))) execute function lost_no_more();
create trigger address_hides after insert or update of protected, child_id on child_address
  for each row when (new.protected and new.ends_on is null) execute function lost_no_more();
create trigger event_finds after insert on case_event
  for each row when (new.kind = 'CHILD_LOCATED' and new.at <= new.recorded_at) execute function lost_no_more();
create function closed_lost_no_more() returns trigger language plpgsql as $$
begin
  perform end_lost_pupil(new.child_id, coalesce(new.closed_at, now()), 'the hub');
  return null;
end $$;
create trigger case_finds after update of state on cme_case
  for each row when (old.state <> 'CLOSED' and new.state = 'CLOSED' and not new.standing_alert
    and new.close_reason is distinct from 'CHECKS_MADE_NOT_FOUND') execute function closed_lost_no_more();

-- Everybody who was told is told the same: that nobody looks any more. Never why. What of the message had not been
-- delivered is delivered to nobody.
create function tell_of_lost_pupil_withdrawal() returns trigger language plpgsql as $$
begin
  delete from delivery d using outbox o, notification n
    where n.message_id = new.id and n.type = 'LOST_PUPIL' and o.about = n.public_id and o.kind = 'NOTIFICATION'
      and d.outbox_id = o.id and d.state in ('WAITING', 'HELD');
  insert into notification (id, authority_id, child_id, from_organisation, from_unit, to_organisation, type, purpose, reference, message_id, sent_at)
    select gen_random_uuid(), n.authority_id, new.child_id, n.from_organisation, n.from_unit, n.to_organisation, 'LOST_PUPIL_WITHDRAWN',
      n.purpose, n.reference, new.id, new.ends_at
    from (select distinct on (to_organisation) * from notification where message_id = new.id and type = 'LOST_PUPIL'
          order by to_organisation, position desc) n
    order by n.to_organisation;
  return null;
end $$;
create constraint trigger lost_pupil_withdrawn after update on circumstance deferrable initially deferred
  for each row when (new.kind = 'LOST_PUPIL_MESSAGE' and old.ends_at is null and new.ends_at is not null)
  execute function tell_of_lost_pupil_withdrawal();

grant execute on function end_lost_pupil(uuid, timestamptz, text) to rollcall_app;
grant select, insert, update on reconciliation to rollcall_app;
grant select, insert on reconciled_entry to rollcall_app;
grant select, update on reconciled_to to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop trigger lost_pupil_withdrawn on circumstance;
drop trigger case_finds on cme_case;
drop trigger event_finds on case_event;
drop trigger address_hides on child_address;
drop trigger circumstance_hides on circumstance;
drop function tell_of_lost_pupil_withdrawal(), closed_lost_no_more(), lost_no_more();
drop function end_lost_pupil(uuid, timestamptz, text);
alter table lookup_review drop column lost_pupil_id;
drop table reconciliation, reconciled_entry, reconciled_to;
alter table child_address drop column written_in;
alter table registration drop column written_in;
drop index circumstance_lost_elsewhere;
drop index circumstance_lost;
alter table notification drop column message_id;
delete from notification where type in (${listed});
${words('notification', 'type', TYPES, [])}
delete from circumstance where kind = 'LOST_ELSEWHERE';
${words('circumstance', 'kind', ['LOST_ELSEWHERE'], [])}
`);
  }
}
