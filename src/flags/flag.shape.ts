import { childShape } from '../children/child.shape';
import { column, value } from '../children/field-sql';
import type { EntityShape, Parameters } from '../gate/entity-sql';

/** Asked of the unit or its organisation; the services of the home authority are kept apart as partners are. */
export const heldByUs = (a: string, p: Parameters): string =>
  `(${a}.holder_id in (${p.of('self.organisation')}, ${p.of('self.unit')}) and ${a}.holder_id <> ${a}.authority_id)`;

/** How each field of a flag on a partner's system is read. */
export const flagShape: EntityShape = {
  type: 'FlagPlacement',
  child: (a) => `${a}.child_id`,
  existence: { item: 'EXCHANGE', form: 'full' },
  standing: {
    // A flag is held long after the request for it was read.
    NOTIFIED_TO_US: (a, { organisation, unit }) =>
      `(${a}.holder_id in (${organisation}, ${unit}) and ${a}.holder_id <> ${a}.authority_id)`,
  },
  fields: {
    id: column('public_id'),
    state: column('state'),
    holder: column('holder_id'),
    holderName: value(
      (a) => `coalesce((select o.name from organisation o where o.id = ${a}.holder_id),
        (select u.name from unit u where u.id = ${a}.holder_id))`,
    ),
    askedAt: column('asked_at'),
    answeredAt: column('answered_at'),
    refusal: column('refusal'),
    recheckOn: column('recheck_on'),
    recheckDue: value(
      (a, p) =>
        `coalesce(${a}.recheck_on <= (${p.of('now', 'timestamptz')} at time zone 'Europe/London')::date, false)`,
    ),
    liftedAt: column('lifted_at'),
    liftedBecause: column('lifted_because'),
    child: {
      kind: 'entity',
      shape: () => childShape,
      list: false,
      from: (a, r) => `from child ${r} where ${r}.id = ${a}.child_id and ${r}.state = 'known'`,
    },
  },
};
