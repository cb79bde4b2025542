import { readCatalogues } from '../../src/agreements/catalogue-files';
import type { StandingKind } from '../../src/policy/catalogue';

/**
 * Hold of a row and not of its child: told in `children/lookup-review.test.ts`, `notifications/lost-pupil.test.ts` and
 * `alerts/forms.test.ts`.
 */
export const OF_A_ROW = [
  'LOOKUP_DECIDED_FOR_US',
  'NOTICE_TO_US',
  'REFERRED_TO_US',
] as const satisfies readonly StandingKind[];
export type Kind = Exclude<StandingKind, 'ANY_CHILD' | (typeof OF_A_ROW)[number]>;

/** One field for each kind of standing: an item that opens on a confirmed fact alone, and that nothing else here opens. */
export const PROBES: Readonly<Record<Kind, readonly [item: string, ask: string]>> = {
  ON_OUR_ROLL: ['IDENTITY', 'sex'],
  LEFT_OUR_ROLL: ['FORMER_NAMES', 'formerNames { surname }'],
  OFFERED_OUR_PLACE: ['MISSING_EPISODE', 'missingEpisodes { from }'],
  OPEN_CASE_WITH_US: ['CASE_STATE', 'case { state }'],
  ENQUIRY_OPEN_TO_US: ['CURRENT_ADDRESS', 'currentAddress { line1 }'],
  ENQUIRY_FROM_US: ['LAST_KNOWN_ADDRESS', 'lastKnownAddress { line1 }'],
  ALERT_RAISED_BY_US: ['ADDRESS_HISTORY', 'addresses { line1 }'],
  REPORTED_MISSING: ['AREA', 'authority'],
  LIVES_IN_OUR_AREA: ['CARERS', 'carers { surname }'],
  MOVING_TO_OUR_AREA: ['EDUCATION_STATUS', 'educationStatus { status }'],
  CHILD_PROTECTION: ['CURRENT_PROVISION', 'provision { yearGroup }'],
  OPEN_CME_CASE: ['LAST_SCHOOL', 'lastSchool { name }'],
  LOCATION_PROTECTED: ['SCHOOL_HISTORY', 'registrations { kind }'],
  NOTIFIED_TO_US: ['REMOVAL_FROM_ROLL', 'removals { on }'],
  CORRECTED_TO_US: ['CME_FLAG', 'cmeFlag { since }'],
  TRANSFER_TO_US: ['DESTINATION', 'destinationConfirmed'],
  LEFT_OUR_AREA: ['HOME_EDUCATION', 'homeEducation { state }'],
  ON_ROLL_IN_OUR_AREA: ['PLACE_APPLICATION', 'placeOffers { on }'],
  IN_OUR_CARE: ['SOCIAL_CARE_STATUS', 'socialCare'],
  LOST_PUPIL: ['INVOLVEMENTS', 'involvements { since }'],
  OUR_RISK_GROUP: ['RISK_GENERAL', 'riskGroups'],
  FOUND_FOR_US: ['FAMILY_AND_ASSOCIATES', 'family { surname }'],
  EMERGENCY_DECLARED: ['RISK_HARM', 'harmMarkers'],
};
export const KINDS = Object.keys(PROBES) as Kind[];

/** Everybody may do everything about any child and know that it exists; each probe hangs on its own standing. */
export function agreementOfProbes(): string {
  const { catalogues } = readCatalogues();
  const clauses = KINDS.map(
    (kind, i) => `  - clause: "3.${i + 1}"
    says: A probe of ${kind}.
    permit: [${PROBES[kind][0]}]
    children: [${kind}]
    purposes: [LOCATE_CHILD]`,
  );
  return `agreement: probes
title: A test of every standing
version: 1
supersedes: null
parties:
  - { organisation: la/931, capacity: controller }
  - { organisation: every, capacity: recipient }
term: { from: 2026-09-01, review: 2036-08-31, until: 2037-08-31, whenReviewPasses: stop }
contacts: { dataProtection: information-governance desk, rights: customer rights team }
retention: P6Y
purposes:
  LOCATE_CHILD:
    lawfulBasis: { controller: [uk-gdpr/6-1-e, dpa-2018/s8], recipient: [uk-gdpr/6-1-e, dpa-2018/s8] }
    specialCategoryCondition: [uk-gdpr/9-2-g, dpa-2018/sch-1-para-18, uk-gdpr/10, dpa-2018/s10-5]
    powers: [education-act-1996/s436A, children-act-2004/s10]
clauses:
  - clause: "1"
    says: Everybody may know of every child.
    permit: [EXISTENCE]
    children: [ANY_CHILD]
    purposes: [LOCATE_CHILD]
  - clause: "2"
    says: Everybody may do everything.
    permit: [${[...catalogues.actions.keys()].join(', ')}]
    children: [ANY_CHILD]
    purposes: [LOCATE_CHILD]
${clauses.join('\n')}
`;
}
