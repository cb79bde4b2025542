import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a controller holds is opened by a person of its own among those who approve. Whose items a version permits is
 * written when it is offered, which the hub's role cannot do; a version of which that is not known comes into force never.
 */
export class EachController1700000021000 implements MigrationInterface {
  name = 'EachController1700000021000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
-- Organisations each of which must approve by a person of its own; null where a version was offered before this was kept.
alter table agreement_version add column controllers text[];

create or replace function agreement_takes_two() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  people bigint;
  bodies text[];
begin
  select count(distinct a.approver), coalesce(array_agg(a.organisation_id), '{}') into people, bodies
  from public.agreement_approval a
  join public.agreement_approver p on p.subject = a.approver and p.organisation_id = a.organisation_id
  where a.agreement = new.agreement and a.version = new.version and a.kind = 'APPROVE'
    and a.approver <> new.offered_by;
  if people < 2 then
    raise exception 'an agreement comes into force by two registered people, neither of them its author';
  end if;
  if new.controllers is null or not new.controllers <@ bodies then
    raise exception 'an agreement comes into force by a person of each controller of what it opens';
  end if;
  return new;
end $$;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
create or replace function agreement_takes_two() returns trigger language plpgsql security definer
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
alter table agreement_version drop column controllers;
`);
  }
}
