import type { Writer } from '../children/child-reference';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { VisitOutcome, VisitRisk } from './case';

export interface NewNote {
  readonly caseId: string;
  readonly kind: 'NOTE' | 'VISIT';
  readonly text: string;
  readonly at: Date;
  readonly outcome?: VisitOutcome;
  readonly risk?: VisitRisk;
  readonly writer: Writer;
}

/** Adds to the case file. Nothing in it is changed or taken away. */
export async function insertNote(tx: Sql, note: NewNote): Promise<void> {
  const { writer } = note;
  await tx.query(
    `insert into case_note (id, case_id, kind, text, at, outcome, risk, source, entered_by, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      newRowId(), note.caseId, note.kind, note.text, note.at, note.outcome ?? null, note.risk ?? null,
      writer.organisation, writer.user, writer.now,
    ],
  ); // prettier-ignore
}

/** A line of the list of checks: made at an instant, or not applicable because. */
export async function insertCheck(
  tx: Sql,
  caseId: string,
  check: string,
  because: string | null,
  at: Date,
  writer: Writer,
): Promise<void> {
  await tx.query(
    `insert into case_check (id, case_id, check_code, result, because, made_at, source, entered_by, recorded_at)
     values ($1, $2, $3, case when $4::text is null then 'DONE' else 'NOT_APPLICABLE' end, $4, $5, $6, $7, $8)`,
    [newRowId(), caseId, check, because, at, writer.organisation, writer.user, writer.now],
  );
}

export async function insertEvidence(
  tx: Sql,
  caseId: string,
  evidence: string,
  text: string,
  writer: Writer,
): Promise<void> {
  await tx.query(
    `insert into case_evidence (id, case_id, evidence, text, given_at, source, entered_by) values ($1, $2, $3, $4, $5, $6, $7)`,
    [newRowId(), caseId, evidence, text, writer.now, writer.organisation, writer.user],
  );
}

export async function saveHours(tx: Sql, caseId: string, hours: number): Promise<void> {
  await tx.query('update cme_case set hours = $2, version = version + 1 where id = $1', [caseId, hours]);
}

/** The case is now held by that person, and offered to nobody. */
export async function saveHolder(
  tx: Sql,
  caseId: string,
  holder: { readonly subject: string; readonly name: string },
): Promise<void> {
  await tx.query(
    'update cme_case set assigned_to = $2, assigned_name = $3, handover_to = null, version = version + 1 where id = $1',
    [caseId, holder.subject, holder.name],
  );
}

export async function saveOffer(tx: Sql, caseId: string, to: string): Promise<void> {
  await tx.query('update cme_case set handover_to = $2, version = version + 1 where id = $1', [caseId, to]);
}
