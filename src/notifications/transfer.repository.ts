import type { Sql } from '../gate/ports';
import type { Due } from '../procedures/due';
import { newRowId } from '../kernel/id';
import type { NotificationType } from './notification.enums';
import type { Standing, TransferState } from './transfer.transitions';

/** A case that was offered, and the letter that offers it. */
export interface TransferRow extends Standing {
  readonly id: string;
  readonly publicId: string;
  readonly childId: string;
  /** The offer: its row, and its id outside. */
  readonly notification: string;
  readonly offer: string;
  readonly from: string;
  readonly fromUnit: string;
  readonly to: string;
  readonly purpose: string;
  readonly reference: string;
  readonly proposedAt: Date;
  readonly dueOn: string | null;
  readonly overdueFrom: Date | null;
  readonly answeredBy: string | null;
  readonly circumstance: string | null;
}

const COLUMNS = `t.id, t.public_id as "publicId", t.child_id as "childId", t.notification_id as notification, n.public_id as offer,
  t.from_organisation as "from", n.from_unit as "fromUnit", t.to_organisation as "to", n.purpose, n.reference, t.state,
  t.decided_elsewhere as "decidedElsewhere", t.taken_at is not null as taken, t.proposed_at as "proposedAt", t.due_on::text as "dueOn",
  t.overdue_from as "overdueFrom", t.answered_by as "answeredBy", t.circumstance_id as circumstance`;
const FROM = 'from transfer t join notification n on n.id = t.notification_id';

/** A kind of service of a unit: the hub of another authority, which speaks for it. */
const PEER_HUB = 'peer-hub';

/** Whether a unit is another authority’s hub. */
export async function isPeerHub(tx: Sql, unit: string): Promise<boolean> {
  const rows = await tx.query(`select 1 from unit where id = $1 and service = $2`, [unit, PEER_HUB]);
  return rows.length > 0;
}

export interface NewTransfer {
  readonly child: string;
  readonly notification: string;
  readonly from: string;
  readonly fromUnit: string;
  readonly to: string;
  readonly home: string;
  readonly due: Due | null;
  readonly now: Date;
}

/** What another authority’s hub offers is decided there, and nowhere else. */
export async function insertTransfer(tx: Sql, offer: NewTransfer): Promise<void> {
  await tx.query(
    `insert into transfer (id, authority_id, child_id, notification_id, from_organisation, to_organisation, decided_elsewhere, state,
       since, proposed_at, due_on, overdue_from)
     values ($1, $2, $3, $4, $5, $6, exists (select 1 from unit u where u.id = $7 and u.service = $8), 'PROPOSED', $9, $9, $10, $11)`,
    [
      newRowId(), offer.home, offer.child, offer.notification, offer.from, offer.to, offer.fromUnit, PEER_HUB, offer.now,
      offer.due?.on ?? null, offer.due?.overdueFrom ?? null,
    ],
  ); // prettier-ignore
}

/** A letter that came to any of these names; not held: what it offers is. */
export async function receivedLetter(
  tx: Sql,
  publicId: string,
  inbox: readonly string[],
): Promise<{ readonly id: string; readonly childId: string; readonly type: NotificationType } | null> {
  const rows = await tx.query<{ id: string; childId: string; type: NotificationType }>(
    `select id, child_id as "childId", type from notification where public_id = $1 and to_organisation = any($2::text[])`,
    [publicId, inbox],
  );
  return rows[0] ?? null;
}

/** The transfer that a letter offers, held: of two who act on it at once, the second sees what the first has done. */
export async function holdOffered(tx: Sql, notification: string): Promise<TransferRow | null> {
  return one(tx, 't.notification_id = $1', [notification]);
}

/** By its own id or that of its offer, held, where any of these names is a party to it. */
export async function holdOwn(
  tx: Sql,
  publicId: string,
  names: readonly string[],
): Promise<TransferRow | null> {
  return one(
    tx,
    '(t.public_id = $1 or n.public_id = $1) and (t.from_organisation = any($2::text[]) or t.to_organisation = any($2::text[]))',
    [publicId, names],
  );
}

/** By the id of the offer, held, where that unit made it, or the hub of that organisation. */
export async function holdMade(
  tx: Sql,
  offer: string,
  by: { readonly organisation: string; readonly unit: string },
): Promise<TransferRow | null> {
  return one(
    tx,
    'n.public_id = $1 and t.from_organisation = $2 and (n.from_unit = $3 or t.decided_elsewhere)',
    [offer, by.organisation, by.unit],
  );
}

