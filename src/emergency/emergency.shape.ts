import { childShape } from '../children/child.shape';
import { column, value } from '../children/field-sql';
import type { EntityShape, Parameters } from '../gate/entity-sql';
import type { GateContext } from '../gate/context';

/** Whether an action is open to the asker for every child. */
const isOpen = (context: GateContext, action: string): boolean =>
  context.profile.cell(action, 'full').verdict === 'always';

/** Everybody's uses are for those of the home authority who review them or count them; others read their own. */
export function seesAll(context: GateContext, actions: readonly string[]): boolean {
  return (
    context.asking.organisation === context.ports.home && actions.some((action) => isOpen(context, action))
  );
}

/** Services of the home authority are kept apart as partners are: each reads its own. */
export const mayRead = (a: string, p: Parameters): string =>
  `${a}.authority_id = ${p.of('home')} and (${p.of('all', 'boolean')} or (${a}.organisation_id = ${p.of('self.organisation')}
    and (${a}.organisation_id <> ${p.of('home')} or ${a}.unit_id = ${p.of('self.unit')})))`;

export const stateSql = (a: string, p: Parameters): string =>
  `case when ${a}.reviewed_at is not null then 'REVIEWED'
     when ${a}.ended_at is null and ${a}.expires_at > ${p.of('now', 'timestamptz')} then 'OPEN' else 'EXPIRED' end`;

/** How each field of a use of emergency access is read. */
export const emergencyUseShape: EntityShape = {
  type: 'EmergencyUse',
  child: (a) => `${a}.child_id`,
  existence: { item: 'RECORDS_OF_USE', form: 'full' },
  fields: {
    id: column('public_id'),
    state: value(stateSql),
    risk: column('risk'),
    text: column('text'),
    organisation: column('organisation_id'),
    unit: column('unit_id'),
    unitName: value((a) => `(select u.name from unit u where u.id = ${a}.unit_id)`),
    user: column('user_name'),
    job: column('job'),
    reference: column('reference'),
    declaredAt: column('declared_at'),
    expiresAt: column('expires_at'),
    endedAt: column('ended_at'),
    outcome: column('outcome'),
    review: column('review_text'),
    reviewedAt: column('reviewed_at'),
    childId: value(
      (a, p) =>
        `case when ${p.of('ledger', 'boolean')} then (select c.public_id from child c where c.id = ${a}.child_id) end`,
    ),
    told: {
      kind: 'object',
      type: 'EmergencyNotice',
      list: true,
      of: { to: column('to_organisation'), at: column('sent_at'), acknowledgedAt: column('acknowledged_at') },
      from: (a, r) => `from notification ${r} where ${r}.emergency_use_id = ${a}.id`,
      order: (r) => `${r}.position`,
    },
    child: {
      kind: 'entity',
      shape: () => childShape,
      list: false,
      from: (a, r) => `from child ${r} where ${r}.id = ${a}.child_id and ${r}.state = 'known'`,
    },
  },
};
