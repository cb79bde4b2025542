import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { inherits } from '../gate/declare';
import { LocalDate } from '../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const named = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));

const CheckStateEnum = named(['OPEN', 'ASKED', 'COULD_NOT_SEARCH', 'DONE', 'NOT_APPLICABLE', 'NOT_ALLOWED']);
const CheckOutcomeEnum = named(['FOUND', 'NOT_FOUND', 'WITHHELD', 'RESTRICTED']);

registerEnumType(CheckStateEnum, {
  name: 'CheckState',
  description:
    'ASKED: somebody is still to be heard. COULD_NOT_SEARCH: nobody has looked. NOT_ALLOWED: for child protection alone, which this is not.',
});
registerEnumType(CheckOutcomeEnum, {
  name: 'CheckOutcome',
  description: 'RESTRICTED: the check was made; what came of it is for the holder of the case alone.',
});

@ObjectType({
  description:
    'One of the reasonable checks that the authority’s policy asks for, filled by the answers to enquiries.',
})
export class CheckLine {
  @inherits()
  @Field(Text, { ...optional, description: 'A word of the procedures: CHILD_HEALTH.' })
  check?: string;
  @inherits() @Field(Text, optional) words?: string;
  @inherits() @Field(() => CheckStateEnum, optional) state?: string;
  @inherits() @Field(() => LocalDate, optional) lastCheckedOn?: string;
  @inherits()
  @Field(() => CheckOutcomeEnum, {
    ...optional,
    description: 'Null until the check is made: silence is not "not found".',
  })
  outcome?: string;
  @inherits() @Field(Text, { ...optional, description: 'Why it does not apply.' }) because?: string;
  @inherits()
  @Field(() => Int, { ...optional, description: 'How many who were asked are still to be heard.' })
  waitingFor?: number;
}
