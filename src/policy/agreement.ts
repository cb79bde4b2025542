/**
 * The words of an agreement after parsing: plain, frozen data. Nothing here decides.
 * Days are `YYYY-MM-DD` and mean whole days in Europe/London; periods are ISO 8601 durations.
 */

/** Where a word stands in the author's text, so that every problem can be shown with its line. 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Capacity of a party under data-protection law. Only a controller can open an item that it controls. */
export type Capacity = 'controller' | 'recipient' | 'joint-controller' | 'processor';

/**
 * Who is bound. `organisation: 'every'` means every organisation in the directory; `unit` narrows to one
 * unit; `role` narrows to units that hold the role. A recipient must match all that is said.
 */
export interface Party {
  readonly organisation: string | null;
  readonly unit: string | null;
  readonly role: string | null;
  readonly capacity: Capacity;
  readonly at: Position;
}

export interface Term {
  readonly from: string;
  readonly review: string;
  readonly until: string | null;
  /** `stop`: nothing is opened after the review day. `warn`: allowed only where no item is permitted. */
  readonly whenReviewPasses: 'stop' | 'warn';
  readonly at: Position;
}

export interface PurposeTerms {
  readonly code: string;
  /** Lawful basis per capacity, ids of `legal-powers.yaml`. */
  readonly lawfulBasis: Readonly<Record<string, readonly string[]>>;
  readonly specialCategoryCondition: readonly string[];
  readonly powers: readonly string[];
  readonly at: Position;
}

/** What a clause opens or shuts: a data item in a form, or an action. */
export interface Permission {
  readonly word: string;
  /** Absent for an action. */
  readonly form: string;
  readonly at: Position;
}

/** One standing with its parameters. `within`: the fact ended no longer ago than this. `for`: it began no longer ago. */
export interface Ground {
  readonly kind: string;
  readonly within: string | null;
  readonly for: string | null;
  readonly at: Position;
}

/** Every ground must hold. A clause's `children` is a list of these: any one of them suffices. */
export type Alternative = readonly Ground[];

/** Whom a forbid does not bind: all that is said must match. */
export interface Exception {
  readonly organisation: string | null;
  readonly unit: string | null;
  readonly role: string | null;
  readonly children: readonly Alternative[];
  readonly at: Position;
}

export interface Clause {
  readonly clause: string;
  readonly says: string;
  readonly permit: readonly Permission[];
  readonly forbid: readonly Permission[];
  readonly children: readonly Alternative[];
  /** Codes of purposes; for a forbid, empty means every purpose. */
  readonly purposes: readonly string[];
  /** Jobs asserted in the token; narrows, never widens. Empty = any. */
  readonly jobs: readonly string[];
  readonly except: readonly Exception[];
  readonly from: string | null;
  readonly until: string | null;
  readonly at: Position;
}

export interface Contacts {
  readonly dataProtection: string;
  readonly rights: string;
}

export interface Agreement {
  readonly agreement: string;
  readonly title: string;
  readonly version: number;
  readonly supersedes: number | null;
  readonly parties: readonly Party[];
  readonly term: Term;
  readonly contacts: Contacts;
  readonly purposes: readonly PurposeTerms[];
  readonly retention: string;
  /** How long the hub keeps what a lookup was made of when it met nobody (ISO 8601 days); P90D unless it says. */
  readonly lookupRetention: string;
  readonly clauses: readonly Clause[];
  readonly at: Position;
}
