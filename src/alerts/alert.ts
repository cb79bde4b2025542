export const ALERT_STATES = ['RECEIVED', 'ACCEPTED', 'NOT_CME', 'CLOSED', 'WITHDRAWN'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

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

export const CASE_CLOSINGS = [
  'ON_ROLL',
  'SUITABLE_HOME_EDUCATION',
  'MOVED_AND_CONFIRMED',
  'NOT_OF_COMPULSORY_AGE',
  'CHECKS_MADE_NOT_FOUND',
] as const;
export type CaseClosing = (typeof CASE_CLOSINGS)[number];

export const ALERT_CLOSINGS = [...CASE_CLOSINGS, 'TAKEN_INTO_CASE', 'KNOWN_ALREADY'] as const;
export type AlertClosing = (typeof ALERT_CLOSINGS)[number];

export const CLASSIFICATIONS = [
  'AT_RISK',
  'IDENTIFIED_LOCATED',
  'IDENTIFIED_NOT_LOCATED',
  'NOT_SUITABLE_LEVEL',
] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];
export const RAGS = ['RED', 'AMBER', 'GREEN'] as const;
export type Rag = (typeof RAGS)[number];

export const REVIEW_DECISIONS = ['ACCEPT', 'NOT_CME'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];
