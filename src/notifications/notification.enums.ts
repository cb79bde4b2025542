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

/** What follows from an act of its own: a transfer, a lost-pupil message, a use of emergency access, a decided lookup, triage. */
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
] as const;
export type NotificationType = Notice | (typeof MESSAGES)[number];

export const NoticeEnum = named(NOTICES);
export const NotificationTypeEnum = named([...NOTICES, ...MESSAGES]);

registerEnumType(NoticeEnum, { name: 'NoticeType', description: 'What an authority tells of a child.' });
registerEnumType(NotificationTypeEnum, {
  name: 'NotificationType',
  description: 'What a notification tells of a child.',
});
