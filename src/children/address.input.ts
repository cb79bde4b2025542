import { Field, InputType } from 'type-graphql';
import { dataItem, open } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { ChildReferenceInput } from './child-reference';

const optional = { nullable: true } as const;

@InputType({ description: 'An address at which the child lives or is believed to live.' })
export class AddressInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('CURRENT_ADDRESS') @Field(() => String) line1!: string;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) line2?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) town?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String) postcode!: string;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) uprn?: string | null;
  @dataItem('AREA')
  @Field(() => String, { ...optional, description: 'The authority it lies in, la/931.' })
  authority?: string | null;
  @dataItem('CURRENT_ADDRESS')
  @Field(() => String, { ...optional, description: 'home (default), temporary or believed.' })
  kind?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => LocalDate, optional) from?: string | null;
}

@InputType({
  description:
    'A child who has left its address: where to, if that is known, and whether it is for a time only.',
})
export class DepartureInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('CURRENT_ADDRESS')
  @Field(() => LocalDate, { description: 'From when on. Not in the future.' })
  from!: string;
  @dataItem('CURRENT_ADDRESS')
  @Field(() => String, {
    ...optional,
    description: 'With `postcode`; leave both out if nobody knows where to.',
  })
  line1?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) line2?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) town?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) postcode?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) uprn?: string | null;
  @dataItem('AREA')
  @Field(() => String, { ...optional, description: 'The authority that they have gone to, la/852.' })
  authority?: string | null;
  @dataItem('CURRENT_ADDRESS')
  @Field(() => Boolean, { ...optional, description: 'Temporary accommodation.' })
  temporary?: boolean | null;
}
