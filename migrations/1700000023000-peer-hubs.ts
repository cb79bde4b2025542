import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Hubs of other authorities. One is reached by a channel, and known by the pinned key of a client system; by which id each
 * side knows what they write to each other about, and which entry of the other's ledger has it, is kept here.
 */
export class PeerHubs1700000023000 implements MigrationInterface {
  name = 'PeerHubs1700000023000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- What is needed to speak to a peer beside its address. Registered by two people, with its channel.
create table peer_hub (
  channel_id text primary key references channel,
  -- who we are there, and for whom our assertions are
  client_id text not null,
  audience text not null,
  -- the unit of theirs that is asked
  team text not null
);

-- Of one thing that one hub wrote to another. No reference to it: it outlives erasure, and holds nothing of anybody.
create table correspondence (
  -- the organisation that runs the other hub
  peer text not null,
  -- whether we sent it
  sent boolean not null,
  -- by which the sender knows it: the same again has no effect again
  message uuid not null,
  -- WORD: about something that both have already, of which there may be several
  kind text not null check (kind in ('ENQUIRY', 'NOTIFICATION', 'ENQUIRY_ANSWERED', 'WORD')),
  -- public ids of the enquiry or notification; of an answer, that of the one who was asked. Theirs once they have it
  ours uuid,
  theirs uuid,
  -- entries of the two ledgers
  our_receipt uuid,
  their_receipt uuid,
  -- the unit for which the peer asked
  on_behalf_of text,
  -- of an enquiry that came: answers that have gone back
  told text[] not null default '{}',
  at timestamptz not null,
  settled_at timestamptz,
  primary key (peer, sent, message),
  check (sent or theirs is not null)
);
create unique index correspondence_ours on correspondence (peer, kind, ours) where kind in ('ENQUIRY', 'NOTIFICATION');
create unique index correspondence_theirs on correspondence (peer, kind, theirs) where kind in ('ENQUIRY', 'NOTIFICATION');

-- Assertions of peers that were used, for the minute in which they are good: none is taken twice, by whichever process.
create table assertion_used (
  client_id text not null,
  jti text not null,
  until timestamptz not null,
  primary key (client_id, jti)
);
create index assertion_used_until on assertion_used (until);

alter table directory_change drop constraint directory_change_kind_check;
alter table directory_change add constraint directory_change_kind_check check (kind in
  ('ADD_ORGANISATION', 'ADD_UNIT', 'ADD_CLIENT', 'CHANGE_KEY', 'ADD_WEBHOOK', 'CHANGE_SECRET', 'ADD_HUB', 'ENABLE', 'DISABLE'));

-- A hub that was asked is told that the question was taken back, so that it asks nobody any more; whoever reads an inbox
-- finds nothing there, as before.
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in
  ('NOTIFICATION', 'ENQUIRY', 'ENQUIRY_ANSWERED', 'ENQUIRY_WITHDRAWN', 'ALERT', 'ALERT_REVIEWED'));
create function tell_of_withdrawal() returns trigger language plpgsql as $$
declare
  e enquiry;
begin
  if exists (select from channel c join unit u on u.id = c.unit_id
    where c.kind = 'PEER_HUB' and c.disabled_at is null and u.organisation_id = new.organisation_id)
  then
    select * into e from enquiry where id = new.enquiry_id;
    perform tell('ENQUIRY_WITHDRAWN', e.public_id, new.organisation_id, e.child_id, e.purpose, e.authority_id, now());
  end if;
  return null;
end $$;
create constraint trigger enquiry_withdrawal_tells after update on enquiry_recipient
  deferrable initially deferred for each row when (new.state = 'WITHDRAWN' and old.state <> 'WITHDRAWN')
  execute function tell_of_withdrawal();

grant select on peer_hub to rollcall_app;
grant select, insert, update on correspondence to rollcall_app;
grant select, insert, delete on assertion_used to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop trigger enquiry_withdrawal_tells on enquiry_recipient;
drop function tell_of_withdrawal();
delete from outbox where kind = 'ENQUIRY_WITHDRAWN';
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in
  ('NOTIFICATION', 'ENQUIRY', 'ENQUIRY_ANSWERED', 'ALERT', 'ALERT_REVIEWED'));
alter table directory_change drop constraint directory_change_kind_check;
alter table directory_change add constraint directory_change_kind_check check (kind in
  ('ADD_ORGANISATION', 'ADD_UNIT', 'ADD_CLIENT', 'CHANGE_KEY', 'ADD_WEBHOOK', 'CHANGE_SECRET', 'ENABLE', 'DISABLE'));
drop table assertion_used, correspondence, peer_hub;
`);
  }
}
