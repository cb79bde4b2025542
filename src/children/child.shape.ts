import type { EntityShape } from '../gate/entity-sql';
import { educationCheck } from './education-check.shape';
import { educationFields } from './education.shape';
import { familyFields } from './family.shape';
import { identityFields } from './identity.shape';
import { serviceFields } from './service.shape';

/** How each field of a child is read. One entry a field: its columns occur nowhere else. */
export const childShape: EntityShape = {
  type: 'Child',
  child: (a) => `${a}.id`,
  publicId: (a) => `${a}.public_id`,
  existence: { item: 'EXISTENCE', form: 'full' },
  fields: { ...identityFields, ...familyFields, ...educationFields, ...serviceFields, educationCheck },
};
