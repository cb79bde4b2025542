/** Education status of a child (domain.md §2); derived in SQL by `education_status`, with evidence and date. */
export const EDUCATION_STATUSES = [
  'ON_ROLL',
  'ON_ROLL_PART_TIME',
  'DUAL_REGISTERED',
  'ALTERNATIVE_PROVISION',
  'EOTAS',
  'EHE',
  'EHE_UNSUITABLE',
  'AWAITING_PLACE',
  'PLACE_NOT_TAKEN_UP',
  'EXCLUDED_AWAITING_PROVISION',
  'CME_LOCATED',
  'CME_NOT_LOCATED',
  'MOVED_ABROAD',
  'MOVED_TO_OTHER_LA',
  'BELOW_SCHOOL_AGE',
  'ABOVE_SCHOOL_AGE',
  'NOT_KNOWN',
] as const;
export type EducationStatus = (typeof EDUCATION_STATUSES)[number];

const IN_EDUCATION: ReadonlySet<EducationStatus> = new Set<EducationStatus>([
  'ON_ROLL',
  'ON_ROLL_PART_TIME',
  'DUAL_REGISTERED',
  'ALTERNATIVE_PROVISION',
  'EOTAS',
  'EHE',
]);
const NOT_KNOWN: ReadonlySet<EducationStatus> = new Set<EducationStatus>([
  'NOT_KNOWN',
  'MOVED_ABROAD',
  'MOVED_TO_OTHER_LA',
]);

/** Yes, no, or honestly not known. */
export type InEducation = 'YES' | 'NO' | 'NOT_KNOWN';

export const inEducation = (status: EducationStatus): InEducation =>
  IN_EDUCATION.has(status) ? 'YES' : NOT_KNOWN.has(status) ? 'NOT_KNOWN' : 'NO';

/** The same rule as SQL, over a status expression: the lesser form is worked out where the full one is not read. */
export const inEducationSql = (status: string): string => {
  const list = (set: ReadonlySet<string>): string => [...set].map((s) => `'${s}'`).join(', ');
  return `case when ${status} in (${list(IN_EDUCATION)}) then 'YES' when ${status} in (${list(NOT_KNOWN)}) then 'NOT_KNOWN' else 'NO' end`;
};

/** The kind alone, where the list itself would tell of exclusion, custody or home education. */
export type ProvisionKind = 'SCHOOL' | 'HOME_EDUCATED' | 'OTHER_PROVISION' | 'NONE' | 'NOT_KNOWN';

export const statusKindSql = (status: string): string => `case
  when ${status} in ('ON_ROLL', 'ON_ROLL_PART_TIME', 'DUAL_REGISTERED') then 'SCHOOL'
  when ${status} in ('EHE', 'EHE_UNSUITABLE') then 'HOME_EDUCATED'
  when ${status} in ('ALTERNATIVE_PROVISION', 'EOTAS') then 'OTHER_PROVISION'
  when ${status} in ('NOT_KNOWN', 'MOVED_ABROAD', 'MOVED_TO_OTHER_LA') then 'NOT_KNOWN'
  else 'NONE' end`;
