import type { Agreement, Alternative, Exception } from './agreement';
import type { Catalogues } from './catalogue';

/** Where a right or its refusal comes from: what a person can look up in the signed text. */
export interface ClauseRef {
  readonly agreement: string;
  readonly version: number;
  /** Clause number, or null when the agreement's silence is the reason. */
  readonly clause: string | null;
}

/** One clause seen from one word (an item or an action): the unit that a ruleset is indexed by. */
export interface Rule {
  readonly ref: ClauseRef;
  readonly says: string;
  readonly effect: 'permit' | 'forbid';
  readonly word: string;
  readonly form: string;
  readonly children: readonly Alternative[];
  /** Empty on a forbid: every purpose. */
  readonly purposes: ReadonlySet<string>;
  /** Lower case. Empty: any job. */
  readonly jobs: ReadonlySet<string>;
  readonly except: readonly Exception[];
  readonly agreement: Agreement;
  /** Last day on which the rule holds, `YYYY-MM-DD`. */
  readonly lastDay: string;
}

/**
 * All agreements in force on one day, frozen and indexed.
 * INVARIANT: it depends on the texts in force, the catalogues and the day, never on the order of files.
 */
export interface Ruleset {
  /** Digest of the texts in force and of the catalogues; changes by the clock as well as by writes. */
  readonly version: string;
  /** The day in Europe/London for which it was compiled. */
  readonly day: string;
  readonly catalogues: Catalogues;
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  /** Names and versions in force, sorted. */
  readonly inForce: readonly {
    readonly agreement: string;
    readonly version: number;
    readonly title: string;
  }[];
  /** Jobs that any clause names, lower case: only these can make two requesters of one unit differ. */
  readonly jobs: ReadonlySet<string>;
}
