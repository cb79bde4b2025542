import { registerEnumType } from 'type-graphql';
import type { AskedTransition } from '../procedures/asked.transitions';
import { ASKED_STATES, ENQUIRY_STATES } from './enquiry.transitions';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const ANSWERS = ['KNOWN', 'NOT_KNOWN', 'NOTHING_HELD', 'CANNOT_SEARCH'] as const;
export type AnswerGiven = (typeof ANSWERS)[number];
export type EnquiryOutcome = AnswerGiven | 'KNOWN_BUT_WITHHELD';

/** Whoever holds no such records has looked, and does not know the child. */
export const HEARD_AS: Readonly<Record<EnquiryOutcome, AskedTransition>> = {
  KNOWN: 'ANSWER_KNOWN',
  NOT_KNOWN: 'ANSWER_NOT_KNOWN',
  NOTHING_HELD: 'ANSWER_NOT_KNOWN',
  CANNOT_SEARCH: 'ANSWER_CANNOT_SEARCH',
  KNOWN_BUT_WITHHELD: 'WITHHOLD',
};

export const EnquiryStateEnum = named(ENQUIRY_STATES);
export const RecipientStateEnum = named(ASKED_STATES);
export const AnswerGivenEnum = named(ANSWERS);
export const EnquiryOutcomeEnum = named([...ANSWERS, 'KNOWN_BUT_WITHHELD']);
export const EnquiryDirectionEnum = named(['SENT', 'RECEIVED']);
export const WithdrawnBecauseEnum = named(['TAKEN_BACK', 'ASKED_AGAIN', 'ASK_SOCIAL_CARE']);

registerEnumType(EnquiryStateEnum, {
  name: 'EnquiryState',
  description: 'Open until everybody who was asked has been heard.',
});
registerEnumType(RecipientStateEnum, {
  name: 'EnquiryRecipientState',
  description:
    'Whether one who was asked has been heard, and what it said. REMINDED and ESCALATED: not heard in time. SUSPENDED: no agreement in force lets it look.',
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
registerEnumType(WithdrawnBecauseEnum, {
  name: 'WithdrawnBecause',
  description: 'Why a question is no longer asked. Told to whoever asked, never to whoever was asked.',
});
