import type { Calendar } from './calendar';
import type { ProcedureBook } from './check-procedures';
import { opensAt } from './due';
import type { CaseOutcome, CheckList, Closing } from './procedure';
import { procedureOf } from './rows-in-force';

export type CheckResult =
  { readonly kind: 'done'; readonly at: Date } | { readonly kind: 'notApplicable'; readonly because: string };

/** What has been gathered towards closing a case. */
export interface ClosingFacts {
  readonly openedAt: Date;
  readonly evidence: ReadonlySet<string>;
  /** Party → who signed as that party. */
  readonly signatures: ReadonlyMap<string, string>;
  readonly checks: ReadonlyMap<string, CheckResult>;
  /** Marks that stand on the child. */
  readonly marks: ReadonlySet<string>;
}

/** What still stands in the way of closing; `what` is a word of the vocabulary. */
export type ClosingObstacle =
  | { readonly kind: 'keptOpen' }
  | { readonly kind: 'tooEarly'; readonly until: Date }
  | { readonly kind: 'barred'; readonly what: string }
  | { readonly kind: 'evidence'; readonly what: string }
  | { readonly kind: 'check'; readonly what: string }
  | { readonly kind: 'checkNotAllowed'; readonly what: string }
  | { readonly kind: 'signature'; readonly what: string }
  | { readonly kind: 'samePerson'; readonly what: string };

/** The ways in which a case of that authority may end so: its own, else the statute's. None: its policy knows none. */
export function closingsOf(book: ProcedureBook, authority: string, outcome: CaseOutcome): readonly Closing[] {
  const own = procedureOf(book, authority).closing.filter((closing) => closing.outcome === outcome);
  return own.length > 0 ? own : book.statute.closing.filter((closing) => closing.outcome === outcome);
}

/** The list of checks that a way of closing asks for. */
export const checkListOf = (book: ProcedureBook, authority: string, { checks }: Closing): CheckList | null =>
  procedureOf(book, authority).checks.find(({ list }) => list === checks) ?? null;

/**
 * Everything that still stands in the way of closing a case in that way; empty: it may be closed. Each check is done,
 * or not applicable with a reason; one that needs a mark cannot be done without it. Nobody signs twice.
 */
export function obstaclesTo(
  closing: Closing,
  list: CheckList | null,
  facts: ClosingFacts,
  calendar: Calendar,
  now: Date,
): readonly ClosingObstacle[] {
  if (closing.state === 'OPEN') return [{ kind: 'keptOpen' }];
  const found: ClosingObstacle[] = [];
  const until = closing.notBefore === null ? null : opensAt(closing.notBefore, facts.openedAt, calendar);
  if (until !== null && now < until) found.push({ kind: 'tooEarly', until });
  for (const what of closing.barredBy) if (facts.marks.has(what)) found.push({ kind: 'barred', what });
  for (const what of closing.evidence) if (!facts.evidence.has(what)) found.push({ kind: 'evidence', what });
  for (const { check, needs } of list?.entries ?? []) {
    const result = facts.checks.get(check);
    const allowed = needs === null || facts.marks.has(needs);
    if (!allowed && result?.kind === 'done') found.push({ kind: 'checkNotAllowed', what: check });
    else if (allowed && !isSettled(result)) found.push({ kind: 'check', what: check });
  }
  const signed = new Set<string>();
  for (const party of closing.signedBy) {
    const person = facts.signatures.get(party);
    if (person === undefined) found.push({ kind: 'signature', what: party });
    else if (signed.has(person)) found.push({ kind: 'samePerson', what: party });
    else signed.add(person);
  }
  return found;
}

const isSettled = (result: CheckResult | undefined): boolean =>
  result !== undefined && (result.kind === 'done' || result.because.trim() !== '');
