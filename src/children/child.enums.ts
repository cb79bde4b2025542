import { registerEnumType } from 'type-graphql';
import { EDUCATION_STATUSES } from './education-status';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const EducationStatusEnum = named(EDUCATION_STATUSES);
export const InEducationEnum = named(['YES', 'NO', 'NOT_KNOWN']);
export const ProvisionKindEnum = named(['SCHOOL', 'HOME_EDUCATED', 'OTHER_PROVISION', 'NONE', 'NOT_KNOWN']);
export const CertaintyEnum = named(['CONFIRMED', 'REPORTED', 'NOT_KNOWN']);

registerEnumType(EducationStatusEnum, {
  name: 'EducationStatus',
  description: 'How a child is educated, or that it is not.',
});
registerEnumType(InEducationEnum, { name: 'InEducation', description: 'Yes, no, or honestly not known.' });
registerEnumType(ProvisionKindEnum, {
  name: 'ProvisionKind',
  description: 'The kind of provision, without its name.',
});
registerEnumType(CertaintyEnum, {
  name: 'Certainty',
  description:
    'CONFIRMED: somebody besides its source stands behind it; REPORTED: one source says so; NOT_KNOWN: nothing is held.',
});
