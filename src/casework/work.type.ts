import { Field, ID, ObjectType } from 'type-graphql';
import { Child } from '../children/child.type';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';
import { WorkStateEnum } from './case.enums';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const list = { nullable: 'itemsAndList' } as const;

@ObjectType({ description: 'Whose a late step becomes, and when.' })
export class WorkEscalation {
  @inherits() @Field(Text, optional) to?: string;
  @inherits() @Field(() => DateTime, optional) at?: string;
  @inherits() @Field(() => Boolean, optional) reached?: boolean;
  @inherits() @Field(Text, optional) words?: string;
}

@ObjectType({ description: 'The open entry on the register to which a step belongs.' })
export class WorkCase {
  @inherits() @Field(() => ID, optional) id?: string;
  @inherits() @Field(Text, optional) classification?: string;
  @inherits() @Field(Text, optional) rag?: string;
  @inherits() @Field(() => LocalDate, optional) reviewOn?: string;
  @dataItem('CASE_FILE') @Field(Text, { ...optional, description: 'Who holds the case.' }) officer?: string;
  @dataItem('CASE_FILE')
  @Field(Text, { ...optional, description: 'To whom it is offered.' })
  handoverTo?: string;
}

@ObjectType({
  description: 'A step of the procedure that is to be done: what, why, by which paragraph, by when.',
})
export class WorkItem {
  @dataItem('EXCHANGE') @Field(() => ID, optional) id?: string;
  @dataItem('EXCHANGE')
  @Field(() => ID, { ...optional, description: 'Of a partner: the enquiry that waits for it.' })
  enquiryId?: string;
  @dataItem('EXCHANGE') @Field(Text, { ...optional, description: 'The row of the procedure.' }) row?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) procedure?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The paragraphs that say so.' })
  source?: string;
  @dataItem('EXCHANGE') @Field(Text, { ...optional, description: 'What began the step.' }) because?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) step?: string;
  @dataItem('EXCHANGE') @Field(Text, { ...optional, description: 'The clock in words.' }) clock?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The clock as the policy words it.' })
  policyWords?: string;
  @dataItem('EXCHANGE')
  @Field(() => Boolean, {
    ...optional,
    description:
      'The policy names no unit or interval: how it is read here is to be confirmed by the authority.',
  })
  ourReading?: boolean;
  @dataItem('EXCHANGE') @Field(() => WorkStateEnum, optional) state?: string;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) since?: string;
  @dataItem('EXCHANGE')
  @Field(() => DateTime, { ...optional, description: 'Before which it may not be done.' })
  opensAt?: string;
  @dataItem('EXCHANGE') @Field(() => LocalDate, { ...optional, description: 'The last day.' }) dueOn?: string;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) overdueFrom?: string;
  @dataItem('EXCHANGE') @Field(() => LocalDate, optional) aimOn?: string;
  @dataItem('EXCHANGE') @Field(() => [String], list) who?: string[];
  @dataItem('EXCHANGE') @Field(() => [String], list) asks?: string[];
  @dataItem('EXCHANGE') @Field(() => [String], list) tells?: string[];
  @dataItem('LOCATION_MARKER')
  @Field(() => [String], {
    ...list,
    description: 'Who may be neither asked nor told until social care decides.',
  })
  heldBack?: string[];
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'Fixed words: why the step may not be taken now.' })
  barredBecause?: string;
  @dataItem('EXCHANGE')
  @Field(() => [String], { ...list, description: 'With one of which it is recorded as done.' })
  outcomes?: string[];
  @dataItem('EXCHANGE') @Field(Text, optional) escalatedTo?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'Which calendar has to be entered before the day can be told.' })
  missing?: string;
  @dataItem('EXCHANGE') @Field(() => [WorkEscalation], list) escalations?: WorkEscalation[];
  @dataItem('CASE_STATE') @Field(() => WorkCase, optional) case?: WorkCase;
  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
}

@ObjectType({ description: 'A step and its place in the work list.' })
export class WorkEdge {
  @inherits() @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => WorkItem, optional) node?: WorkItem;
}

@ObjectType({ description: 'What is to be done, what is late first.' })
export class WorkConnection {
  @inherits() @Field(() => [WorkEdge], list) edges?: WorkEdge[];
  @inherits() @Field(() => [WorkItem], list) nodes?: WorkItem[];
  @inherits() @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}
