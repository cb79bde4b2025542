import { childShape } from '../children/child.shape';
import { column, value } from '../children/field-sql';
import type { EntityShape, FieldSql } from '../gate/entity-sql';

const told = (name: string): FieldSql => value((a) => `${a}.item ->> '${name}'`);
const list = (name: string): FieldSql => value((a) => `${a}.item -> '${name}'`);

/** A step of a procedure about one child: the row is made by the reader, who it is about and who may know by the gate. */
export const workShape: EntityShape = {
  type: 'WorkItem',
  child: (a) => `${a}.child_id`,
  existence: { item: 'EXCHANGE', form: 'full' },
  fields: {
    id: told('id'),
    enquiryId: told('enquiryId'),
    row: told('row'),
    procedure: told('procedure'),
    source: told('source'),
    because: told('because'),
    step: told('step'),
    clock: told('clock'),
    policyWords: told('policyWords'),
    ourReading: value((a) => `(${a}.item ->> 'ourReading')::boolean`),
    state: told('state'),
    since: told('since'),
    opensAt: told('opensAt'),
    dueOn: told('dueOn'),
    overdueFrom: told('overdueFrom'),
    aimOn: told('aimOn'),
    who: list('who'),
    asks: list('asks'),
    tells: list('tells'),
    heldBack: list('heldBack'),
    barredBecause: told('barredBecause'),
    outcomes: list('outcomes'),
    escalatedTo: told('escalatedTo'),
    missing: told('missing'),
    escalations: {
      kind: 'object',
      type: 'WorkEscalation',
      list: true,
      of: {
        to: value((r) => `${r}.value ->> 'to'`),
        at: value((r) => `${r}.value ->> 'at'`),
        reached: value((r) => `(${r}.value ->> 'reached')::boolean`),
        words: value((r) => `${r}.value ->> 'words'`),
      },
      from: (a, r) => `from jsonb_array_elements(${a}.item -> 'escalations') as ${r}(value) where true`,
    },
    case: {
      kind: 'object',
      type: 'WorkCase',
      list: false,
      of: {
        id: column('public_id'),
        classification: column('classification'),
        rag: column('rag'),
        reviewOn: column('review_on'),
        officer: column('assigned_name'),
        handoverTo: column('handover_to'),
      },
      from: (a, r) => `from cme_case ${r} where ${r}.child_id = ${a}.child_id and ${r}.state <> 'CLOSED'`,
    },
    child: {
      kind: 'entity',
      shape: () => childShape,
      list: false,
      from: (a, r) =>
        `from child ${r} where ${r}.id = ${a}.child_id and ${r}.state in ('known', 'unresolved')`,
    },
  },
};
