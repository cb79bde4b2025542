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
