import type { Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { ServerAway, type Post } from './post';

export interface MailPorts {
  readonly database: Sql;
  readonly clock: Clock;
  /** Null: this hub writes to nobody. */
  readonly post: Post | null;
}

/** How many mailboxes were written to, and how many could not be. */
export interface Mailed {
  readonly sent: number;
  readonly failed: number;
  /** Why no mail server could be used, as a code; null: one could, or none was wanted. */
  readonly away: string | null;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Nobody is written to more often than this, whatever there is and however the last message fared. */
const QUARTER = 15 * MINUTE;
/** What nobody could be told in this time is in the inbox all the same. */
const KEPT = 7 * DAY;

/**
 * Writes to every mailbox for which there is something, once for all of it. Whoever is to write claims the mailbox first:
 * a process that dies in between is followed by another a quarter of an hour later, and none writes twice.
 */
export async function sendMail({ database, clock, post }: MailPorts): Promise<Mailed> {
  const now = clock.now();
  await database.query(FORGET, [new Date(now.getTime() - KEPT)]);
  if (post === null) return { sent: 0, failed: 0, away: null };
  const due = await database.query<{ mailbox: string; ids: string[] }>(
    'select mailbox, array_agg(id) as ids from mail_due group by mailbox order by min(at), mailbox',
  );
  let [sent, failed] = [0, 0];
  for (const { mailbox, ids } of due) {
    if (!(await claim(database, mailbox, now))) continue;
    try {
      await post.send(mailbox);
    } catch (error) {
      failed += 1;
      if (error instanceof ServerAway) return { sent, failed, away: error.reason };
      await database.query('update mail_box set failures = failures + 1 where mailbox = $1', [mailbox]);
      continue;
    }
    sent += 1;
    await database.query('delete from mail_due where id = any($1::uuid[])', [ids]);
    await database.query('update mail_box set failures = 0 where mailbox = $1 and failures > 0', [mailbox]);
  }
  return { sent, failed, away: null };
}

/** After each refusal the wait is twice as long, up to a day; where only the server was away it is not. */
async function claim(database: Sql, mailbox: string, now: Date): Promise<boolean> {
  const claimed = await database.query(
    `insert into mail_box as b (mailbox, tried_at) values ($1, $2)
     on conflict (mailbox) do update set tried_at = $2
       where b.tried_at <= $2::timestamptz - least($3 * power(2, least(b.failures, 20)), $4) * interval '1 millisecond'
     returning mailbox`,
    [mailbox, now, QUARTER, DAY],
  );
  return claimed.length > 0;
}

/** Too old to be told, or for a team that has left the directory or changed its mailbox since. */
const FORGET = `delete from mail_due d where d.at < $1 or not exists (
  select 1 from unit u join organisation o on o.id = u.organisation_id
  where lower(u.contact_mailbox) = d.mailbox and u.disabled_at is null and o.disabled_at is null and o.state = 'live')`;
