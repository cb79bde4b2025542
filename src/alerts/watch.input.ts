import { Field, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { dataItem, open } from '../gate/declare';

@InputType({ description: 'A child about whom one wants to be told when something changes.' })
export class WatchChildInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('CASE_FILE')
  @Field(() => String, { description: 'Why; at most 1,000 characters.' })
  reason!: string;
}
