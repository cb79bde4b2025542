/** One field of a child, what is asked of it, and the columns that only its own value comes from. */
export interface AskedField {
  readonly ask: string;
  readonly columns: readonly RegExp[];
}

/** Every kind of field that a child has: plain, derived, value object, list, list within a list. */
export const ASKED = {
  name: { ask: 'name { forename middleNames }', columns: [/middle_names/] },
  dateOfBirth: { ask: 'dateOfBirth', columns: [/'dateOfBirth'/, /date_of_birth/] },
  sex: { ask: 'sex', columns: [/\.sex\b/] },
  initials: { ask: 'initials', columns: [/left\(\w+\.forename/] },
  formerNames: { ask: 'formerNames { surname until }', columns: [/'former'/] },
  upn: { ask: 'upn', columns: [/'upn'/] },
  nhsNumber: { ask: 'nhsNumber', columns: [/'nhs_number'/] },
  currentAddress: { ask: 'currentAddress { line1 }', columns: [/line1/] },
  lastKnownAddress: { ask: 'lastKnownAddress { town }', columns: [/town/] },
  addresses: { ask: 'addresses { uprn }', columns: [/uprn/] },
  protectedAddress: { ask: 'protectedAddress { line2 }', columns: [/line2/] },
  authority: { ask: 'authority', columns: [/select \w+\.authority_id/] },
  carers: { ask: 'carers { relationship phones language }', columns: [/relationship/, /phones/, /language/] },
  carerNames: { ask: 'carerNames { surname }', columns: [/'carerNames'/] },
  inEducation: { ask: 'inEducation { value asOf }', columns: [/'inEducation'/] },
  inEducationNow: { ask: 'inEducationNow', columns: [/'inEducationNow'/] },
  educationStatus: { ask: 'educationStatus { evidence }', columns: [/evidence/] },
  educationStatusKind: { ask: 'educationStatusKind', columns: [/'educationStatusKind'/] },
  provision: { ask: 'provision { hours establishment { name } }', columns: [/hours_per_week/] },
  provisionName: { ask: 'provisionName { laestab }', columns: [/'provisionName'/] },
  lastSchool: { ask: 'lastSchool { laestab }', columns: [/'lastSchool'/] },
  registrations: { ask: 'registrations { lastAttended }', columns: [/last_attended_on/] },
  removals: { ask: 'removals { ground }', columns: [/removal_ground/] },
  homeEducation: { ask: 'homeEducation { state }', columns: [/home_education/] },
  placeOfferedOn: { ask: 'placeOfferedOn', columns: [/'placeOfferedOn'/] },
  socialCare: { ask: 'socialCare', columns: [/'socialCare'/] },
  involvements: { ask: 'involvements { phone }', columns: [/select u\.contact_phone/] },
  involvementKinds: { ask: 'involvementKinds', columns: [/'involvementKinds'/] },
  riskGroups: { ask: 'riskGroups', columns: [/FREQUENT_MOVER/] },
  harmMarkers: { ask: 'harmMarkers', columns: [/HARM_OR_NEGLECT/] },
  homeVisitRisks: { ask: 'homeVisitRisks { on risk { aggressiveParent } }', columns: [/alert_form/] },
  missingEpisodes: { ask: 'missingEpisodes { until }', columns: [/'missingEpisodes'/] },
  cmeFlag: { ask: 'cmeFlag { since }', columns: [/'cmeFlag'/] },
  flagged: { ask: 'flagged', columns: [/'flagged'/] },
  cmeOfficer: { ask: 'cmeOfficer { team }', columns: [/'cmeOfficer'/] },
  case: { ask: 'case { rag }', columns: [/\.rag\b/] },
} as const satisfies Record<string, AskedField>;

export type AskedName = keyof typeof ASKED;
export const ALL_ASKED = Object.keys(ASKED) as AskedName[];

export const asking = (fields: readonly AskedName[]): string => fields.map((f) => ASKED[f].ask).join('\n');

/** The same wish, written in every way that GraphQL offers. */
export const WRITINGS: Readonly<Record<string, (fields: readonly AskedName[]) => string>> = {
  plainly: (fields) => `query ($id: ID!) { child(id: $id) { id ${asking(fields)} } }`,
  'under aliases': (fields) =>
    `query ($id: ID!) { child(id: $id) { id ${fields.map((f, i) => `id${i}: ${ASKED[f].ask}`).join('\n')} } }`,
  'in a fragment': (fields) =>
    `query ($id: ID!) { child(id: $id) { id ...Rest } } fragment Rest on Child { ${asking(fields)} }`,
  'in a fragment within a fragment': (fields) =>
    `query ($id: ID!) { child(id: $id) { id ...Rest } } fragment Rest on Child { ...Inner } fragment Inner on Child { ${asking(fields)} }`,
  'in inline fragments': (fields) =>
    `query ($id: ID!) { child(id: $id) { id ... on Child { ... { ${asking(fields)} } } } }`,
  'behind @include with a variable': (fields) =>
    `query ($id: ID!, $yes: Boolean = true) { child(id: $id) { id ... @include(if: $yes) { ${asking(fields)} } } }`,
  'behind @skip with a variable': (fields) =>
    `query ($id: ID!, $no: Boolean = false) { child(id: $id) { id ...Rest @skip(if: $no) } } fragment Rest on Child { ${asking(fields)} }`,
  'beside the same field of another root': (fields) =>
    `query ($id: ID!) { first: child(id: $id) { id } child(id: $id) { ${asking(fields)} id } }`,
};
