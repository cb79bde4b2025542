import { registerEnumType } from 'type-graphql';
import {
  ALERT_CLOSINGS,
  ALERT_REASONS,
  ALERT_STATES,
  CASE_CLOSINGS,
  CLASSIFICATIONS,
  RAGS,
  REVIEW_DECISIONS,
} from './alert';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const AlertReasonEnum = named(ALERT_REASONS);
export const AlertStateEnum = named(ALERT_STATES);
export const AlertOutcomeEnum = named(['RECEIVED', 'DEALT_WITH', 'WITHDRAWN']);
export const AlertClosingEnum = named(ALERT_CLOSINGS);
export const ReviewDecisionEnum = named(REVIEW_DECISIONS);
export const ClassificationEnum = named(CLASSIFICATIONS);
export const RagEnum = named(RAGS);
export const CaseClosingEnum = named(CASE_CLOSINGS);

registerEnumType(AlertReasonEnum, {
  name: 'AlertReason',
  description: 'Why somebody thinks that a child may be missing education.',
});
registerEnumType(AlertStateEnum, { name: 'AlertState', description: 'Where the team stands with an alert.' });
registerEnumType(AlertOutcomeEnum, {
  name: 'AlertOutcome',
  description: 'That an alert was received and at the end dealt with; never how.',
});
registerEnumType(AlertClosingEnum, { name: 'AlertClosing', description: 'How the team closed an alert.' });
registerEnumType(ReviewDecisionEnum, {
  name: 'ReviewDecision',
  description: 'What the team makes of a new alert.',
});
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
