import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who a child was before records were joined. `child.merged_into` is there since the children came in; what was missing
 * is the way back from a kept record to those joined to it, and one answer to "which records are one child".
 */
export class ChildMerge1700000009000 implements MigrationInterface {
  name = 'ChildMerge1700000009000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
create index child_merged_into on child (merged_into) where merged_into is not null;

-- The own ids of all records that were joined into one child, this one among them, in either direction and over any
-- number of steps. UNION keeps each id once, so that a circle ends too. Nothing for an id that is no child's.
create function child_family(whom uuid) returns setof uuid language sql stable parallel safe as $$
  with recursive family(id) as (
    select c.id from child c where c.id = whom
    union
    select joined.id from family f cross join lateral (
      select c.merged_into as id from child c where c.id = f.id and c.merged_into is not null
      union all
      select c.id from child c where c.merged_into = f.id
    ) joined
  )
  select id from family
$$;
grant execute on function child_family(uuid) to rollcall_app;
`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
drop function child_family(uuid);
drop index child_merged_into;
`);
  }
}
