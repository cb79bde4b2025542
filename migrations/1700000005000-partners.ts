import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How partners join and leave: every change of the directory by a person, and the keys of client systems over time. */
export class Partners1700000005000 implements MigrationInterface {
  name = 'Partners1700000005000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- One row a change. What lets somebody in takes two people; switching off takes one and is applied as it is made.
create table directory_change (
  id uuid primary key,
  kind text not null check (kind in
    ('ADD_ORGANISATION', 'ADD_UNIT', 'ADD_CLIENT', 'CHANGE_KEY', 'ENABLE', 'DISABLE')),
  target text not null,
  payload jsonb not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  applied_at timestamptz,
  refused_by text,
  refused_at timestamptz,
  constraint directory_change_two_people check (approved_by <> proposed_by),
  constraint directory_change_approved check
    (applied_at is null or (kind = 'DISABLE') = (approved_by is null)),
  constraint directory_change_approval check
    ((approved_by is null) = (approved_at is null) and (approved_by is null or applied_at is not null)),
  constraint directory_change_refusal check
    ((refused_by is null) = (refused_at is null) and (refused_by is null or applied_at is null))
);
create unique index directory_change_waiting on directory_change (kind, target)
  where applied_at is null and refused_by is null;

-- Every public key that a client system ever had. The one without an end is the newest; client_system has it too.
create table client_key (
  client_id text not null references client_system,
  thumbprint text not null,
  public_jwk jsonb not null,
  added_at timestamptz not null,
  valid_until timestamptz,
  primary key (client_id, thumbprint),
  constraint client_key_public check (not public_jwk ?| array['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])
);
create unique index client_key_newest on client_key (client_id) where valid_until is null;

alter table client_system add constraint client_system_key_public
  check (not public_jwk ?| array['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);

grant select on client_key to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
alter table client_system drop constraint client_system_key_public;
drop table client_key, directory_change;
`);
  }
}
