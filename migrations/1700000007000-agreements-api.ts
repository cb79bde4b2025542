import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Approving, suspending and ending over the API: the hub writes the life of agreements, and never a text. */
export class AgreementsApi1700000007000 implements MigrationInterface {
  name = 'AgreementsApi1700000007000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
grant select (subject, organisation_id) on agreement_approver to rollcall_app;
grant update (state, approved_at) on agreement_version to rollcall_app;
grant insert on agreement_approval, agreement_suspension, agreement_event to rollcall_app;
grant update (lifted_at, lifted_by) on agreement_suspension to rollcall_app;

-- Changes happen one after the other under an exclusive lock of the events. PostgreSQL gives that lock only to a role
-- that may update the table, so the hub may, and the trigger lets nobody do it.
grant update on agreement_event to rollcall_app;
create function agreement_history_kept() returns trigger language plpgsql as $$
begin
  raise exception 'the history of agreements is never changed';
end $$;
create trigger agreement_event_kept before update or delete on agreement_event
  for each row execute function agreement_history_kept();
create trigger agreement_approval_kept before update or delete on agreement_approval
  for each row execute function agreement_history_kept();
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop trigger agreement_approval_kept on agreement_approval;
drop trigger agreement_event_kept on agreement_event;
drop function agreement_history_kept;
revoke update, insert on agreement_event from rollcall_app;
revoke insert on agreement_approval, agreement_suspension from rollcall_app;
revoke update (lifted_at, lifted_by) on agreement_suspension from rollcall_app;
revoke update (state, approved_at) on agreement_version from rollcall_app;
revoke select (subject, organisation_id) on agreement_approver from rollcall_app;
`);
  }
}
