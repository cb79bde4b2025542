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
}

/** Durable before it returns. `append` rejects when it cannot be: then no data leaves. */
export interface LedgerPort {
  append(record: LedgerRecord): Promise<void>;
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
