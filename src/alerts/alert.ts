import { CASE_OUTCOMES } from '../procedures/procedure';

import { REFERRAL_TABLE, type ReferralState } from '../procedures/referral.transitions';

export type AlertState = ReferralState;
export const ALERT_STATES = Object.keys(REFERRAL_TABLE) as readonly AlertState[];

export const ALERT_REASONS = [
  'NOT_ON_ROLL',
  'NO_CONTACT',
  'LEFT_WITHOUT_DESTINATION',
  'DID_NOT_ARRIVE',
  'MOVED_IN_NO_SCHOOL',
  'SEEN_OUT_OF_SCHOOL',
  'UNEXPLAINED_ABSENCE',
  'EXCLUDED_WITHOUT_PROVISION',
  'WENT_ABROAD_UNCONFIRMED',
  'HOME_EDUCATION_IN_DOUBT',
  'OTHER',
] as const;
export type AlertReason = (typeof ALERT_REASONS)[number];

export const ALERT_CLOSINGS = [...CASE_OUTCOMES, 'TAKEN_INTO_CASE', 'KNOWN_ALREADY'] as const;
export type AlertClosing = (typeof ALERT_CLOSINGS)[number];

export const REVIEW_DECISIONS = ['ACCEPT', 'NOT_CME', 'RETURN'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];
