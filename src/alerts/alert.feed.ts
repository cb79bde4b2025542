import type { Feed } from '../gate/feed';
import type { Sql } from '../gate/ports';
import { badInput } from '../kernel/errors';
import { isTeam } from './team';

const AT_ONCE = 50;
const POSITION = /^\d{1,18}$/;

/** Alerts as they are raised: those of the asking unit, or all of the authority for its team. */
export function alertFeed(database: Sql): Feed {
  return {
    async now() {
      const [row] = await database.query<{ position: string }>(
        `select coalesce(max(position), 0)::text as position from alert`,
      );
      return row?.position ?? '0';
    },
    async after(asking, cursor) {
      if (!POSITION.test(cursor)) throw badInput('after', 'send the id of an event that you were given.');
      const own = isTeam(asking)
        ? 'authority_id = $2'
        : 'raised_by_organisation = $2 and raised_by_unit = $3';
      const rows = await database.query<{ id: string; position: string }>(
        `select public_id as id, position::text as position from alert
         where position > $1 and ${own} and ($3::text is not null) order by alert.position limit ${AT_ONCE}`,
        [cursor, asking.organisation, asking.unit],
      );
      return rows.map(({ id, position }) => ({ cursor: position, event: { id } }));
    },
  };
}
