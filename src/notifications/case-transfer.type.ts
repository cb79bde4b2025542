import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { inherits } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';
import { TRANSFER_STATES } from './transfer.transitions';

export const CaseTransferStateEnum: Readonly<Record<string, string>> = Object.fromEntries(
  TRANSFER_STATES.map((state) => [state, state]),
);

registerEnumType(CaseTransferStateEnum, {
  name: 'CaseTransferState',
  description:
    'Where a case stands that was offered. It is with whoever offers it until TAKEN: the other has said that its own case is open. ACCEPTING and DECLINING: the answer is on its way to the hub of whoever offers, which decides; OVERTAKEN: that hub had decided otherwise before.',
});

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'Where a case stands that one authority offers another.' })
export class CaseTransfer {
  @inherits() @Field(() => CaseTransferStateEnum, optional) state?: string;
  @inherits() @Field(() => DateTime, { ...optional, description: 'Since when it stands so.' }) since?: string;
  @inherits()
  @Field(() => LocalDate, {
    ...optional,
    description:
      'The last day for an answer, by the procedure of whoever offers; the day after, it has lapsed.',
  })
  dueOn?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'In whose hands the case is: la/852.' })
  caseWith?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'Whose word is waited for; null: nobody’s.' })
  waitsFor?: string | null;
}
