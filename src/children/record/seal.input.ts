import { Field, InputType } from 'type-graphql';
import { dataItem, open } from '../../gate/declare';
import { ChildReferenceInput } from '../child-reference';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@InputType({
  description:
    'A child whose past is to be sealed, and who it is from now on. Nothing of the record before goes over but what is named here.',
})
export class SealIdentityInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('SEALED_IDENTITY')
  @Field(Text, { ...optional, description: 'adoption (default), witness_protection or other.' })
  ground?: string | null;
  @dataItem('SEALED_IDENTITY')
  @Field(Text, { description: 'On what decision, up to 4,000 characters.' })
  reason!: string;
  @dataItem('IDENTITY') @Field(Text) surname!: string;
  @dataItem('IDENTITY') @Field(Text) forename!: string;
  @dataItem('IDENTITY') @Field(Text, optional) middleNames?: string | null;
  @dataItem('UPN') @Field(Text, { ...optional, description: 'A new one.' }) upn?: string | null;
  @dataItem('NHS_NUMBER') @Field(Text, { ...optional, description: 'A new one.' }) nhsNumber?: string | null;
  @open('organisations')
  @Field(() => [Text()], {
    ...optional,
    description:
      'Organisations or units that work with the child under its new name too: what is open with them goes over. Up to 20.',
  })
  knownTo?: string[] | null;
}
