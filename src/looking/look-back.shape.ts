import { childShape } from '../children/child.shape';
import { column, value } from '../children/field-sql';
import type { EntityShape } from '../gate/entity-sql';

/** How each field of a look that somebody is told of is read. */
export const lookBackShape: EntityShape = {
  type: 'LookBack',
  // Records may have been joined since the look; of one that is sealed nothing leads to the present.
  child: (a) => `child_now(${a}.child_id)`,
  existence: { item: 'RECORDS_OF_USE', form: 'full' },
  fields: {
    id: column('public_id'),
    at: column('at'),
    why: column('why'),
    organisation: column('organisation_id'),
    unit: column('unit_id'),
    unitName: value((a) => `(select u.name from unit u where u.id = ${a}.unit_id)`),
    user: column('user_name'),
    job: column('job'),
    purpose: column('purpose'),
    reference: column('reference'),
    child: {
      kind: 'entity',
      shape: () => childShape,
      list: false,
      from: (a, r) => `from child ${r} where ${r}.id = child_now(${a}.child_id) and ${r}.state = 'known'`,
    },
  },
};
