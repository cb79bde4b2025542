import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two approvals are two people, and neither is the author: the database says so too, whoever asks it. The hub's role
 * may change a version's state and write approvals; without this, one person with that role could be both.
 */
export class TwoPeople1700000015000 implements MigrationInterface {
  name = 'TwoPeople1700000015000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
create function agreement_takes_two() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
begin
  if (select count(distinct a.approver) from public.agreement_approval a
      join public.agreement_approver p on p.subject = a.approver and p.organisation_id = a.organisation_id
      where a.agreement = new.agreement and a.version = new.version and a.kind = 'APPROVE'
        and a.approver <> new.offered_by) < 2
  then
    raise exception 'an agreement comes into force by two registered people, neither of them its author';
  end if;
  return new;
end $$;
revoke execute on function agreement_takes_two() from public;
create trigger agreement_takes_two before insert or update of state on agreement_version
  for each row when (new.state = 'APPROVED') execute function agreement_takes_two();
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop trigger agreement_takes_two on agreement_version;
drop function agreement_takes_two;
`);
  }
}
