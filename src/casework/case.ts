export const CLASSIFICATIONS = [
  'AT_RISK',
  'IDENTIFIED_LOCATED',
  'IDENTIFIED_NOT_LOCATED',
  'NOT_SUITABLE_LEVEL',
] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

export const RAGS = ['RED', 'AMBER', 'GREEN'] as const;
export type Rag = (typeof RAGS)[number];

export const VISIT_OUTCOMES = ['CHILD_SEEN', 'FAMILY_GONE', 'NO_ANSWER'] as const;
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number];

export const VISIT_RISKS = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type VisitRisk = (typeof VISIT_RISKS)[number];

/** States of a step that is still to be done (`StepState` of the procedures, as the graph writes them). */
export const WORK_STATES = ['WAITING', 'DUE', 'OVERDUE', 'BARRED'] as const;
