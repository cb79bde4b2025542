import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Acts that must be taken although the ledger cannot be written (an alert about a child): kept with the act, in its
 * own transaction, and moved into the ledger as soon as it can be written again.
 */
export class LedgerOwed1700000011000 implements MigrationInterface {
  name = 'LedgerOwed1700000011000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
create table ledger_owed (
  id uuid primary key,
  entry text not null,
  since timestamptz not null default clock_timestamp()
);
grant select, insert, delete on ledger_owed to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table ledger_owed');
  }
}
