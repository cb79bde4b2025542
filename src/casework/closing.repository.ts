import type { Asking } from '../gate/asking';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import { compulsorySchoolAgeBegins, compulsorySchoolAgeEnds } from '../kernel/compulsory-school-age';
import { londonDate } from '../kernel/london-time';
import type { CheckResult, ClosingFacts } from '../procedures/closing';
import type { CaseOutcome } from '../procedures/procedure';
import type { CaseFacts } from '../procedures/agenda';
import type { EntryRow } from './case.repository';

/** A way of ending that waits for its signatures. */
export interface ProposedClosing {
  readonly id: string;
  readonly outcome: CaseOutcome;
  readonly proposedBy: string;
  /** How many parties have to sign. */
  readonly signers: number;
}

/** The one that stands; its entry is held by whoever acts on it. */
export async function proposedClosing(sql: Sql, caseId: string): Promise<ProposedClosing | null> {
  const rows = await sql.query<ProposedClosing>(
    `select id, outcome, proposed_by as "proposedBy", signers from case_closing where case_id = $1 and state = 'PROPOSED'`,
    [caseId],
  );
  return rows[0] ?? null;
}

export async function insertClosing(
  tx: Sql,
  caseId: string,
  outcome: CaseOutcome,
  signers: number,
  { asking, now }: { readonly asking: Asking; readonly now: Date },
): Promise<void> {
  await tx.query(
    `insert into case_closing (id, case_id, outcome, state, signers, proposed_by, proposed_name, proposed_at)
     values ($1, $2, $3, 'PROPOSED', $4, $5, $6, $7)`,
    [newRowId(), caseId, outcome, signers, asking.subject, asking.user, now],
  );
}

export async function endClosing(tx: Sql, id: string, state: 'DONE' | 'WITHDRAWN'): Promise<void> {
  await tx.query('update case_closing set state = $2 where id = $1', [id, state]);
}

/** Party → the `sub` of who signed as that party. */
export async function signaturesOf(tx: Sql, closing: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ party: string; signed_by: string }>(
    'select party, signed_by from case_signature where closing_id = $1',
    [closing],
  );
  return new Map(rows.map(({ party, signed_by }) => [party, signed_by]));
}

export async function insertSignature(
  tx: Sql,
  closing: string,
  party: string,
  { asking, now }: { readonly asking: Asking; readonly now: Date },
): Promise<void> {
  await tx.query(
    `insert into case_signature (closing_id, party, signed_by, signed_name, signed_at) values ($1, $2, $3, $4, $5)`,
    [closing, party, asking.subject, asking.user, now],
  );
}

/** What has been gathered towards closing a case since it was last opened. */
export async function closingFacts(
  tx: Sql,
  entry: EntryRow,
  known: CaseFacts,
  signatures: ReadonlyMap<string, string>,
  now: Date,
): Promise<ClosingFacts> {
  const since = reopenedAt(known) ?? entry.openedAt;
  const given = await tx.query<{ evidence: string }>(
    'select distinct evidence from case_evidence where case_id = $1 and given_at >= $2',
    [entry.id, since],
  );
  const checks = await tx.query<{ code: string; result: string; because: string | null; at: Date }>(
    `select check_code as code, result, because, made_at as at from check_result where case_id = $1 and made_at >= $2 order by made_at`,
    [entry.id, since],
  );
  const evidence = new Set(given.map((row) => row.evidence));
  if (overAge(known, now)) evidence.add('OVER_AGE');
  if (await onRoll(tx, entry.childId, now)) evidence.add('ROLL_CONFIRMED');
  return {
    openedAt: since,
    evidence,
    signatures,
    checks: new Map(checks.map(({ code, result, because, at }) => [code, resultOf(result, because, at)])),
    marks: new Set(known.marks.map(({ mark }) => mark)),
  };
}

const resultOf = (result: string, because: string | null, at: Date): CheckResult =>
  result === 'DONE' ? { kind: 'done', at } : { kind: 'notApplicable', because: because ?? '' };

const reopenedAt = ({ events }: CaseFacts): Date | null =>
  events.findLast(({ kind }) => kind === 'CASE_REOPENED')?.at ?? null;

function overAge({ born }: CaseFacts, now: Date): boolean {
  if (!born) return false;
  const today = londonDate(now);
  return today < compulsorySchoolAgeBegins(born) || today > compulsorySchoolAgeEnds(born);
}

/** What a school has confirmed itself needs nobody's word beside it. */
async function onRoll(tx: Sql, child: string, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from registration where child_id = $1 and kind in ('main', 'part_time') and confirmed_at is not null
       and begins_on <= $2 and (ends_on is null or ends_on > $2) limit 1`,
    [child, londonDate(now)],
  );
  return rows.length > 0;
}
