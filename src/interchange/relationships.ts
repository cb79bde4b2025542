/** Codes of the common basic data set for the relationship of a contact. */
export const RELATIONSHIPS: Readonly<Record<string, string>> = {
  PAM: 'mother',
  PAF: 'father',
  STP: 'step-parent',
  FOM: 'foster mother',
  FOF: 'foster father',
  CAR: 'carer',
  FAM: 'other family member',
  REL: 'other relative',
  CHM: 'childminder',
  OTH: 'other contact',
};
