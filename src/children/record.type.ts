import { Field, Float, ID, ObjectType } from 'type-graphql';
import { dataItem, inherits } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { Provenance } from './provenance.type';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'A home-education notice and what the authority found.' })
export class HomeEducation {
  @inherits()
  @Field(Text, { ...optional, description: 'notified, not_yet_established, suitable or not_suitable.' })
  state?: string;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'A service that works with the child.' })
export class Involvement {
  @inherits() @Field(Text, optional) organisation?: string;
  @inherits() @Field(Text, optional) team?: string;
  @inherits() @Field(Text, optional) phone?: string;
  @inherits() @Field(() => LocalDate, optional) since?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'A period in which the child was reported missing.' })
export class MissingEpisode {
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'A name with its kind and period.' })
export class PersonName {
  @inherits()
  @Field(Text, { ...optional, description: 'legal, known_as, former or transliteration.' })
  kind?: string;
  @inherits() @Field(Text, optional) forename?: string;
  @inherits() @Field(Text, optional) middleNames?: string;
  @inherits() @Field(Text, optional) surname?: string;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'A number by which services know the child, with its period.' })
export class PersonIdentifier {
  @inherits() @Field(Text, { ...optional, description: 'upn, uln or nhs_number.' }) kind?: string;
  @inherits() @Field(Text, optional) value?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'current, former, or claimed: what somebody said of it.' })
  state?: string;
  @inherits()
  @Field(() => Boolean, {
    ...optional,
    description: 'A pupil number given until the permanent one is known.',
  })
  temporary?: boolean;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'A brother or sister whom you may know of.' })
export class Sibling {
  @dataItem('EXISTENCE')
  @Field(() => ID, { ...optional, description: 'The child’s own id: `child(id:)`.' })
  id?: string;
  @dataItem('IDENTITY')
  @Field(() => PersonName, { ...optional, description: 'Legal name.' })
  name?: PersonName;
  @dataItem('IDENTITY', 'initials')
  @Field(Text, { ...optional, description: 'Initials and year of birth, `A.B. 2015`.' })
  initials?: string;
}

@ObjectType({ description: 'Initials of a brother or sister whom you may know of.' })
export class SiblingInitials {
  @inherits() @Field(Text, { ...optional, description: '`A.B. 2015`.' }) initials?: string;
}

@ObjectType({ description: 'Education that the authority arranges otherwise than on a school’s roll.' })
export class ArrangedEducation {
  @inherits() @Field(() => ID, { ...optional, description: 'Opaque.' }) id?: string;
  @inherits() @Field(Text, { ...optional, description: 'eotas or alternative_provision.' }) kind?: string;
  @inherits() @Field(Text, optional) provider?: string;
  @inherits() @Field(() => Float, { ...optional, description: 'A week.' }) hours?: number;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'Special educational needs and what is done about them.' })
export class SpecialNeeds {
  @inherits() @Field(() => ID, { ...optional, description: 'Opaque.' }) id?: string;
  @inherits() @Field(Text, { ...optional, description: 'none, sen_support or ehc_plan.' }) support?: string;
  @inherits() @Field(() => [String], optional) needs?: string[];
  @inherits() @Field(() => LocalDate, optional) reviewOn?: string;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'Membership of an at-risk group, with its period.' })
export class RiskGroupPeriod {
  @inherits() @Field(Text, optional) group?: string;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'That this child has a past which is sealed.' })
export class SealedIdentity {
  @inherits()
  @Field(() => ID, { ...optional, description: 'The id by which the record went before.' })
  formerId?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'adoption, witness_protection or other.' })
  ground?: string;
  @inherits() @Field(() => LocalDate, optional) on?: string;
}
