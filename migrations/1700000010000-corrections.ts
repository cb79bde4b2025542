import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Facts that were recorded wrongly and put right (UK GDPR Art 16), and who was told the wrong ones (Art 19). A wrong
 * value leaves the tables that are read and matched on, so that no reader can forget to leave it out; as it stood, it is
 * kept here with its provenance.
 */
export class Corrections1700000010000 implements MigrationInterface {
  name = 'Corrections1700000010000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- One row a correction. Nothing of it is ever changed: what was wrong, why, and who put it right.
create table correction (
  id uuid primary key,
  public_id uuid not null default gen_random_uuid() unique,
  authority_id text not null,
  child_id uuid not null references child,
  fact text not null check (fact in ('NAME', 'DATE_OF_BIRTH', 'ADDRESS', 'IDENTIFIER')),
  -- of a name or an identifier: which
  kind text,
  row_id uuid not null,
  -- the row as it stood before
  was jsonb not null,
  -- what of the fact was another than it is now
  parts text[] not null,
  reason text not null,
  purpose text not null,
  reference text not null,
  corrected_by_unit text not null,
  corrected_by_user text not null,
  corrected_by_job text not null,
  corrected_at timestamptz not null
);
create index correction_child on correction (child_id, fact);
create index correction_row on correction (row_id);

-- One row for each team of another organisation that was told the wrong value, by the ledger: the notice that it was sent,
-- or why it was sent none.
create table correction_recipient (
  id uuid primary key,
  correction_id uuid not null references correction,
  organisation_id text not null,
  unit_id text not null,
  cells text[] not null,
  disclosures uuid[] not null,
  first_told_at timestamptz not null,
  last_told_at timestamptz not null,
  notification_id uuid unique references notification,
  not_told text check (not_told in ('LEFT', 'PROTECTED')),
  unique (correction_id, unit_id),
  constraint correction_recipient_told check ((notification_id is null) = (not_told is not null))
);

grant select, insert on correction, correction_recipient to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop table correction_recipient, correction;
`);
  }
}
