import { registerEnumType } from 'type-graphql';
import { OUTCOMES, QUEUE_STATES, RISKS } from './emergency';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const EmergencyRiskEnum = named(RISKS);
export const EmergencyOutcomeEnum = named(OUTCOMES);
export const EmergencyStateEnum = named(QUEUE_STATES);

registerEnumType(EmergencyRiskEnum, {
  name: 'EmergencyRisk',
  description: 'What is feared, now: the one ground of emergency access.',
});
registerEnumType(EmergencyOutcomeEnum, {
  name: 'EmergencyOutcome',
  description: 'What the review of a use of emergency access found.',
});
registerEnumType(EmergencyStateEnum, {
  name: 'EmergencyState',
  description: 'OPEN: it opens something now. EXPIRED: it is over and waits for review. REVIEWED.',
});
