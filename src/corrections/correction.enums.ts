import { registerEnumType } from 'type-graphql';
import { FACTS, NOT_TOLD } from './correction';

const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

export const CorrectedFactEnum = named(FACTS);
export const NotToldEnum = named(NOT_TOLD);

registerEnumType(CorrectedFactEnum, { name: 'CorrectedFact', description: 'What was recorded wrongly.' });
registerEnumType(NotToldEnum, {
  name: 'NotTold',
  description:
    'Why a recipient was sent no notice. LEFT: it takes part no more. PROTECTED: a message could lead to the child; tell it by telephone.',
});
