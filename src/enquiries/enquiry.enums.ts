import { registerEnumType } from 'type-graphql';
import { ENQUIRY_STATES, RECIPIENT_STATES } from './enquiry.transitions';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const ANSWERS = ['KNOWN', 'NOT_KNOWN', 'NOTHING_HELD', 'CANNOT_SEARCH'] as const;
export type AnswerGiven = (typeof ANSWERS)[number];

export const EnquiryStateEnum = named(ENQUIRY_STATES);
export const RecipientStateEnum = named(RECIPIENT_STATES);
export const AnswerGivenEnum = named(ANSWERS);
export const EnquiryOutcomeEnum = named([...ANSWERS, 'WITHHELD']);
export const EnquiryDirectionEnum = named(['SENT', 'RECEIVED']);

registerEnumType(EnquiryStateEnum, {
  name: 'EnquiryState',
  description: 'Open until everybody who was asked has been heard.',
});
registerEnumType(RecipientStateEnum, {
  name: 'EnquiryRecipientState',
  description: 'Whether one who was asked has been heard.',
});
registerEnumType(AnswerGivenEnum, {
  name: 'AnswerGiven',
  description:
    'NOT_KNOWN: we looked and do not know the child. NOTHING_HELD: we hold no such records. CANNOT_SEARCH: we could not look.',
});
registerEnumType(EnquiryOutcomeEnum, {
  name: 'EnquiryOutcome',
  description: 'What came of asking one organisation. No answer is no outcome.',
});
registerEnumType(EnquiryDirectionEnum, { name: 'EnquiryDirection', description: 'Asked by us, or of us.' });
