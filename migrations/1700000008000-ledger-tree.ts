import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger becomes an RFC 6962 log: a leaf an entry that commits to two parts, each for its own reader; pending
 * entries; the sequencer's leaves, hash tiles and signed heads; and erasure that leaves every proof standing.
 */
export class LedgerTree1700000008000 implements MigrationInterface {
  name = 'LedgerTree1700000008000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
alter table ledger_entry rename column body to controller_part;
alter table ledger_entry
  drop column digest,
  alter column controller_part drop not null,
  add column leaf text,
  add column controller_salt bytea,
  add column recipient_part text,
  add column recipient_salt bytea,
  add column criteria text,
  add column criteria_salt bytea,
  add column criteria_until timestamptz,
  add column client_id text not null default '',
  add column subject text,
  add column agreements text[] not null default '{}';

-- Entries of before: what the recipient was told was not kept apart then, so its part is empty.
create function ledger_commitment(part text, salt bytea, content text) returns text language sql immutable as $$
  select encode(sha256(convert_to('rollcall-ledger/2 ' || part, 'UTF8') || '\\x00'::bytea || salt
    || convert_to(content, 'UTF8')), 'hex')
$$;
update ledger_entry set
  controller_salt = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  recipient_salt = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  recipient_part = rpad('{"v":1}', 512),
  client_id = coalesce(controller_part::json #>> '{body,client}', ''),
  subject = controller_part::json #>> '{body,subject}',
  agreements = array(select json_array_elements_text(controller_part::json -> 'agreements'));
update ledger_entry set leaf = format('{"at":"%s","controller":"%s","id":"%s","recipient":"%s","v":2}',
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  ledger_commitment('controller', controller_salt, controller_part), id,
  ledger_commitment('recipient', recipient_salt, recipient_part));
drop function ledger_commitment;
alter table ledger_entry alter column leaf set not null;

create index ledger_entry_client on ledger_entry (client_id, position);
create index ledger_entry_subject on ledger_entry (subject, position) where subject is not null;
create index ledger_entry_at on ledger_entry (at);
create index ledger_entry_criteria on ledger_entry (criteria_until) where criteria is not null;

-- Entries that no signed head covers yet. The trigger is the only way in, so that no entry can miss it.
create table ledger_pending (
  position bigint primary key,
  since timestamptz not null default clock_timestamp()
);
insert into ledger_pending (position) select position from ledger_entry order by position;
create function ledger_entry_pending() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  insert into public.ledger_pending (position) select position from written;
  return null;
end $$;
revoke execute on function ledger_entry_pending() from public;
create trigger ledger_entry_pending after insert on ledger_entry
  referencing new table as written for each statement execute function ledger_entry_pending();

create table ledger_leaf (
  idx bigint primary key check (idx >= 0),
  position bigint not null unique
);
create table ledger_tile (
  level smallint not null check (level between 0 and 7),
  idx bigint not null check (idx >= 0),
  hashes bytea not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  primary key (level, idx)
);
-- Hashes do not compress.
alter table ledger_tile alter column hashes set storage external;
-- Never two heads of one size.
create table ledger_head (
  size bigint primary key check (size > 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  at timestamptz not null
);

-- What may change of an entry, and by whomsoever: its content may go, and nothing may come in its place.
create function ledger_entry_only_erased() returns trigger language plpgsql as $$
begin
  if (new.id, new.position, new.at, new.kind, new.organisation_id, new.unit_id, new.purpose, new.request_id,
      new.ruleset_version, new.leaf, new.client_id, new.agreements, new.criteria_until)
    is distinct from (old.id, old.position, old.at, old.kind, old.organisation_id, old.unit_id, old.purpose,
      old.request_id, old.ruleset_version, old.leaf, old.client_id, old.agreements, old.criteria_until)
    or not coalesce(new.controller_part is not distinct from old.controller_part or new.controller_part is null, false)
    or not (new.controller_salt is not distinct from old.controller_salt or new.controller_salt is null)
    or not (new.recipient_part is not distinct from old.recipient_part or new.recipient_part is null)
    or not (new.recipient_salt is not distinct from old.recipient_salt or new.recipient_salt is null)
    or not (new.criteria is not distinct from old.criteria or new.criteria is null)
    or not (new.criteria_salt is not distinct from old.criteria_salt or new.criteria_salt is null)
    or not (new.subject is not distinct from old.subject or new.subject is null)
    or not (new.reference = old.reference or new.reference = '')
    or not (new.child_ids = old.child_ids or new.child_ids = '{}')
  then
    raise exception 'an entry of the ledger is never changed; its content may only be erased';
  end if;
  return new;
end $$;
create trigger ledger_entry_only_erased before update on ledger_entry
  for each row execute function ledger_entry_only_erased();
create function ledger_kept() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is never shortened or rewritten';
end $$;
create trigger ledger_entry_kept before delete on ledger_entry for each row execute function ledger_kept();
create trigger ledger_leaf_kept before update or delete on ledger_leaf for each row execute function ledger_kept();
create trigger ledger_head_kept before update or delete on ledger_head for each row execute function ledger_kept();
create trigger ledger_entry_whole before truncate on ledger_entry for each statement execute function ledger_kept();
create trigger ledger_leaf_whole before truncate on ledger_leaf for each statement execute function ledger_kept();
create trigger ledger_head_whole before truncate on ledger_head for each statement execute function ledger_kept();

grant select on ledger_pending, ledger_leaf, ledger_tile, ledger_head to rollcall_app;
grant select (position, leaf) on ledger_entry to rollcall_sequencer;
grant select, delete on ledger_pending to rollcall_sequencer;
grant select, insert on ledger_leaf, ledger_head to rollcall_sequencer;
grant select, insert, update on ledger_tile to rollcall_sequencer;
grant select (id, position, at, criteria_until) on ledger_entry to rollcall_retention;
grant update (controller_part, controller_salt, recipient_part, recipient_salt, criteria, criteria_salt, subject,
  reference, child_ids) on ledger_entry to rollcall_retention;
`);
  }

  /** Only while nothing has been erased: the column of before holds every body. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop table ledger_head, ledger_tile, ledger_leaf, ledger_pending;
drop index ledger_entry_at;
drop trigger ledger_entry_whole on ledger_entry;
drop trigger ledger_entry_kept on ledger_entry;
drop trigger ledger_entry_only_erased on ledger_entry;
drop trigger ledger_entry_pending on ledger_entry;
drop function ledger_kept, ledger_entry_only_erased, ledger_entry_pending;
revoke select, update on ledger_entry from rollcall_retention, rollcall_sequencer;
alter table ledger_entry rename column controller_part to body;
alter table ledger_entry add column digest bytea;
update ledger_entry set digest = sha256(convert_to(body, 'UTF8'));
alter table ledger_entry
  alter column digest set not null, alter column body set not null,
  drop column leaf, drop column controller_salt, drop column recipient_part, drop column recipient_salt,
  drop column criteria, drop column criteria_salt, drop column criteria_until, drop column client_id,
  drop column subject, drop column agreements;
`);
  }
}
