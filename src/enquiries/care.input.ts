import { Field, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { open } from '../gate/declare';

@InputType({
  description:
    'Whether careful steps may be taken: visit, card, neighbour, letter, message, question to housing.',
})
export class DecideCarefulStepsInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @open('yes or no') @Field(() => Boolean) allowed!: boolean;
  @open('rows of the procedure')
  @Field(() => [String], {
    nullable: true,
    description: 'Of these rows of the procedure alone: OX-24. Left out: of every careful step.',
  })
  steps?: string[] | null;
}
