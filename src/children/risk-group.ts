import { badInput } from '../kernel/errors';
import { nearWord } from '../kernel/near-word';

/** Groups that reveal nothing held under another item (shown as RISK_GENERAL). */
export const GENERAL_GROUPS = [
  'FREQUENT_MOVER', 'LONG_ABSENCE_ABROAD', 'ARMED_FORCES_FAMILY', 'NO_SCHOOL_AT_FIVE', 'FAILED_TRANSFER',
  'LEFT_OTHER_AUTHORITY_SCHOOL', 'UNPAID_FEES', 'CEASED_TO_ATTEND', 'ATTENDANCE_DIFFICULTY', 'SCHOOL_PHOBIA',
  'EHE_DISSATISFIED', 'RETURNED_WITHOUT_EXPLANATION', 'LEFT_INDEPENDENT_SCHOOL',
] as const; // prettier-ignore

/** Markers of harm (shown as RISK_HARM). */
export const HARM_GROUPS = [
  'HARM_OR_NEGLECT', 'DOMESTIC_ABUSE', 'SEXUAL_EXPLOITATION', 'TRAFFICKED', 'FORCED_MARRIAGE', 'HONOUR_BASED_ABUSE',
  'FGM', 'RADICALISATION', 'RUNAWAY', 'YOUNG_CARER', 'PARENTAL_MENTAL_HEALTH', 'PARENTAL_SUBSTANCE_MISUSE', 'FAMILY_BREAKDOWN',
] as const; // prettier-ignore

/** Groups each shown under the item of the fact that it reveals, never in a list of groups. */
export const REVEALING_GROUPS = [
  'YOUNG_OFFENDER', 'YOUTH_JUSTICE', 'SECURE_ACCOMMODATION_LEAVER', 'LOOKED_AFTER', 'CHILD_PROTECTION_PLAN', 'CHILD_IN_NEED',
  'PRIVATELY_FOSTERED', 'REFUGE', 'LONG_TERM_MEDICAL', 'TEENAGE_MOTHER', 'OWN_SUBSTANCE_MISUSE', 'SEND_OR_EHCP',
  'GYPSY_ROMA_TRAVELLER', 'NEW_MIGRANT', 'REFUGEE_OR_ASYLUM', 'PERMANENTLY_EXCLUDED', 'EHE_UNSUITABLE', 'REPORTED_MISSING', 'HOMELESS',
] as const; // prettier-ignore

const ALL: readonly string[] = [...GENERAL_GROUPS, ...HARM_GROUPS, ...REVEALING_GROUPS];

/** A code of the at-risk groups (S0 §6, S2 §3.1, S4 table 3). Throws BAD_USER_INPUT with the near word. */
export function riskGroup(code: string): string {
  if (ALL.includes(code)) return code;
  const near = nearWord(code, ALL);
  throw badInput(
    'input.group',
    `is not one of the at-risk groups${near ? `; did you mean \`${near}\`?` : '.'}`,
  );
}
