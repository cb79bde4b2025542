import { registerEnumType } from 'type-graphql';
import { CASE_OUTCOMES, CASE_STATES } from '../procedures/procedure';
import { CLASSIFICATIONS, RAGS, VISIT_OUTCOMES, VISIT_RISKS, WORK_STATES } from './case';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const ClassificationEnum = named(CLASSIFICATIONS);
export const RagEnum = named(RAGS);
export const CaseClosingEnum = named(CASE_OUTCOMES);
export const CaseStateEnum = named(CASE_STATES);
export const VisitOutcomeEnum = named(VISIT_OUTCOMES);
export const VisitRiskEnum = named(VISIT_RISKS);
export const WorkStateEnum = named(WORK_STATES);

registerEnumType(ClassificationEnum, {
  name: 'CaseClassification',
  description: 'Class of an entry on the CME register.',
});
registerEnumType(RagEnum, {
  name: 'Rag',
  description:
    'RED significant concern; AMBER a plan is in place but there is concern; GREEN the plan works.',
});
registerEnumType(CaseClosingEnum, {
  name: 'CaseClosing',
  description: 'Why an entry on the CME register was closed.',
});
registerEnumType(CaseStateEnum, {
  name: 'CaseState',
  description: 'What an entry on the CME register is.',
});
registerEnumType(VisitOutcomeEnum, { name: 'VisitOutcome', description: 'What a visit found.' });
registerEnumType(VisitRiskEnum, {
  name: 'VisitRisk',
  description: 'Risk to whoever visits; to be read before the next one goes.',
});
registerEnumType(WorkStateEnum, {
  name: 'WorkState',
  description:
    'WAITING may not be done yet; DUE to be done; OVERDUE late; BARRED held back until social care decides, or not for this child.',
});
