import { column, value } from '../children/field-sql';
import type { EntityShape } from '../gate/entity-sql';

/** How each field of a document is read. INVARIANT: nothing that was not found clean leaves the hub. */
export const documentShape: EntityShape = {
  type: 'OpenedDocument',
  child: (a) => `(select k.child_id from cme_case k where k.id = ${a}.case_id)`,
  existence: { item: 'CASE_DOCUMENT', form: 'full' },
  fields: {
    id: column('public_id'),
    kind: column('kind'),
    title: column('title'),
    mediaType: column('media_type'),
    size: column('size'),
    digest: column('digest'),
    scan: column('scan'),
    addedAt: column('recorded_at'),
    by: column('entered_by'),
    content: value(
      (a) => `case when ${a}.scan = 'CLEAN' then translate(encode(${a}.content, 'base64'), E'\\n', '') end`,
    ),
  },
};
