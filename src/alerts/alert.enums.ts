import { registerEnumType } from 'type-graphql';
import { ALERT_CLOSINGS, ALERT_REASONS, ALERT_STATES, REVIEW_DECISIONS } from './alert';
import { LACKS } from './referral-form';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const AlertReasonEnum = named(ALERT_REASONS);
export const AlertStateEnum = named(ALERT_STATES);
export const AlertOutcomeEnum = named(['RECEIVED', 'RETURNED', 'DEALT_WITH', 'WITHDRAWN']);
export const AlertClosingEnum = named(ALERT_CLOSINGS);
export const ReviewDecisionEnum = named(REVIEW_DECISIONS);
export const LackEnum = named(LACKS);

registerEnumType(AlertReasonEnum, {
  name: 'AlertReason',
  description: 'Why somebody thinks that a child may be missing education.',
});
registerEnumType(AlertStateEnum, { name: 'AlertState', description: 'Where the team stands with an alert.' });
registerEnumType(AlertOutcomeEnum, {
  name: 'AlertOutcome',
  description:
    'That an alert was received, or came back because something lacks, and at the end was dealt with; never how.',
});
registerEnumType(AlertClosingEnum, { name: 'AlertClosing', description: 'How the team closed an alert.' });
registerEnumType(ReviewDecisionEnum, {
  name: 'ReviewDecision',
  description: 'What the team makes of a new alert.',
});
registerEnumType(LackEnum, {
  name: 'ReferralLack',
  description: 'What has to come before a referral is accepted.',
});
