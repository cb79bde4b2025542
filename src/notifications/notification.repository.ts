import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newPublicId, newRowId } from '../kernel/id';
import { somethingFor } from '../mail/mail-due';
import type { NotificationType } from './notification.enums';

export interface Letter {
  readonly child: string;
  readonly type: NotificationType;
  readonly text: string | null;
  readonly transfer?: string;
  readonly inReplyTo?: string;
  /** The row of the lost-pupil message that it is about. */
  readonly message?: string;
  /** The row of which these are copies, for others who have a stake in it. */
  readonly copyOf?: string;
}

export interface SentIds {
  readonly id: string;
  readonly publicId: string;
}

/** In whose name a letter goes, and for which purpose. */
export interface Sender {
  readonly asking: Pick<Asking, 'organisation' | 'unit' | 'purpose' | 'reference'>;
  readonly home: string;
  readonly now: Date;
}

/** A letter to one addressee, and who tells it. */
export type Notice = Letter & Sender['asking'] & { readonly to: string };

/** One row for each addressee, in one statement. Last in its transaction: whoever writes next waits until it ends. */
export const insertNotifications = (
  tx: Sql,
  letter: Letter,
  to: readonly string[],
  { asking, home, now }: Sender,
): Promise<SentIds[]> => {
  const { organisation, unit, purpose, reference } = asking;
  const notices = to.map((one) => ({ ...letter, organisation, unit, purpose, reference, to: one }));
  return insertNotices(tx, notices, { home, now });
};

/** The same of many letters. */
export async function insertNotices(
  tx: Sql,
  notices: readonly Notice[],
  { home, now }: Pick<Sender, 'home' | 'now'>,
): Promise<SentIds[]> {
  const rows = notices.map((notice) => ({ ...notice, id: newRowId(), publicId: newPublicId() }));
  await tx.query(
    `insert into notification (id, public_id, to_organisation, authority_id, child_id, from_organisation, from_unit, type,
       purpose, reference, text, transfer_id, in_reply_to, copy_of, message_id, sent_at)
     select id, "publicId", "to", $2, child, organisation, unit, type, purpose, reference, text, transfer, "inReplyTo", "copyOf", message, $3
     from jsonb_to_recordset($1::jsonb) as r(id uuid, "publicId" uuid, "to" text, child uuid, organisation text, unit text, type text,
       purpose text, reference text, text text, transfer uuid, "inReplyTo" uuid, "copyOf" uuid, message uuid)`,
    [JSON.stringify(rows), home, now],
  );
  await somethingFor(tx, { to: [...new Set(rows.map(({ to }) => to))], home, now });
  return rows.map(({ id, publicId }) => ({ id, publicId }));
}

/** Every other authority that takes part. */
export async function otherAuthorities(tx: Sql, home: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from organisation where kind = 'la' and state = 'live' and disabled_at is null and id <> $1 order by id`,
    [home],
  );
  return rows.map(({ id }) => id);
}

export interface NotificationRow {
  readonly id: string;
  readonly publicId: string;
  readonly type: NotificationType;
  readonly childId: string;
  readonly fromOrganisation: string;
  readonly fromUnit: string;
  readonly acknowledgedAt: Date | null;
}

/** One that came to any of these names, locked; null when there is none. */
export async function findReceived(
  tx: Sql,
  publicId: string,
  inbox: readonly string[],
): Promise<NotificationRow | null> {
  const rows = await tx.query<NotificationRow>(
    `select n.id, n.public_id as "publicId", n.type, n.child_id as "childId", n.from_organisation as "fromOrganisation",
       n.from_unit as "fromUnit", n.acknowledged_at as "acknowledgedAt"
     from notification n where n.public_id = $1 and n.to_organisation = any($2::text[]) for update`,
    [publicId, inbox],
  );
  return rows[0] ?? null;
}

/** Whether the asker sent it, and therefore may know what it is told about it. */
export async function isOwn(tx: Sql, publicId: string, asking: Asking): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from notification where public_id = $1 and from_organisation = $2 and from_unit = $3 and copy_of is null`,
    [publicId, asking.organisation, asking.unit],
  );
  return rows.length > 0;
}

/** Marks it as read, once; returns when that was. */
export async function acknowledge(tx: Sql, id: string, by: string, now: Date): Promise<Date> {
  const rows = await tx.query<{ at: Date }>(
    `update notification set acknowledged_at = coalesce(acknowledged_at, $2), acknowledged_by = coalesce(acknowledged_by, $3)
     where id = $1 returning acknowledged_at as at`,
    [id, now, by],
  );
  return rows[0]?.at ?? now;
}

/** Public ids of an authority's notices that the child has come, which nobody has answered. */
export async function movedInFrom(tx: Sql, child: string, organisation: string): Promise<string[]> {
  const rows = await tx.query<{ publicId: string }>(
    `select n.public_id as "publicId" from notification n where n.child_id = $1 and n.from_organisation = $2 and n.type = 'MOVED_IN'
       and not exists (select 1 from case_event v where v.child_id = n.child_id and v.kind = 'SENDER_ANSWERED'
         and v.about = n.public_id::text) order by n.sent_at`,
    [child, organisation],
  );
  return rows.map(({ publicId }) => publicId);
}
