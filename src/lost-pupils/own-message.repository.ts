import type { Sql } from '../gate/ports';

/** A lost-pupil message of ours that stands, and when and for what it was posted last. */
export interface OwnMessage {
  readonly id: string;
  readonly publicId: string;
  readonly child: string;
  readonly unit: string;
  readonly role: string;
  readonly purpose: string;
  readonly reference: string;
  readonly postedAt: Date;
}

/** One of ours, by whoever was told of it. */
export interface PostedMessage {
  readonly id: string;
  readonly child: string;
  readonly endsAt: Date | null;
}

const MESSAGES = `
  select m.id, m.public_id as "publicId", m.child_id as child, u.id as unit, u.role, n.purpose, n.reference, n.sent_at as "postedAt"
  from circumstance m join unit u on u.id = m.unit_id join child c on c.id = m.child_id and c.state in ('known', 'unresolved')
  cross join lateral (select purpose, reference, sent_at from notification n where n.message_id = m.id and n.type = 'LOST_PUPIL'
    order by n.sent_at desc limit 1) n
  where m.kind = 'LOST_PUPIL_MESSAGE' and m.begins_at <= $1 and (m.ends_at is null or m.ends_at > $1)`;

export const ownMessages = (sql: Sql, now: Date): Promise<OwnMessage[]> =>
  sql.query<OwnMessage>(`${MESSAGES} order by m.id`, [now]);

/** The same one, held; null when it has ended meanwhile. */
export async function holdMessage(tx: Sql, id: string, now: Date): Promise<OwnMessage | null> {
  await tx.query(`select 1 from circumstance where id = $1 for update`, [id]);
  const rows = await tx.query<OwnMessage>(`${MESSAGES} and m.id = $2`, [now, id]);
  return rows[0] ?? null;
}

/** A message of ours that was posted to an organisation, by its id outside, held; to anybody else it is not there. */
export async function findPosted(
  tx: Sql,
  publicId: string,
  { home, to }: { readonly home: string; readonly to: string },
): Promise<PostedMessage | null> {
  const rows = await tx.query<PostedMessage>(
    `select m.id, m.child_id as child, m.ends_at as "endsAt" from circumstance m
     where m.public_id = $1 and m.kind = 'LOST_PUPIL_MESSAGE' and m.organisation_id = $2 and exists (
       select 1 from notification n where n.message_id = m.id and n.type = 'LOST_PUPIL' and n.from_organisation = $2 and n.to_organisation = $3)
     for update of m`,
    [publicId, home, to],
  );
  return rows[0] ?? null;
}

/** The notice by which an organisation has said since then that it has met whom a message of ours is about. */
export async function saidMetSince(
  tx: Sql,
  message: string,
  organisation: string,
  since: Date,
): Promise<string | null> {
  const [row] = await tx.query<{ publicId: string }>(
    `select public_id as "publicId" from notification
     where message_id = $1 and type = 'FOUND_MATCH' and from_organisation = $2 and sent_at >= $3 order by position limit 1`,
    [message, organisation, since],
  );
  return row?.publicId ?? null;
}
