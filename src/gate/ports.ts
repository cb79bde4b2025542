import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Clock } from '../kernel/clock';
import type { JsonValue } from '../kernel/canonical-json';
import type { Ruleset } from '../policy/ruleset';
import type { CaseRules } from '../procedures/case-rules';
import type { Asking } from './asking';
import type { Stopwatch } from './quantum';

/** One statement against the database, inside or outside a transaction. Rows come back as plain objects. */
export interface Sql {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The ruleset in force, confirmed against the database no longer ago than the limit; throws otherwise. */
export interface RulesetSource {
  current(): { readonly ruleset: Ruleset; readonly head: string };
}

export interface LookBack {
  readonly child: string;
  readonly why: string;
  /** Told once a day for each asker and child, however often it looks. */
  readonly once?: boolean;
}

/** A lookup that was not sure, for the home authority's team to decide: what it was made of are the entry's criteria. */
export interface UnsureLookup {
  readonly authority: string;
  /** The hub's own ids, the likeliest first. */
  readonly nearest: readonly string[];
  /** In words. */
  readonly doubts: readonly string[];
}

export interface LedgerRecord {
  readonly id: string;
  readonly at: Date;
  readonly kind: 'ACT' | 'DISCLOSURE' | 'REFUSAL';
  readonly organisation: string;
  readonly unit: string;
  /** The client that asked and the `sub` of its token; none on system work. */
  readonly client?: string;
  readonly subject?: string;
  readonly onBehalfOf?: string | null;
  readonly user: string;
  readonly job: string;
  readonly purpose: string;
  readonly reference: string;
  readonly requestId: string;
  readonly rulesetVersion: string;
  readonly children: readonly string[];
  /** Agreements whose clauses opened something in this answer: none of them may be suspended. */
  readonly agreements: readonly string[];
  readonly lookBacks: readonly LookBack[];
  readonly body: { readonly [key: string]: JsonValue };
  /** An act that is taken even while the ledger cannot be written. */
  readonly alwaysTaken?: boolean;
  /** What its recipient was told: all that it may open of the entry. None on system work. */
  readonly told?: JsonValue;
  /** Criteria of lookups that met nobody, and for how many days they are kept. */
  readonly criteria?: { readonly given: JsonValue; readonly days: number } | null;
  /** Put before the home authority's team with the entry, or not at all; the same again on a day adds nothing. */
  readonly unsure?: UnsureLookup | null;
}

/** What an entry leaves in its asker's hands. */
export interface Logged {
  /** The hub's signed word that the entry will be under its next signed head (`promise.ts`). */
  readonly promise: string;
}

/**
 * Durable before it returns. `append` rejects when it cannot be, or when entries wait too long for a signed head:
 * then no data leaves. `act` is written with the act itself, however long heads take.
 */
export interface LedgerPort {
  append(record: LedgerRecord): Promise<Logged>;
  act(tx: Sql, record: LedgerRecord): Promise<void>;
}

/** What a look was made of, normalised, by the name of the field. */
export type LookCriteria = Readonly<Record<string, string>>;

/** How much a look could have shown its asker. */
export interface Breadth {
  readonly anyChild: boolean;
  /** Categories of the items asked for (data-items.yaml). */
  readonly categories: readonly string[];
}

/** One look for a child. MISREAD = an identifier that is none, so that nothing was read. */
export interface Look {
  /** Null when it was by an id that the hub gave out. */
  readonly criteria: LookCriteria | null;
  readonly breadth: Breadth;
  outcome: 'HIT' | 'MISS' | 'MISREAD';
}

/**
 * Limits on looking (room `looking`). INVARIANT: neither call writes anything before the answer has left, and neither
 * knows of a child more than its asker was told: none, not sure and not yours are one outcome, a miss.
 */
export interface LookingPort {
  /** By how many quanta this asker's answers are slowed. Throws RATE_LIMITED with `retryAfter` in seconds. */
  admit(asking: Asking, looks: readonly Look[]): Promise<number>;
  /** Counts what came of looks that were admitted, or misread. */
  left(asking: Asking, looks: readonly Look[]): void;
}

/** A clause of an agreement that was stopped, by which something would be open. */
export interface HeldClause {
  readonly agreement: string;
  readonly version: number;
  readonly clause: string | null;
}

/** Why notices do not reach somebody (room `outbox`). It explains, and opens nothing. */
export interface HeldPort {
  /** Of one notice, by its public id: for whoever sent it. None where it is open, or shut for another reason. */
  of(notice: string): Promise<readonly HeldClause[]>;
  /** What waits unread in an inbox because of them, by purpose: never which, and of whom. */
  forUs(
    receiver: Pick<Asking, 'organisation' | 'unit' | 'role' | 'authorityId'>,
    inbox: readonly string[],
  ): Promise<
    readonly { readonly purpose: string; readonly since: string; readonly under: readonly HeldClause[] }[]
  >;
}

export interface GatePorts {
  readonly rulesets: RulesetSource;
  readonly ledger: LedgerPort;
  readonly database: Sql;
  /** The same, where a statement that several want at one moment is asked once for all of them, each with its own values. */
  readonly together: Sql;
  readonly clock: Clock;
  readonly stopwatch: Stopwatch;
  readonly looking: LookingPort;
  readonly held: HeldPort;
  /** Runs in one transaction; the only place where a mutation's transaction begins. */
  readonly transaction: <T>(work: (tx: Sql) => Promise<T>) => Promise<T>;
  readonly mapError: (error: GraphQLError) => GraphQLFormattedError;
  /** The authority that runs this hub. */
  readonly home: string;
  /** Procedures and calendars by which cases are worked: the gate hands them on and does not know them. */
  readonly rules: CaseRules;
  /** Values that statements may use by name beside the gate's own: what the files of the installation say. */
  readonly values: Readonly<Record<string, unknown>>;
}