/** The one that a letter of ours answers, by the id of that letter; its child first, as whoever opens a case does. */
export async function holdAnswered(tx: Sql, answer: string): Promise<TransferRow | null> {
  const [found] = await tx.query<{ offer: string; child: string }>(
    `select t.notification_id as offer, t.child_id as child from notification a join transfer t on t.notification_id = a.in_reply_to
     where a.public_id = $1`,
    [answer],
  );
  if (!found) return null;
  await tx.query('select 1 from child where id = $1 for no key update', [found.child]);
  return holdOffered(tx, found.offer);
}

/** Those of a child that an authority has accepted and not yet said to have opened a case for, held. */
export function holdToBeTaken(tx: Sql, child: string, authority: string): Promise<TransferRow[]> {
  return tx.query<TransferRow>(
    `select ${COLUMNS} ${FROM} where t.child_id = $1 and t.to_organisation = $2 and t.state = 'ACCEPTED' order by t.id for update of t`,
    [child, authority],
  );
}

/** Ids of offers that are decided here and may have run out by then. */
export async function waitingOffers(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from transfer where state = 'PROPOSED' and not decided_elsewhere and (overdue_from is null or overdue_from <= $1) order by id`,
    [now],
  );
  return rows.map(({ id }) => id);
}

/** One of those, held; null when somebody else is at it. */
export async function holdWaiting(tx: Sql, id: string): Promise<TransferRow | null> {
  return one(tx, 't.id = $1', [id], 'skip locked');
}

async function one(
  tx: Sql,
  where: string,
  values: readonly unknown[],
  more = '',
): Promise<TransferRow | null> {
  const rows = await tx.query<TransferRow>(
    `select ${COLUMNS} ${FROM} where ${where} for update of t ${more}`,
    values,
  );
  return rows[0] ?? null;
}

export async function saveDue(tx: Sql, id: string, due: Due): Promise<void> {
  await tx.query('update transfer set due_on = $2, overdue_from = $3 where id = $1', [
    id,
    due.on,
    due.overdueFrom,
  ]);
}

export async function saveStanding(
  tx: Sql,
  id: string,
  to: { readonly state: TransferState; readonly now: Date; readonly taken?: boolean },
): Promise<void> {
  await tx.query(
    `update transfer set state = $2, since = $3, taken_at = case when $4::boolean then $3 else taken_at end,
       answered_by = case when $2 = 'ACCEPTING' then answered_by end where id = $1`,
    [id, to.state, to.now, to.taken ?? false],
  );
}

/** In whose name the case is opened when the yes that is on its way counts; kept no longer than that. */
export async function saveAnswerer(tx: Sql, id: string, user: string): Promise<void> {
  await tx.query('update transfer set answered_by = $2 where id = $1', [id, user]);
}

export async function saveOpened(
  tx: Sql,
  { id, notification }: TransferRow,
  circumstance: string,
): Promise<void> {
  await tx.query('update transfer set circumstance_id = $2 where id = $1', [id, circumstance]);
  await tx.query('update notification set transfer_id = $2 where id = $1', [notification, circumstance]);
}

/** A letter that answers an offer. */
export interface Reply {
  /** Its id outside. */
  readonly id: string;
  readonly unit: string;
  readonly purpose: string;
  readonly reference: string;
}

/** The letter of a kind that answers an offer; null when there is none. */
export async function replyTo(tx: Sql, notification: string, type: NotificationType): Promise<Reply | null> {
  const rows = await tx.query<Reply>(
    `select public_id as id, from_unit as unit, purpose, reference from notification where in_reply_to = $1 and type = $2
     order by position desc limit 1`,
    [notification, type],
  );
  return rows[0] ?? null;
}

/** The authority to which a child’s case is on offer, or that has accepted it and not taken it yet. */
export async function offeredTo(tx: Sql, child: string, from: string): Promise<string | null> {
  const rows = await tx.query<{ to: string }>(
    `select to_organisation as "to" from transfer where child_id = $1 and from_organisation = $2 and state in ('PROPOSED', 'ACCEPTED') limit 1`,
    [child, from],
  );
  return rows[0]?.to ?? null;
}

/** The unit that a case of the authority is worked by. */
export async function teamOf(tx: Sql, authority: string): Promise<string> {
  const rows = await tx.query<{ id: string }>(
    `select id from unit where organisation_id = $1 and role = 'CME_TEAM' order by (disabled_at is not null), id limit 1`,
    [authority],
  );
  return rows[0]?.id ?? authority;
}
