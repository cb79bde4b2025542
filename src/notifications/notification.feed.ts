import { positionOf } from '../gate/connection';
import type { Feed } from '../gate/feed';
import type { Sql } from '../gate/ports';
import { badInput } from '../kernel/errors';
import { parseUuid } from '../kernel/id';
import { inboxOf } from './notification.shape';

const AT_ONCE = 50;
const ID = [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];

/** Notifications as they come to an inbox. A position is the id of one in it, or the cursor of the inbox's list. */
export function notificationFeed(database: Sql, home: string): Feed {
  return {
    async now(asking) {
      const [row] = await database.query<{ id: string }>(
        `select public_id as id from notification where to_organisation = any($1::text[]) order by position desc limit 1`,
        [inboxOf(asking, home)],
      );
      return row?.id ?? '';
    },
    async after(asking, cursor) {
      const inbox = inboxOf(asking, home);
      const last = cursor === '' ? null : idOf(cursor);
      const [from] = await database.query<{ position: string }>(
        last === null
          ? `select 0::bigint as position where $1::uuid is null and $2::text[] is not null`
          : `select position from notification where public_id = $1::uuid and to_organisation = any($2::text[])`,
        [last, inbox],
      );
      if (!from) throw notGiven();
      const rows = await database.query<{ id: string }>(
        `select public_id as id from notification where to_organisation = any($1::text[]) and position > $2
         order by position limit ${AT_ONCE}`,
        [inbox, from.position],
      );
      return rows.map(({ id }) => ({ cursor: id, event: { id } }));
    },
  };
}

function idOf(cursor: string): string {
  const id = parseUuid(cursor);
  if (id.ok) return id.value;
  try {
    return positionOf(cursor, ID)?.[0] ?? '';
  } catch {
    throw notGiven();
  }
}

const notGiven = (): Error =>
  badInput('after', 'send the id of an event that you were given, or the `endCursor` of `notifications`.');
