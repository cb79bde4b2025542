import type { ChildDetails, ChildMaker, MadeChild } from '../support/child-maker';
import type { AskedName } from './one-query';

export interface Partner {
  readonly as: string;
  readonly job: string;
  readonly purpose: string;
  /** What its agreements open to it for `childOfAll`. */
  readonly open: readonly AskedName[];
  /** What they could open for other children: read only behind the standing of the row. */
  readonly forOthers: readonly AskedName[];
}

export const SCHOOL = 'school/931-4123';

/** One partner of each role, each for a purpose of its own. What is in neither list is shut to it for every child. */
export const PARTNERS = {
  SCHOOL: {
    as: SCHOOL,
    job: 'attendance officer',
    purpose: 'ROLL_MANAGEMENT',
    open: [
      'name',
      'dateOfBirth',
      'sex',
      'initials',
      'formerNames',
      'upn',
      'currentAddress',
      'carers',
      'carerNames',
      'inEducationNow',
      'educationStatusKind',
      'removals',
      'cmeFlag',
      'flagged',
      'cmeOfficer',
    ],
    forOthers: ['provisionName', 'lastSchool', 'placeOfferedOn'],
  },
  SOCIAL_CARE: {
    as: 'la/931/childrens-social-care',
    job: 'social worker',
    purpose: 'SAFEGUARD',
    open: [
      'name',
      'dateOfBirth',
      'sex',
      'initials',
      'currentAddress',
      'lastKnownAddress',
      'carers',
      'carerNames',
      'inEducation',
      'inEducationNow',
      'educationStatus',
      'educationStatusKind',
      'provision',
      'provisionName',
      'lastSchool',
      'involvements',
      'involvementKinds',
      'cmeFlag',
      'flagged',
      'cmeOfficer',
      'case',
    ],
    forOthers: [
      'addresses',
      'registrations',
      'homeEducation',
      'riskGroups',
      'harmMarkers',
      'homeVisitRisks',
      'missingEpisodes',
    ],
  },
  POLICE: {
    as: 'police/E23000029',
    job: 'missing persons officer',
    purpose: 'LOCATE_CHILD',
    open: [
      'name',
      'dateOfBirth',
      'sex',
      'initials',
      'formerNames',
      'lastKnownAddress',
      'carerNames',
      'provision',
      'provisionName',
      'lastSchool',
      'flagged',
      'cmeOfficer',
    ],
    forOthers: ['carers'],
  },
  HEALTH: {
    as: 'nhs/RTH',
    job: 'health visitor',
    purpose: 'SAFEGUARD',
    open: ['flagged', 'cmeOfficer'],
    forOthers: ['inEducationNow'],
  },
  HOUSING: {
    as: 'housing/E07000178',
    job: 'housing officer',
    purpose: 'LOCATE_CHILD',
    open: ['name', 'dateOfBirth', 'sex', 'initials', 'lastKnownAddress', 'flagged', 'cmeOfficer'],
    forOthers: [],
  },
  OTHER_AUTHORITY: {
    as: 'la/852',
    job: 'attendance officer',
    purpose: 'NOTIFY_MOVE',
    open: [
      'name',
      'dateOfBirth',
      'sex',
      'initials',
      'upn',
      'currentAddress',
      'carers',
      'carerNames',
      'lastSchool',
      'cmeOfficer',
    ],
    forOthers: ['provisionName', 'inEducationNow', 'case'],
  },
} as const satisfies Record<string, Partner>;
export type Role = keyof typeof PARTNERS;
export const ROLES = Object.keys(PARTNERS) as Role[];

/** A child to whom each of the six stands in some way: the answers differ by who asks, not by whether they may. */
export async function childOfAll(maker: ChildMaker, details: ChildDetails = {}): Promise<MadeChild> {
  const child = await maker.child(details);
  await maker.roll(child, SCHOOL);
  await maker.roll(child, 'school/931-4107', { from: maker.day(-700), until: maker.day(-380) });
  await maker.cmeCase(child);
  await maker.fact(child, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
  for (const unit of ['la/931/childrens-social-care', 'nhs/RTH/main', 'housing/E07000178/main'])
    await maker.fact(child, 'OPEN_CASE', { unit });
  await maker.notified(child, 'la/852');
  await maker.notified(child, 'housing/E07000178', 'FLAG_REQUESTED');
  return child;
}
