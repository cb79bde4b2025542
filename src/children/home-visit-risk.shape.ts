import type { FieldSql } from '../gate/entity-sql';
import { PROVENANCE, value } from './field-sql';

const LINES = [
  'aggressivePupil', 'aggressiveParent', 'historyOfAggression', 'threateningEnvironment', 'knownDrugOrDrinkAbuse',
  'possibleDrugOrDrinkAbuse', 'other', 'otherLevel',
] as const; // prettier-ignore

/** The lines of the matrix, of a row with the `fields` of a referral. */
export const HOME_VISIT_RISK: FieldSql = {
  kind: 'object',
  type: 'HomeVisitRisk',
  list: false,
  of: Object.fromEntries(LINES.map((name) => [name, value((r) => `${r}.fields ->> '${name}'`)])),
  from: (a, r) =>
    `from (select ${a}.fields -> 'homeVisitRisk' as fields) ${r} where jsonb_typeof(${r}.fields) = 'object'`,
};

/** Of every referral about the child that its raiser stands by, the newest first (S1 App 2: read before a visit). */
export const HOME_VISIT_RISKS: FieldSql = {
  kind: 'object',
  type: 'HomeVisitRiskAssessment',
  list: true,
  of: { on: value((r) => `${r}.as_of`), risk: HOME_VISIT_RISK, provenance: PROVENANCE },
  from: (a, r) =>
    `from (select l.child_id, f.fields, f.given_at, f.id, l.raised_by_organisation as source, f.given_by_user as entered_by,
         (f.fields ->> 'referralDate')::date as as_of
       from alert_form f join alert l on l.id = f.alert_id
       where f.fields ? 'homeVisitRisk' and l.state <> 'WITHDRAWN' and l.withdrawn_reason is null) ${r} where ${r}.child_id = ${a}.id`,
  order: (r) => `${r}.given_at desc, ${r}.id`,
};
