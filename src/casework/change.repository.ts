import type { Asking } from '../gate/asking';
import type { JsonValue } from '../kernel/canonical-json';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import type { ProposalState } from '../procedures/register-change';
import type { Classification, Rag } from './case';

/** What of an entry is to change; null stays as it is. */
export interface CaseChange {
  readonly classification: Classification | null;
  readonly rag: Rag | null;
  readonly commentary: string | null;
  readonly reviewOn: string | null;
}

export interface ChangeRow extends CaseChange {
  readonly id: string;
  readonly caseId: string;
  readonly childId: string;
  readonly state: ProposalState;
  readonly proposedBy: string;
  /** The rating that stands now. */
  readonly ragNow: Rag | null;
  readonly closed: boolean;
}

export interface Who {
  readonly asking: Asking;
  readonly now: Date;
}

export async function hasProposedChange(tx: Sql, caseId: string): Promise<boolean> {
  const rows = await tx.query(`select 1 from case_change where case_id = $1 and state = 'PROPOSED'`, [
    caseId,
  ]);
  return rows.length > 0;
}

export async function insertChange(
  tx: Sql,
  caseId: string,
  change: CaseChange,
  reason: string,
  { asking, now }: Who,
): Promise<string> {
  const rows = await tx.query<{ public_id: string }>(
    `insert into case_change (id, case_id, classification, rag, commentary, review_on, reason, state, proposed_by, proposed_name, proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'PROPOSED', $8, $9, $10) returning public_id`,
    [
      newRowId(), caseId, change.classification, change.rag, change.commentary, change.reviewOn, reason,
      asking.subject, asking.user, now,
    ],
  ); // prettier-ignore
  return rows[0]?.public_id ?? '';
}

/** A proposal and the entry that it is about, both held. */
export async function findChange(tx: Sql, publicId: string, authority: string): Promise<ChangeRow | null> {
  const rows = await tx.query<ChangeRow>(
    `select p.id, p.case_id as "caseId", c.child_id as "childId", p.state, p.classification, p.rag, p.commentary,
       p.review_on::text as "reviewOn", p.proposed_by as "proposedBy", c.rag as "ragNow", c.state = 'CLOSED' as closed
     from case_change p join cme_case c on c.id = p.case_id
     where p.public_id = $1 and c.authority_id = $2 for update`,
    [publicId, authority],
  );
  return rows[0] ?? null;
}

export async function decideChange(
  tx: Sql,
  id: string,
  state: ProposalState,
  meeting: Readonly<Record<string, JsonValue>> | null,
  { asking, now }: Who,
): Promise<void> {
  await tx.query(
    `update case_change set state = $2, decided_by = $3, decided_name = $4, decided_at = $5, meeting = $6::jsonb where id = $1`,
    [id, state, asking.subject, asking.user, now, meeting === null ? null : JSON.stringify(meeting)],
  );
}

export async function applyChange(
  tx: Sql,
  { caseId, classification, rag, commentary, reviewOn }: ChangeRow,
): Promise<void> {
  await tx.query(
    `update cme_case set classification = coalesce($2, classification), rag = coalesce($3, rag),
       commentary = coalesce($4, commentary), review_on = coalesce($5, review_on), version = version + 1 where id = $1`,
    [caseId, classification, rag, commentary, reviewOn],
  );
}
