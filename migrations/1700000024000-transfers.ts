import type { MigrationInterface, QueryRunner } from 'typeorm';

const TYPES = ['TRANSFER_TAKEN', 'TRANSFER_LAPSED', 'TRANSFER_WITHDRAWN', 'TRANSFER_ENDED'];
const QUOTED = TYPES.map((type) => `'${type}'`).join(', ');

/**
 * Where a case that was offered stands. Until now it was read off the letters about it; a handshake that runs out, is taken
 * back, or is decided on the other authority's hub needs a row of its own, which is locked by whoever decides.
 */
export class Transfers1700000024000 implements MigrationInterface {
  name = 'Transfers1700000024000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
create table transfer (
  id uuid primary key,
  -- what was opened by it goes by the same id
  public_id uuid not null default gen_random_uuid() unique,
  authority_id text not null,
  child_id uuid not null references child,
  -- the offer
  notification_id uuid not null unique references notification,
  from_organisation text not null,
  to_organisation text not null,
  -- by the hub of the authority that offers: what is written here is its word, or waits for it
  decided_elsewhere boolean not null default false,
  state text not null check (state in ('PROPOSED', 'ACCEPTED', 'TAKEN', 'DECLINED', 'WITHDRAWN', 'LAPSED', 'ENDED',
    'ACCEPTING', 'DECLINING', 'OVERTAKEN')),
  since timestamptz not null,
  proposed_at timestamptz not null,
  -- null while no procedure or calendar has told it: the sweep asks again
  due_on date,
  overdue_from timestamptz,
  -- while our yes is on its way: in whose name the case is opened when it counts
  answered_by text,
  taken_at timestamptz,
  circumstance_id uuid references circumstance on delete set null,
  constraint transfer_due check ((due_on is null) = (overdue_from is null)),
  constraint transfer_taken check ((state <> 'TAKEN' or taken_at is not null) and (taken_at is null or state in ('TAKEN', 'ENDED'))),
  constraint transfer_answered check (answered_by is null or state = 'ACCEPTING'),
  constraint transfer_elsewhere check (decided_elsewhere or state not in ('ACCEPTING', 'DECLINING', 'OVERTAKEN')),
  constraint transfer_between_two check (from_organisation <> to_organisation)
);
create index transfer_child on transfer (child_id);
create index transfer_waiting on transfer (overdue_from) where state = 'PROPOSED' and not decided_elsewhere;

-- What was offered before; the days of what still waits are counted by the next sweep.
insert into transfer (id, public_id, authority_id, child_id, notification_id, from_organisation, to_organisation, state, since,
    proposed_at, circumstance_id)
  select gen_random_uuid(), coalesce(c.public_id, gen_random_uuid()), n.authority_id, n.child_id, n.id, n.from_organisation,
    n.to_organisation,
    case when r.type is null then 'PROPOSED' when r.type = 'TRANSFER_DECLINED' then 'DECLINED'
      when c.id is null or c.ends_at is not null then 'ENDED' else 'ACCEPTED' end,
    coalesce(c.ends_at, r.sent_at, n.sent_at), n.sent_at, c.id
  from notification n left join notification r on r.in_reply_to = n.id left join circumstance c on c.id = r.transfer_id
  where n.type = 'TRANSFER_PROPOSED' and n.copy_of is null;

-- One answer of each kind, to each of whom it concerns: which of them may be given is the state's to say.
alter table notification drop constraint notification_in_reply_to_key;
create unique index notification_reply on notification (in_reply_to, type, to_organisation) where in_reply_to is not null;

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

alter function erase_children(uuid[]) rename to erase_documented_records;
revoke execute on function erase_documented_records(uuid[]) from rollcall_retention;
create function erase_children(whom uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform erase_documented_records(whom);
  update transfer set answered_by = null where child_id = any(whom);
end $$;
revoke execute on function erase_children(uuid[]) from public;
grant execute on function erase_children(uuid[]) to rollcall_retention;

grant select, insert, update on transfer to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop function erase_children(uuid[]);
alter function erase_documented_records(uuid[]) rename to erase_children;
grant execute on function erase_children(uuid[]) to rollcall_retention;
drop table transfer;
delete from notification where type in (${QUOTED});
drop index notification_reply;
alter table notification add constraint notification_in_reply_to_key unique (in_reply_to);
do $$
declare kinds text;
begin
  select string_agg(quote_literal(m[1]), ', ') into kinds from pg_constraint c,
    regexp_matches(pg_get_constraintdef(c.oid), '''([A-Z_]+)''', 'g') m
    where c.conname = 'notification_type_check' and c.conrelid = 'notification'::regclass and m[1] not in (${QUOTED});
  alter table notification drop constraint notification_type_check;
  execute format('alter table notification add constraint notification_type_check check (type in (%s))', kinds);
end $$;
`);
  }
}
