import { Field, ID, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { dataItem, open } from '../gate/declare';
import { LocalDate } from '../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const many = 'each field names its own item';

@InputType({ description: 'A name as it stands in the record.' })
export class WrongNameInput {
  @dataItem('FORMER_NAMES') @Field(Text) surname!: string;
  @dataItem('FORMER_NAMES') @Field(Text) forename!: string;
}

@InputType({ description: 'The right name. It takes the place of the wrong one, for the same period.' })
export class CorrectNameInput {
  @dataItem('IDENTITY') @Field(Text) surname!: string;
  @dataItem('IDENTITY') @Field(Text) forename!: string;
  @dataItem('IDENTITY')
  @Field(Text, { ...optional, description: 'Left out, those of the record stay; empty, there are none.' })
  middleNames?: string | null;
  @dataItem('IDENTITY')
  @Field(Text, { ...optional, description: 'legal (default), known_as, former or transliteration.' })
  kind?: string | null;
  @open(many)
  @Field(() => WrongNameInput, {
    ...optional,
    description: 'Which name is wrong, where the record holds several of the kind.',
  })
  wrong?: WrongNameInput | null;
}

@InputType({ description: 'The right address. It takes the place of the wrong one, whole.' })
export class CorrectAddressInput {
  @open('an opaque id')
  @Field(() => ID, { description: 'Of the wrong one: `addresses { id }`.' })
  id!: string;
  @dataItem('CURRENT_ADDRESS') @Field(Text) line1!: string;
  @dataItem('CURRENT_ADDRESS') @Field(Text, optional) line2?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(Text, optional) town?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(Text) postcode!: string;
  @dataItem('CURRENT_ADDRESS') @Field(Text, optional) uprn?: string | null;
  @dataItem('AREA')
  @Field(Text, {
    ...optional,
    description: 'The authority it lies in, la/931. Needed where the postcode is another one.',
  })
  authority?: string | null;
  @dataItem('CURRENT_ADDRESS')
  @Field(() => LocalDate, { ...optional, description: 'Left out, that of the record stays.' })
  from?: string | null;
}

@InputType({ description: 'The right number.' })
export class CorrectIdentifierInput {
  @open('a word of a list') @Field(Text, { description: 'upn, uln or nhs_number.' }) kind!: string;
  @dataItem('UPN') @Field(Text) value!: string;
}

@InputType({
  description: 'What is right: exactly one of `name`, `dateOfBirth`, `address` and `identifier`.',
})
export class CorrectRecordInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @open(many) @Field(() => CorrectNameInput, optional) name?: CorrectNameInput | null;
  @dataItem('IDENTITY') @Field(() => LocalDate, optional) dateOfBirth?: string | null;
  @open(many) @Field(() => CorrectAddressInput, optional) address?: CorrectAddressInput | null;
  @open(many) @Field(() => CorrectIdentifierInput, optional) identifier?: CorrectIdentifierInput | null;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, {
    description: 'Why it was wrong and how that is known, up to 4,000 characters. Only the council reads it.',
  })
  reason!: string;
}
