import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Clock } from '../kernel/clock';
import type { JsonValue } from '../kernel/canonical-json';
import type { Ruleset } from '../policy/ruleset';

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

export interface GatePorts {
  readonly rulesets: RulesetSource;
  readonly ledger: LedgerPort;
  readonly database: Sql;
  readonly clock: Clock;
  /** Runs in one transaction; the only place where a mutation's transaction begins. */
  readonly transaction: <T>(work: (tx: Sql) => Promise<T>) => Promise<T>;
  readonly mapError: (error: GraphQLError) => GraphQLFormattedError;
  /** The authority that runs this hub. */
  readonly home: string;
}
