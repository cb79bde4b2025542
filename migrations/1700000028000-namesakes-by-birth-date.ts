import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A child looked up by name and birth date was found by going through its namesakes, who grow with the register: now the
 * index holds their birth dates too.
 */
export class NamesakesByBirthDate1700000028000 implements MigrationInterface {
  name = 'NamesakesByBirthDate1700000028000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `create index child_name_keys_born on child_name (surname_key, forename_key, born, child_id)`,
    );
    await q.query(`drop index child_name_keys`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`create index child_name_keys on child_name (surname_key, forename_key)`);
    await q.query(`drop index child_name_keys_born`);
  }
}
