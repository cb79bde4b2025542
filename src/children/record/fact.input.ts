import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { dataItem, open } from '../../gate/declare';
import { LocalDate } from '../../server/scalars';
import { ChildReferenceInput } from '../child-reference';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const many = 'each field names its own item';

@InputType({ description: 'A name of the child. A new legal or known-as name ends the one before it.' })
export class NameFactInput {
  @dataItem('IDENTITY') @Field(Text) surname!: string;
  @dataItem('IDENTITY') @Field(Text) forename!: string;
  @dataItem('IDENTITY') @Field(Text, optional) middleNames?: string | null;
  @dataItem('FORMER_NAMES')
  @Field(Text, { ...optional, description: 'legal (default), known_as, former or transliteration.' })
  kind?: string | null;
  @dataItem('IDENTITY') @Field(() => LocalDate, optional) from?: string | null;
  @dataItem('FORMER_NAMES') @Field(() => LocalDate, optional) until?: string | null;
}

@InputType({ description: 'A number of the child. A new current one makes the one before it a former one.' })
export class IdentifierFactInput {
  @open('a word of a list') @Field(Text, { description: 'upn, uln or nhs_number.' }) kind!: string;
  @dataItem('UPN') @Field(Text) value!: string;
  @dataItem('UPN')
  @Field(() => Boolean, { ...optional, description: 'It was superseded: kept, and no longer current.' })
  former?: boolean | null;
}

@InputType({
  description: 'Where the child lives or lived. With `protection` it is shown to two named officers alone.',
})
export class AddressFactInput {
  @dataItem('CURRENT_ADDRESS') @Field(Text) line1!: string;
  @dataItem('CURRENT_ADDRESS') @Field(Text, optional) line2?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(Text, optional) town?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(Text) postcode!: string;
  @dataItem('CURRENT_ADDRESS') @Field(Text, optional) uprn?: string | null;
  @dataItem('AREA')
  @Field(Text, { ...optional, description: 'The authority it lies in, la/931.' })
  authority?: string | null;
  @dataItem('CURRENT_ADDRESS')
  @Field(Text, { ...optional, description: 'home (default), temporary, believed or unknown.' })
  kind?: string | null;
  @dataItem('PROTECTED_ADDRESS')
  @Field(Text, {
    ...optional,
    description:
      'refuge, court_order, witness_protection, forced_marriage, honour_based_abuse, adoption or other.',
  })
  protection?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => LocalDate, optional) from?: string | null;
  @dataItem('ADDRESS_HISTORY') @Field(() => LocalDate, optional) until?: string | null;
}

@InputType({ description: 'A person with care of the child, of its household, or of its family.' })
export class PersonFactInput {
  @open('an opaque id')
  @Field(() => ID, { ...optional, description: 'Of the entry that this takes the place of, whole.' })
  id?: string | null;
  @dataItem('FAMILY_AND_ASSOCIATES')
  @Field(Text, { ...optional, description: 'carer (default), household, family or associate.' })
  kind?: string | null;
  @dataItem('CARERS') @Field(Text, optional) title?: string | null;
  @dataItem('CARERS') @Field(Text, optional) forename?: string | null;
  @dataItem('CARERS') @Field(Text) surname!: string;
  @dataItem('CARERS') @Field(Text, optional) relationship?: string | null;
  @dataItem('CARERS') @Field(() => Boolean, optional) parentalResponsibility?: boolean | null;
  @dataItem('CARERS') @Field(() => Boolean, optional) livesWithChild?: boolean | null;
  @dataItem('CARER_CONTACT') @Field(() => [Text()], optional) phones?: string[] | null;
  @dataItem('CARER_CONTACT') @Field(() => [Text()], optional) emails?: string[] | null;
  @dataItem('CARER_CONTACT') @Field(Text, optional) language?: string | null;
  @dataItem('CARER_CONTACT') @Field(() => Boolean, optional) interpreterNeeded?: boolean | null;
  @dataItem('CARERS')
  @Field(() => Boolean, {
    ...optional,
    description:
      'True: given to nobody outside the team from now on. False lifts the mark. Left out, it stays.',
  })
  doNotTell?: boolean | null;
  @dataItem('CARER_CONTACT')
  @Field(Text, {
    ...optional,
    description:
      'The one safe way to reach this person: others are kept back from now on. Empty lifts the mark.',
  })
  safeContact?: string | null;
  @dataItem('CARERS') @Field(() => LocalDate, optional) from?: string | null;
}

