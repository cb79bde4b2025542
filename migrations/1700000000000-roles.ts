import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The three roles that the hub works under, besides the owner, and what every room's tables build on.
 * Nothing is granted by default: each later migration grants what its own tables need, functions included.
 */
export class Roles1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const role of ['rollcall_app', 'rollcall_sequencer', 'rollcall_retention']) {
      await runner.query(roleIfMissing(role));
      await runner.query(membershipIfMissing(role));
      await runner.query(`GRANT USAGE ON SCHEMA public TO ${role}`);
    }
    // Before the default privileges change, so that everybody may go on calling the extensions' functions.
    await runner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    await runner.query('CREATE EXTENSION IF NOT EXISTS fuzzystrmatch');
    await runner.query('CREATE EXTENSION IF NOT EXISTS unaccent');
    await runner.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await runner.query('ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC');
  }

  /** The roles stay: they belong to the whole server, and other databases on it may use them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC');
    await runner.query('DROP EXTENSION IF EXISTS unaccent, fuzzystrmatch, pg_trgm');
    await runner.query(
      'REVOKE USAGE ON SCHEMA public FROM rollcall_app, rollcall_sequencer, rollcall_retention',
    );
  }
}

/** Two databases of one server may be migrated at the same moment; our lock is per database. */
function roleIfMissing(role: string): string {
  return `DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} NOLOGIN; END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$`;
}

/** A superuser may become anybody; another owner may become only a role that it belongs to. */
function membershipIfMissing(role: string): string {
  return `DO $$ BEGIN
    IF NOT pg_has_role(current_user, '${role}', 'MEMBER') THEN GRANT ${role} TO CURRENT_USER; END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation OR internal_error THEN NULL;
  END $$`;
}
