/** What is feared. A closed list: access is opened for a named risk, never for "other". */
export const RISKS = ['RISK_TO_LIFE', 'SERIOUS_HARM', 'ABDUCTION', 'EXPLOITATION', 'TAKEN_ABROAD'] as const;
export type Risk = (typeof RISKS)[number];

export const OUTCOMES = ['JUSTIFIED', 'NOT_JUSTIFIED', 'UNCLEAR'] as const;
export type ReviewOutcome = (typeof OUTCOMES)[number];

/** Where a use stands in the queue of those who review it. */
export const QUEUE_STATES = ['OPEN', 'EXPIRED', 'REVIEWED'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

/** As the agreement `emergency` has it, clause 14.1. */
export const HOURS = 4;
/** Uses that a unit has in any 24 hours, where the operator has not given it another number. */
export const USES_A_DAY = 5;

export const HOUR = 3_600_000;
