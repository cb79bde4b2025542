import { Field, Float, InputType } from 'type-graphql';
import { dataItem, open } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { ChildReferenceInput } from './child-reference';

const optional = { nullable: true } as const;

@InputType({
  description: 'A pupil added to the roll of your school: the return of SI 2024/208 regulation 13.',
})
export class RegistrationInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('SCHOOL_HISTORY') @Field(() => LocalDate) from!: string;
  @dataItem('SCHOOL_HISTORY')
  @Field(() => String, {
    ...optional,
    description: 'main (default), dual_subsidiary, part_time or alternative_provision.',
  })
  kind?: string | null;
  @dataItem('CURRENT_PROVISION') @Field(() => String, optional) yearGroup?: string | null;
  @dataItem('CURRENT_PROVISION')
  @Field(() => Float, { ...optional, description: 'Hours a week, 0 to 40.' })
  hours?: number | null;
}

@InputType({
  description: 'A name removed from the roll of your school, on a statutory ground; never backdated.',
})
export class RemovalInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @dataItem('REMOVAL_FROM_ROLL') @Field(() => LocalDate, { description: 'Today or later.' }) on!: string;
  @dataItem('REMOVAL_FROM_ROLL')
  @Field(() => String, { description: 'The letter of SI 2024/208 regulation 9(1).' })
  ground!: string;
  @dataItem('LAST_SCHOOL') @Field(() => LocalDate, optional) lastAttended?: string | null;
  @dataItem('DESTINATION')
  @Field(() => String, { ...optional, description: 'school, authority, abroad, home_education or unknown.' })
  destinationKind?: string | null;
  @dataItem('DESTINATION')
  @Field(() => String, { ...optional, description: 'LAESTAB, authority, or country.' })
  destination?: string | null;
}
