import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who takes part: organisations, their units with one partner role each, and the client systems that speak for a unit. */
export class Directory1700000001000 implements MigrationInterface {
  name = 'Directory1700000001000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
create table organisation (
  id text primary key,
  kind text not null check (kind in
    ('la', 'school', 'police', 'nhs', 'housing', 'trust', 'national', 'voluntary', 'early-years')),
  name text not null,
  gss_code text,
  dfe_number text,
  laestab text unique,
  local_authority_id text references organisation,
  state text not null default 'live' check (state in ('live', 'closed')),
  opened_on date,
  closed_on date,
  successor_id text references organisation,
  disabled_at timestamptz,
  check (split_part(id, '/', 1) = kind),
  check (successor_id is null or state = 'closed')
);
create index organisation_authority on organisation (local_authority_id);

-- The role is a word of schema/roles.yaml: an authority may add one without a migration.
create table unit (
  id text primary key,
  organisation_id text not null references organisation,
  name text not null,
  role text not null check (role <> ''),
  service text,
  contact_phone text,
  contact_mailbox text,
  disabled_at timestamptz,
  check (starts_with(id, organisation_id || '/'))
);
create index unit_organisation on unit (organisation_id);

-- A development client is known to the development issuer alone: a token of a real issuer never passes as one.
create table client_system (
  client_id text primary key,
  unit_id text not null references unit,
  name text not null,
  public_jwk jsonb,
  development boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
create index client_system_unit on client_system (unit_id);

grant select on organisation, unit, client_system to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table client_system, unit, organisation');
  }
}
