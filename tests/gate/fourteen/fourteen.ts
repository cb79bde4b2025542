import type { MadeChild } from '../../support/child-maker';
import type { About } from './doors-in-use';
import type { Asker, Question } from './question';
import type { World } from './world';

/** The tests taken from others' failures, each run at every door. */
export const FOURTEEN = {
  hiddenField: '1: a field hidden from a role is not to be read by any path',
  overlap: '2: where two agreements overlap deny wins, in whatever order they came',
  unknownWord: '3: an unknown purpose or organisation opens nothing',
  expiry: '4: an agreement that ends in the middle ends what was going on',
  nobody: '5: not for you reads as no such child or record',
  anotherPartner: '6: another partner’s token opens no record and no cursor',
  partialUpdate: '7: a write by whoever cannot see a field keeps it',
  twoClauses: '8: two clauses on one type, each for its own children',
  nullsNothing: '9: a withheld field takes neither its parent nor its sibling',
  ledgerDown: '10: without the ledger there is no data',
  staleRules: '11: stale rules open nothing, and it shows in readiness',
  unanswered: '12: an enquiry without an answer is never "not known"',
  ownWord: '13: nobody’s own word opens a door',
  warmCache: '14: one document, two roles and a warm cache: each its own answer',
} as const;

export type TestName = keyof typeof FOURTEEN;

/** Somebody to whom a door opens, and something that it then says. */
export interface Opening extends Asker {
  readonly told: (world: World) => string;
  /** Else everything that the door could show. */
  readonly questions?: (about: About) => readonly Question[];
}

export interface HiddenField extends Opening {
  /** A question with a selection in it, on this type; left out where nothing is selected. */
  readonly shut?: {
    readonly on: string;
    readonly fields: readonly string[];
    /** A field open to the asker, under whose name a shut one is asked for. */
    readonly open: string;
    readonly wrap: (about: About, selection: string) => string;
    readonly stream?: true | 'socket';
  };
  /** Must be nowhere in what is said. */
  readonly secrets: (world: World) => readonly string[];
  /** Right and wrong values of what the asker may not see: the same bytes. */
  readonly alike?: (world: World) => readonly Question[];
}

/** Somebody whom another agreement forbids what one permits: for the canary child, or altogether. */
export type Overlap =
  | {
      readonly forbidden: 'of the child';
      readonly told: (world: World) => string;
      readonly shut: (world: World) => string;
    }
  | {
      readonly forbidden: 'to the other neighbour';
      readonly questions: (about: About) => readonly Question[];
      readonly told: (world: World) => string;
    };

export interface Nobody extends Asker {
  /** What exists beside what does not, where neither is a child or a record. */
  readonly pairs?: readonly (readonly [Question, Question])[];
  /** Where the door lists what the asker has said of both: the rows are alike. */
  readonly rows?: readonly string[];
}

export interface AnotherPartner extends Opening {
  readonly other: Asker;
  /** A list of the owner's with a page of one, from a cursor. */
  readonly page?: (after: string | null) => string;
  readonly root?: string;
}

export interface TwoClauses extends Asker {
  readonly told: (world: World) => readonly string[];
  readonly shut: (world: World) => readonly string[];
  readonly questions?: (about: About, leaver: MadeChild) => readonly Question[];
}

export interface WarmCache {
  readonly askers: readonly Asker[];
  readonly questions?: (about: About) => readonly Question[];
}

export interface Unanswered extends Asker {
  /** Whether the answer shows here once it is given. */
  readonly afterwards: boolean;
}

export interface Probes {
  hiddenField: HiddenField;
  overlap: Overlap;
  unknownWord: Opening;
  expiry: Opening & { readonly page?: (after: string | null) => string; readonly root?: string };
  nobody: Nobody;
  anotherPartner: AnotherPartner;
  partialUpdate: Opening;
  twoClauses: TwoClauses;
  nullsNothing: Opening & {
    /** Where a word goes whole or not at all: somebody from whom a part of it is withheld. */
    readonly inPart?: Asker;
  };
  ledgerDown: Opening;
  staleRules: Opening;
  unanswered: Unanswered;
  ownWord: { readonly readers: readonly string[] };
  warmCache: WarmCache;
}

/** Why a test has no meaning at a door. */
export interface NotHere {
  readonly notHere: string;
}

/** One door: for each of the fourteen a probe, or the reason why there is none. */
export type Row = { readonly [Name in TestName]: Probes[Name] | NotHere };
