import { childShape } from '../children/child.shape';
import type { EntityShape, FieldSql, Parameters } from '../gate/entity-sql';
import { formFields } from './referral-form.shape';

const column = (name: string): FieldSql => ({ kind: 'value', sql: (a) => `${a}.${name}` });
const value = (sql: (alias: string, p: Parameters) => string): FieldSql => ({ kind: 'value', sql });
const detail = (name: string): FieldSql => value((a) => `${a}.details ->> '${name}'`);
const own = (type: string, of: Record<string, FieldSql>): FieldSql => ({
  kind: 'object',
  type,
  list: false,
  of,
  from: null,
});

/** Raised by the asking unit itself. */
export const raisedByUs = (a: string, p: Parameters): string =>
  `${a}.raised_by_organisation = ${p.of('self.organisation')} and ${a}.raised_by_unit = ${p.of('self.unit')}`;

/** What the raiser may know of a state: received, and at the end dealt with. */
export const outcomeSql = (a: string): string =>
  `case when ${a}.state = 'WITHDRAWN' or ${a}.withdrawn_reason is not null then 'WITHDRAWN'
    when ${a}.state in ('RECEIVED', 'ACCEPTED', 'IN_CASE') then 'RECEIVED' when ${a}.state = 'RETURNED' then 'RETURNED' else 'DEALT_WITH' end`;

/** The child behind an alert: to everybody but the team an unmatched subject is nobody, as a child it may not know is. */
const childOf = (states: string): FieldSql => ({
  kind: 'entity',
  shape: () => childShape,
  list: false,
  from: (a, r) => `from child ${r} where ${r}.id = ${a}.child_id and ${r}.state in (${states})`,
});

const shape = (
  child: FieldSql,
  matched: FieldSql,
  standing: NonNullable<EntityShape['standing']> = {},
): EntityShape => ({
  standing,
  type: 'Alert',
  child: (a) => `${a}.child_id`,
  existence: { item: 'EXCHANGE', form: 'kindOnly' },
  fields: {
    id: column('public_id'),
    receipt: own('Receipt', { id: column('public_id'), receivedAt: column('raised_at') }),
    raisedAt: column('raised_at'),
    reference: column('reference'),
    reason: column('reason'),
    outcome: value(outcomeSql),
    asWritten: value(
      (a, p) => `case when ${raisedByUs(a, p)} then nullif(concat_ws(E'\\n\\n', ${a}.text,
        (select string_agg(w.text, E'\\n\\n' order by w.added_at, w.id) from alert_addition w where w.alert_id = ${a}.id)), '') end`,
    ),
    lacking: value((a) => `to_json(${a}.lacking)`),
    state: column('state'),
    finding: column('finding'),
    reviewedAt: column('reviewed_at'),
    closedAs: column('outcome_kind'),
    routedTo: column('routed_to'),
    routedSchool: column('routed_school'),
    raisedBy: own('AlertRaiser', {
      organisation: value(
        (a) => `(select o.name from organisation o where o.id = ${a}.raised_by_organisation)`,
      ),
      team: value((a) => `(select u.name from unit u where u.id = ${a}.raised_by_unit)`),
      user: column('raised_by_user'),
      job: column('raised_by_job'),
    }),
    text: column('text'),
    details: own('AlertDetails', {
      lastSeenOn: detail('lastSeenOn'),
      lastSeenWhere: detail('lastSeenWhere'),
      knownAddress: detail('knownAddress'),
      lastSchool: detail('lastSchool'),
      destination: detail('destination'),
      tried: detail('tried'),
    }),
    additions: {
      kind: 'object',
      type: 'AlertAddition',
      list: true,
      of: { text: column('text'), at: column('added_at') },
      from: (a, r) => `from alert_addition ${r} where ${r}.alert_id = ${a}.id`,
      order: (r) => `${r}.added_at, ${r}.id`,
    },
    withdrawnBecause: column('withdrawn_reason'),
    ...formFields,
    child,
    matched,
  },
});

/** How the fields of an alert are read by its raiser. */
export const raisersAlert = shape(
  childOf(`'known'`),
  value(() => 'null::boolean'),
);

/** How they are read by the team, which matches unresolved subjects by hand. */
export const teamsAlert = shape(
  childOf(`'known', 'unresolved'`),
  value((a) => `exists (select 1 from child s where s.id = ${a}.child_id and s.state = 'known')`),
  {
    REFERRED_TO_US: (a, { organisation }) =>
      `(${a}.authority_id = ${organisation} and ${a}.state in ('RECEIVED', 'RETURNED', 'ACCEPTED', 'IN_CASE'))`,
  },
);
