import { Field, Float, ObjectType } from 'type-graphql';
import { dataItem } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { CertaintyEnum, EducationStatusEnum, InEducationEnum, ProvisionKindEnum } from './child.enums';
import { CmeOfficer } from './cme.type';
import { Establishment } from './registration.type';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({
  description:
    'What a front door asks about a child of whom it has a contact, in one: each field is decided by its own item.',
})
export class EducationCheck {
  @dataItem('IN_EDUCATION', 'yesNo') @Field(() => InEducationEnum, optional) inEducation?: string;
  @dataItem('IN_EDUCATION')
  @Field(() => LocalDate, { ...optional, description: 'The day of the evidence, not of the question.' })
  asOf?: string;
  @dataItem('IN_EDUCATION')
  @Field(() => CertaintyEnum, { ...optional, description: 'How sure that is.' })
  certainty?: string;
  @dataItem('EDUCATION_STATUS') @Field(() => EducationStatusEnum, optional) status?: string;
  @dataItem('EDUCATION_STATUS', 'kindOnly') @Field(() => ProvisionKindEnum, optional) kind?: string;
  @dataItem('EDUCATION_STATUS') @Field(() => LocalDate, optional) since?: string;
  @dataItem('EDUCATION_STATUS')
  @Field(Text, { ...optional, description: 'What the status rests on: school roll.' })
  evidence?: string;
  @dataItem('CURRENT_PROVISION', 'nameOnly')
  @Field(() => Establishment, { ...optional, description: 'The school or provider now.' })
  where?: Establishment;
  @dataItem('CURRENT_PROVISION')
  @Field(() => LocalDate, { ...optional, description: 'First day there.' })
  whereSince?: string;
  @dataItem('CURRENT_PROVISION')
  @Field(() => Float, { ...optional, description: 'Hours a week, where they are fewer than full time.' })
  hours?: number;
  @dataItem('CME_FLAG', 'yesNo') @Field(() => Boolean, optional) flagged?: boolean;
  @dataItem('CME_FLAG') @Field(() => LocalDate, optional) flaggedSince?: string;
  @dataItem('CME_OFFICER')
  @Field(() => CmeOfficer, { ...optional, description: 'Whom to call.' })
  call?: CmeOfficer;
}
