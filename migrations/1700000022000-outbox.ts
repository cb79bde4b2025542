import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What tells a recipient something, written with the act itself, and how it reaches whoever does not come for it. The
 * rows are made by triggers, when the transaction commits: no room can write an exchange and forget to tell of it.
 */
export class Outbox1700000022000 implements MigrationInterface {
  name = 'Outbox1700000022000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- A way to receive, beside the inbox that everybody has. Registered by two people, as data.
create table channel (
  id text primary key,
  kind text not null check (kind in ('WEBHOOK', 'PEER_HUB')),
  unit_id text not null references unit,
  url text not null,
  -- under which it is decided what the unit may be told, in the order in which they are tried
  purposes text[] not null check (cardinality(purposes) > 0),
  reference text not null,
  -- SIGNAL: that there is something, by an opaque id; ANSWER: what the unit would be told if it asked
  carries text not null check (carries in ('SIGNAL', 'ANSWER')),
  -- which secret signs; the one before it signs too until then
  generation integer not null default 1,
  former_until timestamptz,
  added_at timestamptz not null,
  disabled_at timestamptz,
  -- failures in a row; from a few on it rests, and one message at a time finds out whether it is back
  failures integer not null default 0,
  rests_until timestamptz
);
create index channel_unit on channel (unit_id) where disabled_at is null;

create table outbox (
  id uuid primary key default gen_random_uuid(),
  position bigint generated always as identity unique,
  kind text not null check (kind in
    ('NOTIFICATION', 'ENQUIRY', 'ENQUIRY_ANSWERED', 'ALERT', 'ALERT_REVIEWED')),
  -- the public id of the notification, enquiry or alert
  about uuid not null,
  -- an organisation, a unit, or an inbox of its own
  recipient text not null,
  -- the child at the time: what is told of one is told in order. No reference: it outlives joining and erasure
  lane uuid not null,
  purpose text not null,
  written_at timestamptz not null
);
create index outbox_recipient on outbox (recipient, position);
create index outbox_about on outbox (about);
create index outbox_age on outbox (written_at);

create table delivery (
  -- by which the receiver knows the message, however often it comes
  id uuid primary key default gen_random_uuid(),
  outbox_id uuid not null references outbox on delete cascade,
  channel_id text not null references channel,
  position bigint not null,
  lane uuid not null,
  state text not null check (state in ('WAITING', 'HELD', 'DELIVERED', 'DEAD')),
  attempts integer not null default 0,
  -- by the hub's clock; -infinity: at once
  due_at timestamptz not null,
  -- whose turn it is, in the database's time: a sender that dies gives it back by saying nothing
  lease uuid,
  lease_until timestamptz,
  -- what the last attempt met, in a word of ours; never of the receiver's
  problem text,
  -- why nothing may be told: clauses of agreements that were stopped, and the rules under which that was found
  held jsonb,
  held_under text,
  settled_at timestamptz,
  unique (outbox_id, channel_id)
);
create index delivery_due on delivery (due_at, position) where state = 'WAITING';
create index delivery_lane on delivery (channel_id, lane, position) where state = 'WAITING';
create index delivery_held on delivery (channel_id) where state = 'HELD';
create index delivery_dead on delivery (channel_id, settled_at) where state = 'DEAD';

-- What came from elsewhere and had its effect, in the transaction of the effect: the same message has none again.
create table received_message (
  sender text not null,
  message text not null,
  outcome jsonb,
  received_at timestamptz not null,
  primary key (sender, message)
);
create index received_message_age on received_message (received_at);

-- Positions become visible in their own order (as those of notifications: the same lock), so that a reader who has read
-- past one never misses a lower one. Called as the transaction commits, so that nobody waits longer than a commit.
create function tell(kind text, about uuid, recipient text, lane uuid, purpose text, home text, at timestamptz)
returns void language plpgsql as $$
declare
  written outbox;
begin
  perform pg_advisory_xact_lock(7237120);
  insert into outbox (kind, about, recipient, lane, purpose, written_at)
    values (tell.kind, tell.about, tell.recipient, tell.lane, tell.purpose, tell.at) returning * into written;
  -- Whose inbox it is in (inboxOf, notification.shape.ts): of what goes to the home authority, its team's alone.
  insert into delivery (outbox_id, channel_id, position, lane, state, due_at)
    select written.id, c.id, written.position, written.lane, 'WAITING', '-infinity'
    from channel c join unit u on u.id = c.unit_id
    where c.disabled_at is null and (u.id = tell.recipient
      or (u.organisation_id = tell.recipient and (tell.recipient <> tell.home or u.role = 'CME_TEAM')));
  perform pg_notify('rollcall_outbox', tell.recipient);
end $$;

create function tell_of_notification() returns trigger language plpgsql as $$
begin
  perform tell('NOTIFICATION', new.public_id, new.to_organisation, new.child_id, new.purpose, new.authority_id, new.sent_at);
  return null;
end $$;
create constraint trigger notification_tells after insert on notification
  deferrable initially deferred for each row execute function tell_of_notification();

create function tell_of_enquiry() returns trigger language plpgsql as $$
declare
  e enquiry;
begin
  select * into e from enquiry where id = new.enquiry_id;
  -- One that was taken back is nobody's to read any more: there is nothing to tell.
  if new.state = 'WAITING' then
    perform tell('ENQUIRY', e.public_id, new.organisation_id, e.child_id, e.purpose, e.authority_id, e.sent_at);
  elsif new.state in ('KNOWN', 'NOT_KNOWN', 'CANNOT_SEARCH', 'WITHHELD') then
    perform tell('ENQUIRY_ANSWERED', e.public_id, e.from_unit, e.child_id, e.purpose, e.authority_id, coalesce(new.answered_at, now()));
  end if;
  return null;
end $$;
create constraint trigger enquiry_tells after insert on enquiry_recipient
  deferrable initially deferred for each row execute function tell_of_enquiry();
create constraint trigger enquiry_state_tells after update on enquiry_recipient
  deferrable initially deferred for each row when (old.state is distinct from new.state or old.answered_at is distinct from new.answered_at)
  execute function tell_of_enquiry();

-- A part of an answer is told as it comes; one that is replaced was told when it was given.
create function tell_of_part() returns trigger language plpgsql as $$
declare
  e enquiry;
begin
  select q.* into e from enquiry q join enquiry_recipient r on r.enquiry_id = q.id where r.id = new.recipient_id;
  perform tell('ENQUIRY_ANSWERED', e.public_id, e.from_unit, e.child_id, e.purpose, e.authority_id, new.answered_at);
  return null;
end $$;
create constraint trigger enquiry_part_tells after insert on enquiry_answer
  deferrable initially deferred for each row when (new.in_part) execute function tell_of_part();

create function tell_of_alert() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform tell('ALERT', new.public_id, new.authority_id, new.child_id, 'RAISE_CONCERN', new.authority_id, new.raised_at);
  else
    perform tell('ALERT_REVIEWED', new.public_id, new.raised_by_unit, new.child_id, 'RAISE_CONCERN', new.authority_id,
      coalesce(new.closed_at, new.reviewed_at, now()));
  end if;
  return null;
end $$;
create constraint trigger alert_tells after insert on alert
  deferrable initially deferred for each row execute function tell_of_alert();
create constraint trigger alert_state_tells after update on alert
  deferrable initially deferred for each row when (old.state is distinct from new.state)
  execute function tell_of_alert();

-- What was exchanged before: for whoever resumes from there. Nothing of it is delivered again.
insert into outbox (kind, about, recipient, lane, purpose, written_at)
  select 'ENQUIRY', e.public_id, r.organisation_id, e.child_id, e.purpose, e.sent_at
  from enquiry e join enquiry_recipient r on r.enquiry_id = e.id order by e.sent_at, e.id;

alter table directory_change drop constraint directory_change_kind_check;
alter table directory_change add constraint directory_change_kind_check check (kind in
  ('ADD_ORGANISATION', 'ADD_UNIT', 'ADD_CLIENT', 'CHANGE_KEY', 'ADD_WEBHOOK', 'CHANGE_SECRET', 'ENABLE', 'DISABLE'));

grant execute on function tell(text, uuid, text, uuid, text, text, timestamptz) to rollcall_app;
grant select, update (failures, rests_until) on channel to rollcall_app;
grant select, insert, delete on outbox to rollcall_app;
grant select, insert, update, delete on delivery to rollcall_app;
grant select, insert, update, delete on received_message to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
alter table directory_change drop constraint directory_change_kind_check;
alter table directory_change add constraint directory_change_kind_check check (kind in
  ('ADD_ORGANISATION', 'ADD_UNIT', 'ADD_CLIENT', 'CHANGE_KEY', 'ENABLE', 'DISABLE'));
drop trigger alert_state_tells on alert;
drop trigger alert_tells on alert;
drop trigger enquiry_part_tells on enquiry_answer;
drop trigger enquiry_state_tells on enquiry_recipient;
drop trigger enquiry_tells on enquiry_recipient;
drop trigger notification_tells on notification;
drop function tell_of_alert(), tell_of_part(), tell_of_enquiry(), tell_of_notification();
drop function tell(text, uuid, text, uuid, text, text, timestamptz);
drop table received_message, delivery, outbox, channel;
`);
  }
}
