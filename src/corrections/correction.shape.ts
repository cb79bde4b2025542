import { childShape } from '../children/child.shape';
import { column, value } from '../children/field-sql';
import type { EntityShape, Parameters } from '../gate/entity-sql';

/** A correction is its authority's own business: for the team that keeps the record, and whoever reads the whole ledger. */
export const mayRead = (a: string, p: Parameters): string =>
  `(${a}.authority_id = ${p.of('home')} and ${p.of('keeper', 'boolean')})`;

/** How each field of a correction is read. INVARIANT: of the value that was wrong, nothing. */
export const correctionShape: EntityShape = {
  type: 'Correction',
  child: (a) => `${a}.child_id`,
  existence: { item: 'RECORDS_OF_USE', form: 'full' },
  fields: {
    id: column('public_id'),
    fact: column('fact'),
    kind: column('kind'),
    reason: column('reason'),
    correctedAt: column('corrected_at'),
    unit: column('corrected_by_unit'),
    user: column('corrected_by_user'),
    job: column('corrected_by_job'),
    reference: column('reference'),
    recipients: {
      kind: 'object',
      type: 'CorrectionRecipient',
      list: true,
      of: {
        organisation: column('organisation_id'),
        organisationName: value(
          (r) => `(select o.name from organisation o where o.id = ${r}.organisation_id)`,
        ),
        unit: column('unit_id'),
        unitName: value((r) => `(select u.name from unit u where u.id = ${r}.unit_id)`),
        items: column('cells'),
        disclosures: column('disclosures'),
        firstToldAt: column('first_told_at'),
        lastToldAt: column('last_told_at'),
        notifiedAt: value((r) => `(select n.sent_at from notification n where n.id = ${r}.notification_id)`),
        acknowledgedAt: value(
          (r) => `(select n.acknowledged_at from notification n where n.id = ${r}.notification_id)`,
        ),
        notTold: column('not_told'),
      },
      from: (a, r) => `from correction_recipient ${r} where ${r}.correction_id = ${a}.id`,
      order: (r) => `${r}.unit_id`,
    },
    child: {
      kind: 'entity',
      shape: () => childShape,
      list: false,
      from: (a, r) => `from child ${r} where ${r}.id = ${a}.child_id and ${r}.state = 'known'`,
    },
  },
};
