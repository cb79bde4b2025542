import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An entry of the ledger, whose parts are padded to a kibibyte, stays in its row: beyond two it was compressed and moved
 * out, which cost a third of writing it.
 */
export class LedgerRowsWhole1700000027000 implements MigrationInterface {
  name = 'LedgerRowsWhole1700000027000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table ledger_entry set (toast_tuple_target = 8160)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table ledger_entry reset (toast_tuple_target)`);
  }
}
