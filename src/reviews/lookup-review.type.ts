import { Field, ID, ObjectType } from 'type-graphql';
import { Child } from '../children/child.type';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'What was asked: about somebody who may not be in the hub.' })
export class LookupReviewCriteria {
  @dataItem('UPN') @Field(Text, optional) upn?: string;
  @dataItem('NHS_NUMBER') @Field(Text, optional) nhsNumber?: string;
  @dataItem('UPN') @Field(Text, optional) uln?: string;
  @dataItem('IDENTITY') @Field(Text, optional) surname?: string;
  @dataItem('IDENTITY') @Field(Text, optional) forename?: string;
  @dataItem('IDENTITY') @Field(() => LocalDate, optional) dateOfBirth?: string;
  @dataItem('IDENTITY') @Field(Text, optional) gender?: string;
  @dataItem('CURRENT_ADDRESS') @Field(Text, optional) postcode?: string;
  @dataItem('FORMER_NAMES') @Field(Text, optional) formerSurname?: string;
  @dataItem('CURRENT_ADDRESS') @Field(Text, optional) addressLine?: string;
  @dataItem('CURRENT_PROVISION')
  @Field(Text, { ...optional, description: 'The organisation: school/931-4115.' })
  school?: string;
}

@ObjectType({ description: 'Somebody looked for a child, and nobody could be sure which was meant.' })
export class LookupReview {
  @dataItem('EXCHANGE') @Field(() => ID, optional) id?: string;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) askedAt?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) organisation?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) unit?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) unitName?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) user?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) job?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) purpose?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The case reference of whoever asked.' })
  reference?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The organisation for which it was asked.' })
  onBehalfOf?: string;
  @inherits() @Field(() => LookupReviewCriteria, optional) criteria?: LookupReviewCriteria;
  @dataItem('EXCHANGE')
  @Field(() => [String], { ...optional, description: 'Why nobody was released, in words.' })
  doubts?: string[];
  @dataItem('EXISTENCE')
  @Field(() => [Child], {
    nullable: 'itemsAndList',
    description: 'Children who came near, the likeliest first. Another may be meant, or none.',
  })
  nearest?: Child[];
}

@ObjectType({ description: 'A lookup to decide and its place in the queue.' })
export class LookupReviewEdge {
  @inherits() @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => LookupReview, optional) node?: LookupReview;
}

@ObjectType({ description: 'Lookups that wait to be decided, oldest first.' })
export class LookupReviewConnection {
  @inherits() @Field(() => [LookupReviewEdge], { nullable: 'itemsAndList' }) edges?: LookupReviewEdge[];
  @inherits() @Field(() => [LookupReview], { nullable: 'itemsAndList' }) nodes?: LookupReview[];
  @inherits() @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}
