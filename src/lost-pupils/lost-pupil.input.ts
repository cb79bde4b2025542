import { Field, ID, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { CorrespondenceInput } from '../correspondence/correspondence.input';
import { dataItem, open } from '../gate/declare';
import { LocalDate } from '../server/scalars';

const optional = { nullable: true } as const;

@InputType({
  description:
    'A child of your own authority that you look for: name, date of birth and sex. Nothing else is taken; a number is not kept.',
})
export class ReceiveLostPupilInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('EXCHANGE')
  @Field(() => ID, {
    ...optional,
    description:
      'Your own id of the message. Posted again under it, the message is renewed and not another one.',
  })
  theirs?: string | null;
  @dataItem('EXCHANGE')
  @Field(() => LocalDate, {
    ...optional,
    description: 'The last day on which it stands; else a year from now.',
  })
  until?: string | null;
  @open('opaque ids') @Field(() => CorrespondenceInput, optional) correspondence?: CorrespondenceInput | null;
}
