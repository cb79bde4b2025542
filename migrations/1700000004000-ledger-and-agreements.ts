import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger (insert only for the hub) and the exact bytes of every agreement version ever offered. */
export class LedgerAndAgreements1700000004000 implements MigrationInterface {
  name = 'LedgerAndAgreements1700000004000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
create table ledger_entry (
  id uuid primary key,
  position bigint generated always as identity unique,
  at timestamptz not null,
  kind text not null check (kind in ('ACT', 'DISCLOSURE', 'REFUSAL')),
  organisation_id text not null,
  unit_id text not null,
  purpose text not null,
  reference text not null,
  request_id uuid not null,
  ruleset_version text not null,
  child_ids uuid[] not null default '{}',
  body text not null,
  digest bytea not null
);
create index ledger_entry_child on ledger_entry using gin (child_ids);
create index ledger_entry_organisation on ledger_entry (organisation_id, position);

-- One row a version offered: the exact text; it is never changed or removed.
create table agreement_version (
  agreement text not null,
  version integer not null,
  text text not null,
  digest bytea not null,
  state text not null check (state in ('DRAFT', 'APPROVED', 'SUPERSEDED', 'ENDED')),
  offered_by text not null,
  offered_at timestamptz not null,
  approved_at timestamptz,
  primary key (agreement, version)
);
create unique index agreement_version_in_force on agreement_version (agreement) where state = 'APPROVED';

-- Who may decide about agreements, for which organisation.
create table agreement_approver (
  subject text primary key,
  organisation_id text not null,
  name text not null,
  added_at timestamptz not null
);

-- One row a person and decision: bringing a version into force, lifting a suspension, or ending takes two of them.
create table agreement_approval (
  agreement text not null,
  version integer not null,
  kind text not null default 'APPROVE' check (kind in ('APPROVE', 'RESUME', 'END')),
  approver text not null,
  organisation_id text not null,
  at timestamptz not null,
  primary key (agreement, version, kind, approver, at),
  foreign key (agreement, version) references agreement_version
);

create table agreement_suspension (
  agreement text not null,
  suspended_by text not null,
  reason text not null,
  at timestamptz not null,
  lifted_at timestamptz,
  lifted_by text,
  primary key (agreement, at)
);
create unique index agreement_suspension_open on agreement_suspension (agreement) where lifted_at is null;

-- Agreements on which nothing may rest any more, from the moment that they were stopped.
create view stopped_agreement as
  select agreement from agreement_suspension where lifted_at is null
  union
  select agreement from agreement_version group by agreement
  having bool_or(state = 'ENDED') and not bool_or(state = 'APPROVED');

-- One row a change of what is in force; its greatest position is the head that a ruleset confirms.
create table agreement_event (
  position bigint generated always as identity primary key,
  agreement text not null,
  version integer,
  kind text not null check (kind in
    ('OFFERED', 'APPROVED', 'IN_FORCE', 'SUPERSEDED', 'SUSPENDED', 'RESUMED', 'ENDED')),
  by_whom text not null,
  at timestamptz not null
);

grant select, insert on ledger_entry to rollcall_app;
grant select on agreement_version, agreement_approval, agreement_suspension, agreement_event, stopped_agreement
  to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop view stopped_agreement;
drop table agreement_event, agreement_suspension, agreement_approval, agreement_approver, agreement_version,
  ledger_entry;
`);
  }
}