@InputType({ description: 'A brother or sister whom the hub holds too.' })
export class SiblingFactInput {
  @open(many) @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('SIBLINGS')
  @Field(Text, { ...optional, description: 'full (default), half, step, foster, adoptive or other.' })
  kind?: string | null;
}

@InputType({ description: 'Home education and what the authority found. It ends what stood before it.' })
export class HomeEducationFactInput {
  @dataItem('HOME_EDUCATION')
  @Field(Text, { description: 'notified, not_yet_established, suitable or not_suitable.' })
  state!: string;
  @dataItem('HOME_EDUCATION') @Field(() => LocalDate) from!: string;
  @dataItem('HOME_EDUCATION') @Field(() => LocalDate, optional) until?: string | null;
}

@InputType({ description: 'Education otherwise than at school, or alternative provision without a roll.' })
export class ArrangedEducationFactInput {
  @dataItem('CURRENT_PROVISION')
  @Field(Text, { description: 'eotas or alternative_provision.' })
  kind!: string;
  @dataItem('CURRENT_PROVISION') @Field(Text, optional) provider?: string | null;
  @dataItem('CURRENT_PROVISION')
  @Field(() => Float, { ...optional, description: 'Hours a week, 0 to 40.' })
  hours?: number | null;
  @dataItem('CURRENT_PROVISION') @Field(() => LocalDate) from!: string;
  @dataItem('CURRENT_PROVISION') @Field(() => LocalDate, optional) until?: string | null;
}

@InputType({ description: 'Special educational needs. It ends what stood before it.' })
export class SpecialNeedsFactInput {
  @dataItem('SEN') @Field(Text, { description: 'none, sen_support or ehc_plan.' }) support!: string;
  @dataItem('SEN') @Field(() => [Text()], { ...optional, description: 'Up to 10.' }) needs?: string[] | null;
  @dataItem('SEN') @Field(() => LocalDate, optional) reviewOn?: string | null;
  @dataItem('SEN') @Field(() => LocalDate) from!: string;
  @dataItem('SEN') @Field(() => LocalDate, optional) until?: string | null;
}

@InputType({ description: 'One fact of a child’s record: exactly one of the last eight.' })
export class RecordFactInput {
  @open(many) @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @open('a number of edits')
  @Field(() => Int, {
    ...optional,
    description: 'As `child { version }` was read: CONFLICT when it has changed.',
  })
  version?: number | null;
  @open('an organisation')
  @Field(Text, { ...optional, description: 'Whose word it is: `nhs/RTH`. Left out, your own.' })
  source?: string | null;
  @open('a day') @Field(() => LocalDate, { ...optional, description: 'It was so on this day.' }) asOf?:
    string | null;
  @open(many) @Field(() => NameFactInput, optional) name?: NameFactInput | null;
  @open(many) @Field(() => IdentifierFactInput, optional) identifier?: IdentifierFactInput | null;
  @open(many) @Field(() => AddressFactInput, optional) address?: AddressFactInput | null;
  @open(many) @Field(() => PersonFactInput, optional) person?: PersonFactInput | null;
  @open(many) @Field(() => SiblingFactInput, optional) sibling?: SiblingFactInput | null;
  @open(many) @Field(() => HomeEducationFactInput, optional) homeEducation?: HomeEducationFactInput | null;
  @open(many)
  @Field(() => ArrangedEducationFactInput, optional)
  arrangedEducation?: ArrangedEducationFactInput | null;
  @open(many) @Field(() => SpecialNeedsFactInput, optional) specialNeeds?: SpecialNeedsFactInput | null;
}
