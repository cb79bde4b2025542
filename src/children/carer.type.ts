import { Field, ID, ObjectType } from 'type-graphql';
import { dataItem, inherits } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { Provenance } from './provenance.type';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'An adult with care of the child.' })
export class Carer {
  @inherits() @Field(Text, optional) title?: string;
  @inherits() @Field(Text, optional) forename?: string;
  @inherits() @Field(Text, optional) surname?: string;
  @inherits() @Field(Text, optional) relationship?: string;
  @inherits() @Field(() => Boolean, optional) parentalResponsibility?: boolean;
  @dataItem('CARER_CONTACT') @Field(() => [String], optional) phones?: string[];
  @dataItem('CARER_CONTACT') @Field(() => [String], optional) emails?: string[];
  @dataItem('CARER_CONTACT') @Field(Text, optional) language?: string;
  @dataItem('CARER_CONTACT') @Field(() => Boolean, optional) interpreterNeeded?: boolean;
  @dataItem('CARER_CONTACT')
  @Field(Text, {
    ...optional,
    description: 'The one way in which this person can be reached without danger: use no other.',
  })
  safeContact?: string;
  @inherits()
  @Field(() => Boolean, { ...optional, description: 'Never to be told or asked. Said to the team alone.' })
  doNotTell?: boolean;
  @inherits() @Field(() => ID, { ...optional, description: 'Opaque.' }) id?: string;
  @inherits() @Field(() => Boolean, optional) livesWithChild?: boolean;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'Full names of an adult, without relationship, telephone or address.' })
export class CarerName {
  @inherits() @Field(Text, optional) forename?: string;
  @inherits() @Field(Text, optional) surname?: string;
}

@ObjectType({ description: 'Somebody else of the household, of the wider family, or known to the family.' })
export class FamilyMember {
  @inherits() @Field(() => ID, { ...optional, description: 'Opaque.' }) id?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'household, family or associate.' })
  kind?: string;
  @inherits() @Field(Text, optional) title?: string;
  @inherits() @Field(Text, optional) forename?: string;
  @inherits() @Field(Text, optional) surname?: string;
  @inherits() @Field(Text, optional) relationship?: string;
  @inherits() @Field(() => Boolean, optional) livesWithChild?: boolean;
  @inherits() @Field(() => [String], optional) phones?: string[];
  @inherits()
  @Field(() => Boolean, { ...optional, description: 'Never to be told or asked. Said to the team alone.' })
  doNotTell?: boolean;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}
