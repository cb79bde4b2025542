import { childShape } from '../children/child.shape';
import { column, value } from '../children/field-sql';
import type { EntityShape, FieldSql } from '../gate/entity-sql';
import { caseStateSql } from './case.repository';

const rowsOf = (
  type: string,
  table: string,
  order: string,
  of: Record<string, FieldSql>,
  more = '',
): FieldSql => ({
  kind: 'object',
  type,
  list: true,
  of,
  from: (a, r) => `from ${table} ${r} where ${r}.case_id = ${a}.id ${more.replaceAll('$r', r)}`,
  order: (r) => order.replaceAll('$r', r),
});
const londonDay = (name: string): FieldSql =>
  value((a) => `(${a}.${name} at time zone 'Europe/London')::date`);
const met = (name: string, type: string): FieldSql => value((r) => `(${r}.meeting ->> '${name}')::${type}`);

/** What happened about the child while the entry stood, or with the entry named. */
const chronology: FieldSql = {
  kind: 'object',
  type: 'CaseHappening',
  list: true,
  of: {
    event: column('kind'),
    row: column('step'),
    at: column('at'),
    because: value((r) => `${r}.detail ->> 'notApplicable'`),
    by: column('entered_by'),
  },
  from: (a, r) =>
    `from case_event ${r} where ${r}.child_id = ${a}.child_id and ${r}.authority_id = ${a}.authority_id
       and (${r}.case_id = ${a}.id or (${r}.case_id is null and (${a}.closed_at is null or ${r}.at <= ${a}.closed_at)))`,
  order: (r) => `${r}.at, ${r}.position`,
};

/** How each field of an entry is read. */
export const registerEntryShape: EntityShape = {
  type: 'RegisterEntry',
  child: (a) => `${a}.child_id`,
  existence: { item: 'CASE_STATE', form: 'full' },
  fields: {
    id: column('public_id'),
    state: value(caseStateSql),
    classification: column('classification'),
    rag: column('rag'),
    opened: londonDay('opened_at'),
    reviewOn: column('review_on'),
    closed: londonDay('closed_at'),
    closedAs: column('close_reason'),
    officer: column('assigned_name'),
    handoverTo: column('handover_to'),
    commentary: column('commentary'),
    hours: column('hours'),
    lead: value((a) => `to_json(${a}.lead)`),
    support: value((a) => `to_json(${a}.support)`),
    notes: rowsOf('CaseNote', 'case_note', '$r.at, $r.recorded_at, $r.id', {
      kind: column('kind'),
      at: column('at'),
      text: column('text'),
      outcome: column('outcome'),
      risk: column('risk'),
      by: column('entered_by'),
    }),
    chronology,
    changes: rowsOf('CaseChangeProposal', 'case_change', '$r.proposed_at, $r.id', {
      id: column('public_id'),
      state: column('state'),
      classification: column('classification'),
      rag: column('rag'),
      commentary: column('commentary'),
      reviewOn: column('review_on'),
      reason: column('reason'),
      proposedBy: column('proposed_name'),
      proposedAt: column('proposed_at'),
      decidedBy: column('decided_name'),
      decidedAt: column('decided_at'),
      group: met('group', 'text'),
      members: met('members', 'integer'),
      present: met('present', 'integer'),
    }),
    checks: rowsOf(
      'CaseCheck',
      'check_result',
      '$r.check_code',
      {
        check: column('check_code'),
        result: column('result'),
        because: column('because'),
        at: column('made_at'),
        outcome: column('outcome'),
      },
      'and not exists (select 1 from check_result l where l.case_id = $r.case_id and l.check_code = $r.check_code and l.made_at > $r.made_at)',
    ),
    evidence: rowsOf('CaseEvidence', 'case_evidence', '$r.given_at, $r.id', {
      evidence: column('evidence'),
      text: column('text'),
      at: column('given_at'),
      by: column('entered_by'),
    }),
    documents: rowsOf('CaseDocument', 'case_document', '$r.recorded_at, $r.id', {
      id: column('public_id'),
      kind: column('kind'),
      title: column('title'),
      mediaType: column('media_type'),
      size: column('size'),
      scan: column('scan'),
      addedAt: column('recorded_at'),
      by: column('entered_by'),
      removedAt: column('removed_at'),
      removedBy: column('removed_by'),
      removedBecause: column('removed_because'),
    }),
    closing: {
      kind: 'object',
      type: 'ProposedClosing',
      list: false,
      of: {
        outcome: column('outcome'),
        proposedBy: column('proposed_name'),
        proposedAt: column('proposed_at'),
        signedBy: value(
          (r) =>
            `coalesce((select json_agg(s.party order by s.signed_at) from case_signature s where s.closing_id = ${r}.id), '[]'::json)`,
        ),
      },
      from: (a, r) => `from case_closing ${r} where ${r}.case_id = ${a}.id and ${r}.state = 'PROPOSED'`,
    },
    waysOut: {
      kind: 'object',
      type: 'WayOut',
      list: true,
      of: {
        outcome: value((r) => `${r}.value ->> 'outcome'`),
        becomes: value((r) => `${r}.value ->> 'becomes'`),
        source: value((r) => `${r}.value ->> 'source'`),
        lacking: value((r) => `${r}.value -> 'lacking'`),
      },
      from: (a, r, p) =>
        `from jsonb_array_elements(${p.of('waysOut', 'jsonb')}) as ${r}(value) where ${a}.id is not null`,
    },
    escalations: {
      kind: 'object',
      type: 'CaseEscalation',
      list: true,
      of: { row: column('step'), to: column('party'), dueOn: column('due_on'), at: column('at') },
      from: (a, r) =>
        `from case_escalation ${r} where ${r}.child_id = ${a}.child_id and ${r}.authority_id = ${a}.authority_id and ${r}.at >= ${a}.opened_at`,
      order: (r) => `${r}.at, ${r}.step, ${r}.party`,
    },
    child: {
      kind: 'entity',
      shape: () => childShape,
      list: false,
      from: (a, r) => `from child ${r} where ${r}.id = ${a}.child_id and ${r}.state = 'known'`,
    },
  },
};
