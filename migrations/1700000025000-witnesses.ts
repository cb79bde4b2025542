import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Hubs keep one another's heads: whose heads this hub keeps, which it has seen and cosigned last, what contradicted it,
 * and who keeps this hub's own.
 */
export class Witnesses1700000025000 implements MigrationInterface {
  name = 'Witnesses1700000025000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- Ledgers of others whose heads are kept here. Registered by two people, as data.
create table witnessed_log (
  -- the log's name, as its heads spell it
  origin text primary key,
  organisation_id text not null references organisation,
  -- where its /checkpoint and /tile lie
  url text not null,
  verifier_keys text[] not null check (cardinality(verifier_keys) > 0),
  added_at timestamptz not null,
  disabled_at timestamptz,
  -- when it was last looked up by this hub itself, and when what it shows was last found to follow
  looked_at timestamptz,
  followed_at timestamptz,
  -- why the last look found nothing out, in words of ours
  problem text
);

-- The one head of each log from which the next must follow. No line of history is ever left for another.
create table witnessed_head (
  origin text primary key references witnessed_log,
  size bigint not null default 0 check (size >= 0),
  root bytea not null default sha256('') check (length(root) = 32),
  -- the checkpoint with the log's own signatures; null before the first
  note text,
  -- our line under it
  cosignature text,
  at timestamptz,
  check ((note is null) = (cosignature is null) and (note is null) = (at is null) and (note is not null or size = 0))
);
create function witnessed_head_grows() returns trigger language plpgsql as $$
begin
  if new.origin <> old.origin or new.size < old.size or (new.size = old.size and new.root <> old.root) then
    raise exception 'the head of a log that was cosigned is never taken back';
  end if;
  return new;
end $$;
create trigger witnessed_head_grows before update on witnessed_head
  for each row execute function witnessed_head_grows();

-- What a log has signed and shown that contradicts what it had shown before: both notes, as evidence.
create table witness_alarm (
  id uuid primary key default gen_random_uuid(),
  origin text not null references witnessed_log,
  -- UNPROVED: signed, sent with a proof that does not hold, and not yet looked up
  kind text not null check (kind in ('TWO_HISTORIES', 'SET_BACK', 'UNPROVED')),
  kept_size bigint not null,
  kept_note text,
  shown_size bigint not null,
  shown_root bytea not null,
  shown_note text not null,
  at timestamptz not null,
  settled_at timestamptz,
  unique (origin, shown_size, shown_root)
);
create index witness_alarm_open on witness_alarm (origin) where settled_at is null;
-- What turned out to follow is forgotten; evidence is not.
create function witness_alarm_kept() returns trigger language plpgsql as $$
begin
  if old.kind <> 'UNPROVED' then
    raise exception 'evidence against a log is never deleted';
  end if;
  return old;
end $$;
create trigger witness_alarm_kept before delete on witness_alarm
  for each row execute function witness_alarm_kept();

-- Who keeps this hub's head. Registered by two people, as data.
create table ledger_witness (
  name text primary key,
  -- to which /add-checkpoint is added
  url text not null,
  verifier_key text not null,
  added_at timestamptz not null,
  disabled_at timestamptz,
  -- the head that it has cosigned last, and its line under it
  last_size bigint not null default 0 check (last_size >= 0),
  last_root bytea,
  cosignature text,
  cosigned_at timestamptz,
  asked_at timestamptz,
  -- why it did not cosign: it could not be asked, or (contradicts) it keeps another history than this ledger has
  problem text,
  contradicts boolean not null default false
);

-- The kinds of change that there are, and these.
do $$
declare
  kinds text := (select pg_get_constraintdef(oid) from pg_constraint where conname = 'directory_change_kind_check');
begin
  alter table directory_change drop constraint directory_change_kind_check;
  execute 'alter table directory_change add constraint directory_change_kind_check '
    || replace(kinds, '''DISABLE''::text', '''DISABLE''::text, ''ADD_WITNESS''::text, ''WATCH_LOG''::text');
end $$;

grant select, update (looked_at, followed_at, problem) on witnessed_log to rollcall_app;
grant select, update (size, root, note, cosignature, at) on witnessed_head to rollcall_app;
grant select, insert, delete, update (kind, kept_size, kept_note, settled_at) on witness_alarm to rollcall_app;
grant select, update (last_size, last_root, cosignature, cosigned_at, asked_at, problem, contradicts)
  on ledger_witness to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
do $$
declare
  kinds text := (select pg_get_constraintdef(oid) from pg_constraint where conname = 'directory_change_kind_check');
begin
  alter table directory_change drop constraint directory_change_kind_check;
  execute 'alter table directory_change add constraint directory_change_kind_check '
    || replace(replace(kinds, ', ''ADD_WITNESS''::text', ''), ', ''WATCH_LOG''::text', '');
end $$;
drop table ledger_witness, witness_alarm, witnessed_head, witnessed_log;
drop function witnessed_head_grows, witness_alarm_kept;
`);
  }
}
