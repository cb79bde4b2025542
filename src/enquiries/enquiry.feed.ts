import type { Feed } from '../gate/feed';
import type { Sql } from '../gate/ports';
import { badInput } from '../kernel/errors';
import { parseUuid } from '../kernel/id';
import { inboxOf } from '../notifications/notification.shape';

const AT_ONCE = 50;
const OURS = `kind in ('ENQUIRY', 'ENQUIRY_ANSWERED') and recipient = any($1::text[])`;

/** Enquiries as they come, or are answered to whoever asked: the outbox's rows, by their ids. */
export function enquiryFeed(database: Sql, home: string): Feed {
  return {
    async now(asking) {
      const [row] = await database.query<{ id: string }>(
        `select id from outbox where ${OURS} order by position desc limit 1`,
        [inboxOf(asking, home)],
      );
      return row?.id ?? '';
    },
    async after(asking, cursor) {
      const inbox = inboxOf(asking, home);
      const last = cursor === '' ? null : parseUuid(cursor);
      if (last?.ok === false) throw notGiven();
      const [from] = await database.query<{ position: string }>(
        last === null
          ? `select 0::bigint as position where $1::text[] is not null and $2::uuid is null`
          : `select position from outbox where id = $2::uuid and ${OURS}`,
        [inbox, last?.value ?? null],
      );
      if (!from) throw notGiven();
      const rows = await database.query<{ id: string; about: string }>(
        `select id, about from outbox where ${OURS} and position > $2 order by position limit ${AT_ONCE}`,
        [inbox, from.position],
      );
      return rows.map(({ id, about }) => ({ cursor: id, event: { id: about } }));
    },
  };
}

const notGiven = (): Error => badInput('after', 'send the id of an event that you were given.');
