/**
 * The closed vocabularies an agreement may use. All of them are data (`schema/*.yaml`) except standing kinds
 * and forms, which are code because each needs its SQL.
 */

/** Kinds of standing. Meanings in CONTRIBUTING.md; each has one SQL predicate in `gate/standing-sql.ts`. */
export const STANDING_KINDS = [
  'ANY_CHILD',
  'ON_OUR_ROLL',
  'LEFT_OUR_ROLL',
  'OFFERED_OUR_PLACE',
  'OPEN_CASE_WITH_US',
  'ENQUIRY_OPEN_TO_US',
  'ENQUIRY_FROM_US',
  'ALERT_RAISED_BY_US',
  'REPORTED_MISSING',
  'LIVES_IN_OUR_AREA',
  'MOVING_TO_OUR_AREA',
  'CHILD_PROTECTION',
  'OPEN_CME_CASE',
  'LOCATION_PROTECTED',
  'NOTIFIED_TO_US',
  'CORRECTED_TO_US',
  'LOOKUP_DECIDED_FOR_US',
  'NOTICE_TO_US',
  'FOUND_FOR_US',
  'REFERRED_TO_US',
  'TRANSFER_TO_US',
  'LEFT_OUR_AREA',
  'ON_ROLL_IN_OUR_AREA',
  'IN_OUR_CARE',
  'LOST_PUPIL',
  'OUR_RISK_GROUP',
  'EMERGENCY_DECLARED',
] as const;
export type StandingKind = (typeof STANDING_KINDS)[number];

/**
 * Kinds that are the asker's own deed and wait for nobody's confirmation. INVARIANT: a deed has a bill: it ends by the
 * clock within hours, it is counted, both data-protection contacts are told, and somebody else reviews it.
 */
export const DEEDS: ReadonlySet<string> = new Set<StandingKind>(['EMERGENCY_DECLARED']);

/** Forms in which an item can be given. `full` opens every lesser form of the same item. */
export const FORMS = [
  'full',
  'yesNo',
  'kindOnly',
  'nameOnly',
  'yearOnly',
  'outwardPostcode',
  'initials',
  'count',
] as const;
export type Form = (typeof FORMS)[number];

export interface DataItem {
  readonly code: string;
  readonly words: string;
  readonly specialCategory: boolean;
  readonly category: string;
  readonly forms: readonly string[];
  /** Whose data it is: `home-authority`, or an organisation id. Must be a party where the item is permitted. */
  readonly controller: string;
  readonly onwardSharing: string;
  /** Forms that an asserted (not yet confirmed) standing may open. */
  readonly onAssertion: readonly string[];
  /** Withheld as `null` without an error: its very existence is a signal (refuge address). */
  readonly silent: boolean;
  /** Given to a role outside `freeRoles`, the agreement must name one of these powers. */
  readonly needsPower: { readonly unlessRole: readonly string[]; readonly powers: readonly string[] } | null;
}

export interface Action {
  readonly code: string;
  readonly words: string;
  /** Taken although the ledger cannot be written: its entry follows (`ledger/owed-acts.ts`). */
  readonly alwaysTaken: boolean;
}

export interface Purpose {
  readonly code: string;
  readonly words: string;
}

export interface LegalPower {
  readonly id: string;
  readonly words: string;
  /** First day on which it can be relied on; null = not commenced. */
  readonly inForceFrom: string | null;
}

export interface Role {
  readonly code: string;
  readonly words: string;
  /** Standing kinds for which a unit of this role is the authority: its own word confirms the fact. */
  readonly authorityFor: readonly string[];
}

/** Standing kinds that the requester's own write can assert. */
export interface Catalogues {
  readonly items: ReadonlyMap<string, DataItem>;
  readonly actions: ReadonlyMap<string, Action>;
  readonly purposes: ReadonlyMap<string, Purpose>;
  readonly powers: ReadonlyMap<string, LegalPower>;
  readonly roles: ReadonlyMap<string, Role>;
  /** Kinds that a requester could bring about alone; clauses resting on one of them alone are looked at harder. */
  readonly selfMade: ReadonlySet<string>;
}
