import type { MigrationInterface, QueryRunner } from 'typeorm';

const TYPES = `'MOVED_IN', 'MOVED_OUT', 'LOCATED_HERE', 'TRANSFER_PROPOSED', 'TRANSFER_ACCEPTED', 'TRANSFER_DECLINED',
  'LOST_PUPIL', 'LOST_PUPIL_FOUND', 'ROLL_CHANGE', 'HOME_EDUCATION', 'FLAG_REQUESTED', 'CORRECTION', 'EMERGENCY_USED'`;

/** Lookups that were not sure: the home authority's queue, what its team decides, and the notice of it to the asker. */
export class LookupReview1700000017000 implements MigrationInterface {
  name = 'LookupReview1700000017000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- Written with its ledger entry, in one statement. What was asked goes with the criteria in the ledger, decided or not:
-- it may be about a child who is not in the hub.
create sequence lookup_review_position;
create table lookup_review (
  id uuid primary key,
  position bigint not null unique,
  public_id uuid not null default gen_random_uuid() unique,
  authority_id text not null,
  -- of the ledger; the lookup of a batch has an entry of its own
  entry_id uuid not null unique,
  at timestamptz not null,
  organisation_id text not null,
  unit_id text not null,
  user_name text not null,
  job text not null,
  purpose text not null,
  reference text not null,
  on_behalf_of text,
  criteria jsonb,
  -- SHA-256 of criteria, purpose and whom it was asked for
  asked bytea,
  asked_on date not null,
  -- The hub's own ids, the likeliest first; what was recorded of one may be held of another by now.
  nearest uuid[] not null,
  doubts text[] not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'DECIDED')),
  decided_by text,
  decided_at timestamptz,
  -- null = none of them
  child_id uuid references child,
  notice_id uuid unique references notification,
  constraint lookup_review_decided check ((state = 'DECIDED') = (decided_at is not null)
    and (decided_at is null) = (decided_by is null) and (child_id is null or state = 'DECIDED')
    and (notice_id is null or child_id is not null)),
  constraint lookup_review_asked check ((criteria is null) = (asked is null))
);
alter sequence lookup_review_position owned by lookup_review.position;
create unique index lookup_review_once on lookup_review (unit_id, user_name, asked, asked_on);
create index lookup_review_queue on lookup_review (authority_id, position) where state = 'WAITING' and criteria is not null;
create index lookup_review_child on lookup_review (child_id) where child_id is not null;
create index lookup_review_nearest on lookup_review using gin (nearest);
create index lookup_review_at on lookup_review (at);
create trigger lookup_review_in_order before insert on lookup_review
  for each row execute function told_in_order('lookup_review_position');

alter table notification drop constraint notification_type_check;
alter table notification add constraint notification_type_check check (type in (${TYPES}, 'LOOKUP_DECIDED'));

-- Of ledger entries whose criteria go, or that go as a whole. What was decided stays until its own time.
create function erase_review_criteria(positions bigint[]) returns void language sql security definer set search_path = public, pg_temp as $$
  update lookup_review r set criteria = null, asked = null, nearest = '{}', doubts = '{}'
  from ledger_entry e where e.position = any(positions) and r.entry_id = e.id and r.criteria is not null
$$;
create function erase_reviews(which uuid[]) returns void language sql security definer set search_path = public, pg_temp as $$
  delete from lookup_review where id = any(which)
$$;
-- A child's record goes with what was asked and decided about it; of what was asked and not decided it is no part any more.
alter function erase_children(uuid[]) rename to erase_records;
revoke execute on function erase_records(uuid[]) from rollcall_retention;
create function erase_children(whom uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform erase_records(whom);
  delete from lookup_review where child_id = any(whom);
  update lookup_review set nearest = array(select n from unnest(nearest) n where n <> all(whom)) where nearest && whom;
end $$;

grant select, insert on lookup_review to rollcall_app;
grant update (state, decided_by, decided_at, child_id, notice_id) on lookup_review to rollcall_app;
grant usage on sequence lookup_review_position to rollcall_app;
grant execute on function erase_children(uuid[]), erase_review_criteria(bigint[]), erase_reviews(uuid[]) to rollcall_retention;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop function erase_children(uuid[]);
alter function erase_records(uuid[]) rename to erase_children;
grant execute on function erase_children(uuid[]) to rollcall_retention;
drop function erase_reviews(uuid[]);
drop function erase_review_criteria(bigint[]);
drop table lookup_review;
delete from notification where type = 'LOOKUP_DECIDED';
alter table notification drop constraint notification_type_check;
alter table notification add constraint notification_type_check check (type in (${TYPES}));
`);
  }
}
