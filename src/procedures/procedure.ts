import type { Position } from '../policy/agreement';
import type { Clock } from './clock';

/**
 * An authority's procedure after parsing: plain, frozen data. Nothing here decides. The statute is a procedure like
 * any other, under which the authorities' stand.
 */

/** What a row is about; a room of the product asks for its own parts. */
export const PARTS = [
  'alert', 'absence', 'roll', 'enquiry', 'register', 'closing', 'safeguarding', 'placement', 'homeEducation', 'report',
] as const; // prettier-ignore
export type Part = (typeof PARTS)[number];

/** How a law was read before it was written down. */
export const BASES = ['read', 'secondary', 'memory'] as const;
export type Basis = (typeof BASES)[number];

/** Where a row comes from: policy → paragraphs. */
export type Source = ReadonlyMap<string, readonly string[]>;

/** Whom a late step goes to; `after` is counted from the moment at which it became late, none means then. */
export interface Escalation {
  readonly to: string;
  readonly after: Clock | null;
  readonly words: string | null;
}

/** What the policy says although the law says otherwise: shown, never run. */
export interface Overruled {
  readonly says: string;
  /** The row of the statute that prevails. */
  readonly by: string;
  /** The policy's own clock, where it is the clock that is looser. */
  readonly clock: Clock | null;
}

/** One row: what happens, what is to be done, by whom and until when, and which paragraph says so. */
export interface Row {
  readonly row: string;
  readonly part: Part;
  /** The trigger in words. */
  readonly when: string;
  readonly step: string;
  /** Events that begin the step; none, and no `after`: a regular duty of the authority, no step of a case. */
  readonly on: readonly string[];
  /** Rows whose being done begins the step. */
  readonly after: readonly string[];
  /** Events that void `notBefore` and make the step due at once. */
  readonly sooner: readonly string[];
  /** Events with which the step is no longer wanted. */
  readonly until: readonly string[];
  /** Events by which the step is done. A recorded STEP_DONE of the row does it too. */
  readonly ends: readonly string[];
  readonly who: readonly string[];
  readonly asks: readonly string[];
  readonly tells: readonly string[];
  /** When the step is late. Null: the paragraph names no time. */
  readonly clock: Clock | null;
  /** What the paragraph aims at, before `clock`. */
  readonly aim: Clock | null;
  /** Before which the step may not be taken. */
  readonly notBefore: Clock | null;
  /** The clock is a period given to somebody: it may be longer, never shorter. */
  readonly minimum: boolean;
  /** Barred as a whole by the safe-enquiry rule. */
  readonly careful: boolean;
  /** Marks without which the step may not be taken. */
  readonly needs: readonly string[];
  /** The child is recognised as not missing education and routed. */
  readonly notCme: boolean;
  readonly escalate: readonly Escalation[];
  /** The row of the statute that this one takes the place of: stricter or equal, never looser. */
  readonly refines: string | null;
  readonly overruled: Overruled | null;
  /** `always`, or the day from which it holds; null: not until a day is set. */
  readonly inForceFrom: string | null;
  readonly basis: Basis | null;
  readonly lawyer: boolean;
  readonly source: Source;
  readonly at: Position;
}

/** What an entry of the register becomes when the case ends. */
export const CASE_STATES = ['OPEN', 'DORMANT_OPEN', 'CLOSED', 'CLOSED_WITH_ALERT'] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const CASE_OUTCOMES = [
  'ON_ROLL', 'SUITABLE_HOME_EDUCATION', 'MOVED_AND_CONFIRMED', 'NOT_OF_COMPULSORY_AGE', 'CHECKS_MADE_NOT_FOUND',
] as const; // prettier-ignore
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];

/** One way for a case to end under an authority's policy, and what it takes. `OPEN`: the policy keeps the case open. */
export interface Closing {
  readonly outcome: CaseOutcome;
  readonly state: CaseState;
  readonly row: string;
  readonly evidence: readonly string[];
  readonly signedBy: readonly string[];
  /** Name of the list of checks that has to be complete. */
  readonly checks: string | null;
  /** Counted from the opening of the case. */
  readonly notBefore: Clock | null;
  /** Marks while which the case may not be closed so. */
  readonly barredBy: readonly string[];
  readonly reading: 'policy' | 'ours';
  readonly source: Source;
  readonly at: Position;
}

export interface CheckEntry {
  readonly check: string;
  /** The mark without which the check may not be made: it is then not applicable, and cannot be done. */
  readonly needs: string | null;
  /** Recorded as found or not found alone. */
  readonly restricted: boolean;
  readonly at: Position;
}

export interface CheckList {
  readonly list: string;
  readonly entries: readonly CheckEntry[];
  readonly reading: 'policy' | 'ours';
  readonly source: Source;
  readonly at: Position;
}

/** Who has to agree before commentary, status or rating changes. `quorum` is a percentage of the members. */
export type Change =
  | { readonly by: 'secondPerson' }
  | { readonly by: 'group'; readonly group: string; readonly quorum: number; readonly row: string };

export interface LeadServices {
  /** Who leads where the table names nobody. */
  readonly otherwise: string;
  /** The procedure whose table is used. */
  readonly like: string | null;
  readonly groups: readonly {
    readonly groups: readonly string[];
    readonly lead: readonly string[];
    readonly support: readonly string[];
    readonly at: Position;
  }[];
}

export interface Meeting {
  readonly group: string;
  readonly every: Clock;
  readonly takes: string;
  readonly feeds: string;
  readonly source: Source;
}

export interface Procedure {
  readonly procedure: string;
  readonly title: string;
  readonly version: number;
  /** `la/…`; none: the statute. */
  readonly authorities: readonly string[];
  readonly under: string | null;
  readonly policies: ReadonlyMap<string, { readonly title: string; readonly dated: string }>;
  /** Whose readings the file holds where it says `reading: ours`, and since when the authority has confirmed them. */
  readonly readings: { readonly decidedBy: string; readonly confirmed: string | null };
  /** Where a late step goes whose row names nobody. */
  readonly escalate: { readonly to: string; readonly words: string };
  readonly definition: {
    readonly words: string;
    readonly rollOnly: boolean;
    /** Hours a week below which provision is too little; null: the law's, which names none. */
    readonly hours: number | null;
    readonly source: Source;
  };
  readonly register: { readonly change: Change; readonly source: Source };
  readonly closing: readonly Closing[];
  readonly checks: readonly CheckList[];
  readonly meetings: readonly Meeting[];
  readonly lead: LeadServices;
  readonly rows: readonly Row[];
  readonly at: Position;
}

/** `S1 3.7, App 2; S0 9`: the paragraphs as a person cites them. */
export const cited = (source: Source): string =>
  [...source].map(([policy, at]) => `${policy} ${at.join(', ')}`).join('; ');
