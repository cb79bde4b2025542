import { Field, ID, ObjectType } from 'type-graphql';
import { Child } from '../children/child.type';
import { dataItem, inherits } from '../gate/declare';
import { DateTime } from '../server/scalars';
import { CorrectedFactEnum, NotToldEnum } from './correction.enums';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({
  description:
    'A team of another organisation that was told what was wrong, and whether it has been told so.',
})
export class CorrectionRecipient {
  @inherits() @Field(Text, optional) organisation?: string;
  @inherits() @Field(Text, optional) organisationName?: string;
  @inherits() @Field(Text, optional) unit?: string;
  @inherits() @Field(Text, optional) unitName?: string;
  @inherits()
  @Field(() => [String], {
    ...optional,
    description: 'What it was told that held the fact: CURRENT_ADDRESS/full.',
  })
  items?: string[];
  @inherits()
  @Field(() => [ID], { ...optional, description: 'By which disclosures, newest first.' })
  disclosures?: string[];
  @inherits() @Field(() => DateTime, optional) firstToldAt?: string;
  @inherits() @Field(() => DateTime, optional) lastToldAt?: string;
  @inherits()
  @Field(() => DateTime, { ...optional, description: 'When the notice was sent.' })
  notifiedAt?: string;
  @inherits() @Field(() => DateTime, optional) acknowledgedAt?: string;
  @inherits()
  @Field(() => NotToldEnum, { ...optional, description: 'Why there was no notice.' })
  notTold?: string;
}

@ObjectType({
  description:
    'A fact that was recorded wrongly and put right, and who was told the wrong one (UK GDPR Articles 16 and 19). Neither value stands here.',
})
export class Correction {
  @dataItem('RECORDS_OF_USE') @Field(() => ID, optional) id?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => CorrectedFactEnum, optional) fact?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, {
    ...optional,
    description: 'Of a name or a number: legal, known_as …, upn, uln, nhs_number.',
  })
  kind?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, { ...optional, description: 'Why it was wrong.' }) reason?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => DateTime, optional) correctedAt?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'The team that put it right.' })
  unit?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) user?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) job?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) reference?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(() => [CorrectionRecipient], { ...optional, description: 'Told and not told, by name.' })
  recipients?: CorrectionRecipient[];
  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
}
