import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Child } from '../children/child.type';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits, open } from '../gate/declare';
import { DateTime } from '../server/scalars';
import { EmergencyOutcomeEnum, EmergencyRiskEnum, EmergencyStateEnum } from './emergency.enums';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const few = { nullable: true, description: 'Null where counts alone are open to you and it is under 5.' };

@ObjectType({ description: 'That a data-protection contact was told of a use.' })
export class EmergencyNotice {
  @inherits() @Field(Text, { ...optional, description: 'Whose inbox: la/931/data-protection.' }) to?: string;
  @inherits() @Field(() => DateTime, optional) at?: string;
  @inherits() @Field(() => DateTime, optional) acknowledgedAt?: string;
}

@ObjectType({ description: 'One use of emergency access, open for four hours, and what its review found.' })
export class EmergencyUse {
  @dataItem('RECORDS_OF_USE') @Field(() => ID, optional) id?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => EmergencyStateEnum, optional) state?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => EmergencyRiskEnum, optional) risk?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'What was feared and why there was no other way.' })
  text?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) organisation?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) unit?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) unitName?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) user?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) job?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) reference?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => DateTime, optional) declaredAt?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => DateTime, optional) expiresAt?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(() => DateTime, { ...optional, description: 'Ended early: by the unit, or by the review.' })
  endedAt?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => EmergencyOutcomeEnum, optional) outcome?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'The reviewer’s words.' })
  review?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => DateTime, optional) reviewedAt?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(() => ID, {
    ...optional,
    description: 'For readers of the whole ledger: `disclosures(filter: { childId })` has what was opened.',
  })
  childId?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(() => [EmergencyNotice], { nullable: 'itemsAndList' })
  told?: EmergencyNotice[];
  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
}

@ObjectType({ description: 'A use and its place in the list.' })
export class EmergencyUseEdge {
  @open('page cursor') @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => EmergencyUse, optional) node?: EmergencyUse;
}

@ObjectType({ description: 'Uses of emergency access, oldest first.' })
export class EmergencyUseConnection {
  @inherits() @Field(() => [EmergencyUseEdge], { nullable: 'itemsAndList' }) edges?: EmergencyUseEdge[];
  @inherits() @Field(() => [EmergencyUse], { nullable: 'itemsAndList' }) nodes?: EmergencyUse[];
  @open('about the page, not about anybody') @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}

@ObjectType({ description: 'How often a unit used emergency access in the last 30 days.' })
export class EmergencyRate {
  @dataItem('RECORDS_OF_USE', 'count') @Field(Text, optional) organisation?: string;
  @dataItem('RECORDS_OF_USE', 'count') @Field(Text, optional) unit?: string;
  @dataItem('RECORDS_OF_USE', 'count') @Field(Text, optional) unitName?: string | null;
  @dataItem('RECORDS_OF_USE', 'count') @Field(() => Int, few) uses?: number | null;
  @dataItem('RECORDS_OF_USE', 'count') @Field(() => Int, few) awaitingReview?: number | null;
  @dataItem('RECORDS_OF_USE', 'count') @Field(() => Int, few) notJustified?: number | null;
  @dataItem('RECORDS_OF_USE', 'count')
  @Field(() => Int, { ...optional, description: 'Uses that the unit has in any 24 hours.' })
  perDay?: number;
}
