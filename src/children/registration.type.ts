import { Field, Float, ObjectType } from 'type-graphql';
import { dataItem, inherits } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { Provenance } from './provenance.type';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'A school or provider.' })
export class Establishment {
  @inherits() @Field(Text, optional) name?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'Seven digits: authority and establishment number.' })
  laestab?: string;
}

@ObjectType({ description: 'A registration at a school, with its period.' })
export class Registration {
  @inherits() @Field(() => Establishment, optional) establishment?: Establishment;
  @inherits()
  @Field(Text, { ...optional, description: 'main, dual_subsidiary, part_time or alternative_provision.' })
  kind?: string;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits() @Field(() => LocalDate, optional) until?: string;
  @inherits() @Field(() => LocalDate, optional) lastAttended?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
  @inherits()
  @Field(() => Float, { ...optional, description: 'Hours a week, where they are fewer than full time.' })
  hours?: number;
}

@ObjectType({ description: 'Where the child is taught now.' })
export class Provision {
  @inherits() @Field(() => Establishment, optional) establishment?: Establishment;
  @inherits() @Field(() => LocalDate, optional) from?: string;
  @inherits()
  @Field(() => Float, { ...optional, description: 'Hours a week, where they are fewer than full time.' })
  hours?: number;
  @inherits() @Field(Text, optional) yearGroup?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
}

@ObjectType({ description: 'Removal of a name from a roll: the proprietor’s act on a statutory ground.' })
export class Removal {
  @inherits() @Field(() => Establishment, optional) establishment?: Establishment;
  @inherits() @Field(() => LocalDate, optional) on?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'Ground of SI 2024/208 regulation 9, a letter.' })
  ground?: string;
  @dataItem('DESTINATION') @Field(Text, optional) destination?: string;
  @inherits() @Field(() => Provenance, optional) provenance?: Provenance;
  @dataItem('DESTINATION')
  @Field(Text, { ...optional, description: 'school, authority, abroad, home_education or unknown.' })
  destinationKind?: string;
  @dataItem('DESTINATION')
  @Field(() => LocalDate, {
    ...optional,
    description: 'The day on which the destination said that the child is there.',
  })
  destinationConfirmedOn?: string;
}
