import type { Writer } from '../children/child-reference';
import type { Sql } from '../gate/ports';

/**
 * Organisations and units that have something to do with a child now: whoever has it on its roll, works with it, was asked or
 * asks about it, was told of it, or has its area; of the home authority the services alone that work with it. It says who
 * might be told of a change, never who may be: that is decided.
 */
export async function hasToDoWith(
  tx: Sql,
  child: string,
  { home, now, today }: Pick<Writer, 'home' | 'now' | 'today'>,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct id from (
       select organisation_id as id from registration where child_id = $1 and (ends_on is null or ends_on > $3)
       union all select coalesce(unit_id, organisation_id) from circumstance
         where child_id = $1 and kind <> 'LOST_ELSEWHERE' and (ends_at is null or ends_at > $2)
       union all select r.organisation_id from enquiry_recipient r join enquiry e on e.id = r.enquiry_id
         where e.child_id = $1 and e.state = 'OPEN'
       union all select from_unit from enquiry where child_id = $1 and state = 'OPEN'
       union all select to_organisation from notification
         where child_id = $1 and (acknowledged_at is null or acknowledged_at >= $2::timestamptz - interval '28 days')
       union all select authority_id from child_address where child_id = $1 and (ends_on is null or ends_on > $3)
     ) who where id is not null and id <> $4 order by id`,
    [child, now, today, home],
  );
  return rows.map(({ id }) => id);
}
