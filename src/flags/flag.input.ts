import { Field, ID, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { open } from '../gate/declare';

@InputType({ description: 'Who is asked to hold a flag on its own system, and for which child.' })
export class AskFlagInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @open('an id of the directory')
  @Field(() => ID, { description: 'A partner, an authority, or a unit of the council: housing/E07000178.' })
  to!: string;
}
