import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '../kernel/errors';

export type AnswerCode = ErrorCode | 'OK';

let watched: Registry | null = null;

/** Memory, event loop and collector, watched once however many hubs one process has: the watch cannot be taken off. */
function processRegistry(): Registry {
  if (watched === null) collectDefaultMetrics({ register: (watched = new Registry()) });
  return watched;
}

/** What an operator watches. INVARIANT: no label names a person, an organisation or a child. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly answers = new Counter({
    name: 'rollcall_answers_total',
    help: 'Answers to GraphQL requests by the gravest code in them; OK is an answer without an error.',
    labelNames: ['code'] as const,
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: 'rollcall_refusals_total',
    help: 'GraphQL requests that were refused as a whole, by code.',
    labelNames: ['code'] as const,
    registers: [this.registry],
  });
  private readonly unauthenticated = new Counter({
    name: 'rollcall_unauthenticated_total',
    help: 'Requests without a good token: they are in no ledger, so they are counted here.',
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: 'rollcall_request_seconds',
    help: 'Time from the first byte of a GraphQL request to the last of its answer.',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly ledgerBatch = new Histogram({
    name: 'rollcall_ledger_batch_entries',
    help: 'Entries of the ledger that one insert made durable.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers: [this.registry],
  });
  private readonly witnessAge = new Gauge({
    name: 'rollcall_ledger_witness_age_seconds',
    help: 'For how long the witness that is furthest behind has not cosigned a newer head of this ledger; 0 when none is behind.',
    registers: [this.registry],
  });
  private readonly witnessAlarms = new Gauge({
    name: 'rollcall_ledger_witness_alarms',
    help: 'Ledgers that contradict what they had signed: of others, as seen from here, and this one, as its witnesses see it.',
    registers: [this.registry],
  });
  private readonly process = processRegistry();

  answered(code: AnswerCode, seconds: number): void {
    this.answers.inc({ code });
    this.seconds.observe(seconds);
  }

  refused(code: ErrorCode): void {
    if (code === 'UNAUTHENTICATED') this.unauthenticated.inc();
    this.refusals.inc({ code });
  }

  ledgerCommitted(entries: number): void {
    this.ledgerBatch.observe(entries);
  }

  witnessed(ageSeconds: number, alarms: number): void {
    this.witnessAge.set(ageSeconds);
    this.witnessAlarms.set(alarms);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** The text of `GET /metrics`. */
  text(): Promise<string> {
    return Registry.merge([this.registry, this.process]).metrics();
  }
}
