import { childShape } from '../children/child.shape';
import { column, value } from '../children/field-sql';
import type { Asking } from '../gate/asking';
import type { EntityShape, Parameters } from '../gate/entity-sql';
import { ALONE_SQL, CURRENT, stillSaid } from '../gate/standing-sql';

/**
 * The names under which the asker is written to. What goes to the council as a whole is its team's to read, not that of
 * every service of the council.
 */
export const inboxOf = (asking: Asking, home: string): string[] => {
  if (asking.organisation === home)
    return asking.role === 'CME_TEAM' ? [asking.organisation, asking.unit] : [asking.unit];
  const own = [asking.organisation, asking.unit];
  return asking.purpose === 'RIGHTS_AND_AUDIT' ? [...own, dataProtectionInbox(asking.organisation)] : own;
};

/**
 * Where an organisation's data-protection contact is written to. INVARIANT: at a partner it is read for audit alone,
 * which is open for every child or none: elsewhere the standing to the child would decide whether a notice shows, and
 * so tell whom a declaration by name and birth date has met.
 */
export const dataProtectionInbox = (organisation: string): string => `${organisation}/data-protection`;

const isSender = (a: string, p: Parameters): string =>
  `${a}.from_organisation = ${p.of('self.organisation')} and ${a}.from_unit = ${p.of('self.unit')}`;

export const receivedByUs = (a: string, p: Parameters): string =>
  `${a}.to_organisation = any(${p.of('inbox', 'text[]')})`;

/**
 * INVARIANT: another authority does not read what it sent. No standing rests on having told something, so it would show
 * only for children to whom the authority stands in some other way, and thereby tell that the hub knows the child.
 */
export const sentByUs = (a: string, p: Parameters): string =>
  `(${isSender(a, p)} and ${a}.from_organisation = ${p.of('home')} and ${a}.copy_of is null and ${a}.type <> 'EMERGENCY_USED')`;

const now = (p: Parameters): string => p.of('now', 'timestamptz');

/**
 * INVARIANT: a message about a lost pupil is read while it stands, and by nobody after; that somebody was met, where the
 * asker may know of that child now; that an address changed, where it may read the address. To anybody else, and in any
 * other purpose, there is no such notice.
 */
const whileItStands = (a: string, p: Parameters, visible: (item: string, form: string) => string): string =>
  `(${a}.type <> 'LOST_PUPIL' or ${stillSaid(a, now(p))}) and (${a}.type <> 'FOUND_MATCH' or ${visible('EXISTENCE', 'full')})
    and (${a}.type <> 'ADDRESS_CHANGED' or ${visible('CURRENT_ADDRESS', 'full')})`;

/**
 * INVARIANT: which child a lookup meant is told only where the asker may know of that child now: for the purpose for which
 * it asked, for whom it asked, and by an agreement of its own. To anybody else there is no such notice.
 */
export const mayBeTold = (
  a: string,
  p: Parameters,
  visible: (item: string, form: string) => string,
): string =>
  `${whileItStands(a, p, visible)} and (${a}.type <> 'LOOKUP_DECIDED' or (exists (select 1 from lookup_review k join child c on c.id = ${a}.child_id
    where k.notice_id = ${a}.id and k.purpose = ${p.of('purpose')} and coalesce(k.on_behalf_of, '') = ${p.of('represented.organisation')}
      and c.state = 'known') and ${visible('EXISTENCE', 'full')}))`;

/** What another authority said of a child whom the hub does not know comes back to it as one whom it may not know. */
export const tellsOfUnmatched = (a: string, p: Parameters): string =>
  `((${a}.from_organisation = ${p.of('home')} and ${a}.in_reply_to is null)
    or exists (select 1 from unit t where t.id = ${p.of('self.unit')} and t.role = 'CME_TEAM'))`;

/** How far it has come: of its ways to the receiver the worst that somebody has to look at, else the best. */
const deliveryOf = (a: string): string => `(select json_build_object('notice', ${a}.public_id,
    'stands', case when ${a}.acknowledged_at is not null then 'ACKNOWLEDGED' when bool_or(d.state = 'DEAD') then 'DEAD'
      when bool_or(d.state = 'HELD') then 'HELD' when bool_or(d.state = 'WAITING') then 'WAITING'
      when bool_or(d.state = 'DELIVERED') then 'DELIVERED' else 'IN_INBOX' end,
    'attempts', coalesce(max(d.attempts), 0), 'at', max(d.settled_at), 'problem', max(d.problem),
    'heldUnder', (array_agg(d.held) filter (where d.state = 'HELD'))[1])
  from outbox o left join delivery d on d.outbox_id = o.id where o.about = ${a}.public_id and o.kind = 'NOTIFICATION')`;

/** Where the case stands that it offers, or that is spoken of in answer to an offer. */
const caseTransferOf = (
  a: string,
): string => `(select json_build_object('state', t.state, 'since', t.since, 'dueOn', t.due_on,
    'caseWith', case when t.taken_at is null then t.from_organisation else t.to_organisation end,
    'waitsFor', case when t.state in ('PROPOSED', 'ACCEPTED') then t.to_organisation
      when t.state in ('ACCEPTING', 'DECLINING', 'OVERTAKEN') then t.from_organisation end)
  from transfer t where t.notification_id in (${a}.id, ${a}.in_reply_to))`;

/** How each field of a notification is read. */
export const notificationShape: EntityShape = {
  type: 'Notification',
  child: (a) => `${a}.child_id`,
  existence: { item: 'EXCHANGE', form: 'full' },
  standing: {
    // Whoever asked, and for whom it asked.
    LOOKUP_DECIDED_FOR_US: (a, { unit, organisation, now }) =>
      `(${a}.type = 'LOOKUP_DECIDED' and (${a}.acknowledged_at is null or ${a}.acknowledged_at >= ${now} - ${CURRENT}) and exists (select 1 from lookup_review k
        where k.notice_id = ${a}.id and (k.unit_id = ${unit} or k.on_behalf_of = ${organisation})))`,
    NOTICE_TO_US: (a, { home, now }) =>
      `(${a}.type in (${ALONE_SQL}) and ${a}.from_organisation = ${home} and (${a}.acknowledged_at is null or ${a}.acknowledged_at >= ${now} - ${CURRENT}))`,
  },
  fields: {
    id: column('public_id'),
    type: column('type'),
    sentAt: column('sent_at'),
    from: column('from_organisation'),
    fromName: value((a) => `(select u.name from unit u where u.id = ${a}.from_unit)`),
    to: column('to_organisation'),
    purpose: column('purpose'),
    reference: column('reference'),
    text: column('text'),
    acknowledgedAt: column('acknowledged_at'),
    inReplyTo: value((a) => `(select n.public_id from notification n where n.id = ${a}.in_reply_to)`),
    delivery: value((a, p) => `case when ${sentByUs(a, p)} then ${deliveryOf(a)} end`),
    message: value((a) => `(select m.public_id from circumstance m where m.id = ${a}.message_id)`),
    transfer: value((a) => `(select c.public_id from circumstance c where c.id = ${a}.transfer_id)`),
    caseTransfer: value(caseTransferOf),
    child: {
      kind: 'entity',
      shape: () => childShape,
      list: false,
      from: (a, r, p) =>
        `from child ${r} where ${r}.id = ${a}.child_id and (${r}.state = 'known' or (${r}.state = 'unresolved'
          and ${tellsOfUnmatched(a, p)}))`,
    },
  },
};
