import { childShape } from '../children/child.shape';
import { column, value } from '../children/field-sql';
import type { EntityShape, FieldSql, Parameters } from '../gate/entity-sql';
import { UNHEARD } from './enquiry.transitions';

/** Sent by the asking unit itself: other teams of the same council have enquiries of their own. */
export const sentByUs = (a: string, p: Parameters): string =>
  `${a}.from_organisation = ${p.of('self.organisation')} and ${a}.from_unit = ${p.of('self.unit')}`;

/** One who was asked, and is the asking organisation or unit. */
export const isUs = (r: string, p: Parameters): string =>
  `${r}.organisation_id in (${p.of('self.organisation')}, ${p.of('self.unit')})`;

/** The team of the authority reads every enquiry. */
const isTeam = (a: string, p: Parameters): string =>
  `exists (select 1 from unit t where t.id = ${p.of('self.unit')} and t.organisation_id = ${a}.authority_id and t.role = 'CME_TEAM')`;

/** Another authority that asked about a child whom the hub does not know reads the same as one whom it may not know. */
export const tellsOfUnmatched = (a: string, p: Parameters): string =>
  `(${a}.from_organisation = ${p.of('home')} or not (${sentByUs(a, p)}))`;

const named = (r: string): string =>
  `coalesce((select u.name from unit u where u.id = ${r}.organisation_id), (select o.name from organisation o where o.id = ${r}.organisation_id))`;
const answer = (name: string): FieldSql => value((r) => `${r}.answer ->> '${name}'`);
const address = (name: string): FieldSql => value((r) => `${r}.answer -> 'address' ->> '${name}'`);
const believed = (name: string): FieldSql => value((a) => `${a}.believed_at ->> '${name}'`);
/** Who rests is neither late nor heard. */
const STILL = UNHEARD.filter((state) => state !== 'SUSPENDED')
  .map((state) => `'${state}'`)
  .join(', ');

/** Of its ways the worst that somebody has to look at, else the best. Null while there is nothing to deliver. */
const deliveredBy = (messages: string): string => `(select case when bool_or(d.state = 'DEAD') then 'DEAD'
    when bool_or(d.state = 'HELD') then 'HELD' when bool_or(d.state = 'WAITING') then 'WAITING'
    when bool_or(d.state = 'DELIVERED') then 'DELIVERED' when count(o.id) > 0 then 'IN_INBOX' end
  from outbox o left join delivery d on d.outbox_id = o.id where ${messages})`;
const questionTo = (r: string): string =>
  deliveredBy(
    `o.about = (select q.public_id from enquiry q where q.id = ${r}.enquiry_id) and o.kind = 'ENQUIRY' and o.recipient = ${r}.organisation_id`,
  );
/** INVARIANT: of a question of the council's own, one who was asked would learn of it that others have answered. */
const answerOf = (r: string, p: Parameters): string =>
  deliveredBy(
    `o.kind = 'ENQUIRY_ANSWERED' and (o.about, o.recipient) = (select q.public_id, q.from_unit from enquiry q
      where q.id = ${r}.enquiry_id and q.from_organisation <> ${p.of('home')})`,
  );

/** Who sent it sees all who were asked and the team does; whoever was asked sees itself alone. */
const recipients: FieldSql = {
  kind: 'object',
  type: 'EnquiryRecipient',
  list: true,
  of: {
    id: column('public_id'),
    organisation: column('organisation_id'),
    name: value(named),
    state: column('state'),
    outcome: column('outcome'),
    answeredAt: column('answered_at'),
    dueOn: column('due_on'),
    overdue: value(
      (r, p) =>
        `(${r}.state in (${STILL}) and coalesce(${r}.overdue_from <= ${p.of('now', 'timestamptz')}, false))`,
    ),
    remindedAt: column('reminded_at'),
    // INVARIANT: whoever was asked is told of itself, never why it is no longer asked nor to whom its silence has gone.
    escalatedTo: value((r, p) => `case when not ${isUs(r, p)} then ${r}.escalated_to end`),
    withdrawnBecause: value((r, p) => `case when not ${isUs(r, p)} then ${r}.withdrawn_because end`),
    delivery: value((r, p) => `case when ${isUs(r, p)} then ${answerOf(r, p)} else ${questionTo(r)} end`),
  },
  from: (a, r, p) =>
    `from enquiry_recipient ${r} where ${r}.enquiry_id = ${a}.id and ((${sentByUs(a, p)}) or ${isUs(r, p)} or ${isTeam(a, p)})`,
  order: (r) => `${r}.organisation_id`,
};

