import { registerEnumType } from 'type-graphql';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

/** What one authority tells another in so many words. */
export const NOTICES = [
  'MOVED_IN',
  'MOVED_OUT',
  'LOCATED_HERE',
  'LOST_PUPIL_FOUND',
  'ROLL_CHANGE',
  'HOME_EDUCATION',
  'FLAG_REQUESTED',
  'CORRECTION',
] as const;
export type Notice = (typeof NOTICES)[number];

/** What follows from an act of its own: a transfer, a lost-pupil message and its end, a use of emergency access, a move. */
const MESSAGES = [
  'TRANSFER_PROPOSED',
  'TRANSFER_ACCEPTED',
  'TRANSFER_DECLINED',
  'TRANSFER_TAKEN',
  'TRANSFER_LAPSED',
  'TRANSFER_WITHDRAWN',
  'TRANSFER_ENDED',
  'LOST_PUPIL',
  'EMERGENCY_USED',
  'LOOKUP_DECIDED',
  'ALERT_ROUTED',
  'FLAG_LIFTED',
  'LOST_PUPIL_WITHDRAWN',
  'FOUND_MATCH',
  'ADDRESS_REPORTED',
  'DEPARTURE_REPORTED',
  'ADDRESS_CHANGED',
] as const;
export type NotificationType = Notice | (typeof MESSAGES)[number];

export const NoticeEnum = named(NOTICES);
export const NotificationTypeEnum = named([...NOTICES, ...MESSAGES]);

registerEnumType(NoticeEnum, { name: 'NoticeType', description: 'What an authority tells of a child.' });
registerEnumType(NotificationTypeEnum, {
  name: 'NotificationType',
  description: 'What a notification tells of a child.',
  valuesConfig: {
    LOST_PUPIL_WITHDRAWN: {
      description: 'Nobody looks for this child any more. Why is never said; erase what you have kept of it.',
    },
    FOUND_MATCH: {
      description:
        'One who may be the child that is looked for has been met. Read of it what is open to you, and ring.',
    },
    ADDRESS_CHANGED: { description: 'Another address is confirmed: read it from the child.' },
  },
});