/** INVARIANT: what was answered to an enquiry that the council has not yet accepted is for its team alone. */
const answers: FieldSql = {
  kind: 'object',
  type: 'EnquiryAnswer',
  list: true,
  of: {
    id: column('public_id'),
    organisation: column('organisation_id'),
    name: value(named),
    outcome: column('outcome'),
    answeredAt: column('answered_at'),
    inPart: column('in_part'),
    replaced: column('replaced'),
    knownSince: answer('knownSince'),
    address: {
      kind: 'object',
      type: 'AnsweredAddress',
      list: false,
      of: {
        line1: address('line1'),
        line2: address('line2'),
        town: address('town'),
        postcode: address('postcode'),
      },
      from: null,
      when: (r) => `${r}.answer -> 'address' is not null`,
    },
    educationElsewhere: answer('educationElsewhere'),
    caseWorkerTeam: answer('caseWorkerTeam'),
    caseWorkerPhone: answer('caseWorkerPhone'),
    note: answer('note'),
    withheldBecause: column('withheld_reason'),
    withheldBy: column('withheld_decided_by'),
    reviewOn: column('withheld_review_on'),
  },
  from: (a, r, p) =>
    `from answer_given ${r} where ${r}.enquiry_id = ${a}.id
      and (${isTeam(a, p)} or (${sentByUs(a, p)} and ${a}.accepted_at is not null))`,
  order: (r) => `${r}.answered_at, ${r}.public_id`,
};

/** How each field of an enquiry is read. */
export const enquiryShape: EntityShape = {
  type: 'Enquiry',
  child: (a) => `${a}.child_id`,
  existence: { item: 'EXCHANGE', form: 'full' },
  fields: {
    id: column('public_id'),
    state: column('state'),
    sentAt: column('sent_at'),
    dueOn: column('due_on'),
    question: column('question'),
    checkKind: column('check_kind'),
    step: column('step'),
    repeats: value(
      (a, p) =>
        `case when ${sentByUs(a, p)} then (select b.public_id from enquiry b where b.id = ${a}.repeats_id) end`,
    ),
    believedAddress: {
      kind: 'object',
      type: 'AnsweredAddress',
      list: false,
      of: {
        line1: believed('line1'),
        line2: believed('line2'),
        town: believed('town'),
        postcode: believed('postcode'),
      },
      from: null,
      when: (a) => `${a}.believed_at is not null`,
    },
    purpose: column('purpose'),
    reference: column('reference'),
    from: column('from_organisation'),
    fromName: value((a) => `(select u.name from unit u where u.id = ${a}.from_unit)`),
    recipients,
    answers,
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

/**
 * Enquiries that concern the asker at all. INVARIANT: whether another authority sees its own enquiry depends on that
 * enquiry alone (the terms of ENQUIRY_FROM_US): were it to show because a second one about the same child stands, it
 * would tell that the hub knows the child.
 */
export const enquiryOfOurs = (a: string, p: Parameters, side: 'SENT' | 'RECEIVED' | null): string => {
  const sent = `(${sentByUs(a, p)} and (${a}.from_organisation = ${p.of('home')} or ${a}.state = 'OPEN'
    or (${a}.state = 'ANSWERED' and exists (select 1 from enquiry_recipient s where s.enquiry_id = ${a}.id
      and s.answered_at >= ${p.of('now', 'timestamptz')} - interval '28 days'))))`;
  const received = `exists (select 1 from enquiry_recipient s where s.enquiry_id = ${a}.id and ${isUs('s', p)})`;
  if (side === 'SENT') return sent;
  if (side === 'RECEIVED') return received;
  return `(${sent} or ${received} or ${isTeam(a, p)})`;
};
