import { Field, ID, ObjectType } from 'type-graphql';
import { Child } from '../children/child.type';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { DateTime, LocalDate } from '../server/scalars';
import { AlertClosingEnum, AlertOutcomeEnum, AlertReasonEnum, AlertStateEnum, LackEnum } from './alert.enums';
import { HubReferral, MissingChildrenMemo, ReferralCompletion } from './referral-form.type';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'Who raised an alert.' })
export class AlertRaiser {
  @inherits() @Field(Text, optional) organisation?: string;
  @inherits() @Field(Text, optional) team?: string;
  @inherits() @Field(Text, optional) user?: string;
  @inherits() @Field(Text, optional) job?: string;
}

@ObjectType({ description: 'What the raiser knew beside its words.' })
export class AlertDetails {
  @inherits() @Field(() => LocalDate, optional) lastSeenOn?: string;
  @inherits() @Field(Text, optional) lastSeenWhere?: string;
  @inherits() @Field(Text, optional) knownAddress?: string;
  @inherits() @Field(Text, optional) lastSchool?: string;
  @inherits() @Field(Text, optional) destination?: string;
  @inherits() @Field(Text, { ...optional, description: 'What the raiser has tried already.' }) tried?: string;
}

@ObjectType({ description: 'What the raiser added later.' })
export class AlertAddition {
  @inherits() @Field(Text, optional) text?: string;
  @inherits() @Field(() => DateTime, optional) at?: string;
}

@ObjectType({
  description:
    'A concern that a child may be missing education. Its raiser learns that it was dealt with, not how.',
})
export class Alert {
  @dataItem('EXCHANGE', 'kindOnly') @Field(() => AlertOutcomeEnum, optional) outcome?: string;
  @dataItem('EXCHANGE', 'kindOnly') @Field(() => ID, optional) id?: string;
  @dataItem('EXCHANGE', 'kindOnly') @Field(() => Receipt, optional) receipt?: Receipt;
  @dataItem('EXCHANGE', 'kindOnly') @Field(() => DateTime, optional) raisedAt?: string;
  @dataItem('EXCHANGE', 'kindOnly')
  @Field(Text, { ...optional, description: 'The raiser’s own case reference.' })
  reference?: string;
  @dataItem('EXCHANGE', 'kindOnly') @Field(() => AlertReasonEnum, optional) reason?: string;
  @dataItem('EXCHANGE', 'kindOnly')
  @Field(Text, {
    ...optional,
    description: 'Your own words, given back to the team that wrote them and to no other.',
  })
  asWritten?: string;

  @dataItem('EXCHANGE', 'kindOnly')
  @Field(() => [LackEnum], {
    ...optional,
    description: 'Of an alert that came back: what has to come before it is accepted.',
  })
  lacking?: string[];

  @dataItem('EXCHANGE') @Field(() => AlertStateEnum, optional) state?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'What triage found, a word of the procedures.' })
  finding?: string;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) reviewedAt?: string;
  @dataItem('EXCHANGE') @Field(() => AlertClosingEnum, optional) closedAs?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The unit to which the team passed it.' })
  routedTo?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The school that was told of the enquiry.' })
  routedSchool?: string;

  @dataItem('ALERT_SOURCE') @Field(() => AlertRaiser, optional) raisedBy?: AlertRaiser;
  @dataItem('ALERT_SOURCE') @Field(Text, optional) text?: string;
  @dataItem('ALERT_SOURCE') @Field(() => AlertDetails, optional) details?: AlertDetails;
  @dataItem('ALERT_SOURCE') @Field(() => [AlertAddition], optional) additions?: AlertAddition[];
  @dataItem('ALERT_SOURCE') @Field(Text, optional) withdrawnBecause?: string;
  @dataItem('ALERT_SOURCE') @Field(() => MissingChildrenMemo, optional) memo?: MissingChildrenMemo;
  @dataItem('ALERT_SOURCE') @Field(() => HubReferral, optional) hubReferral?: HubReferral;
  @dataItem('ALERT_SOURCE')
  @Field(() => [ReferralCompletion], { ...optional, description: 'In the order in which they came.' })
  completions?: ReferralCompletion[];

  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
  @dataItem('EXISTENCE')
  @Field(() => Boolean, {
    ...optional,
    description: 'For the team: whether the child is known, or still has to be matched by hand.',
  })
  matched?: boolean;
}

@ObjectType({ description: 'An alert and its place in the list.' })
export class AlertEdge {
  @inherits() @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => Alert, optional) node?: Alert;
}

@ObjectType({ description: 'Alerts, newest first: a partner’s own, or all that the team has received.' })
export class AlertConnection {
  @inherits() @Field(() => [AlertEdge], { nullable: 'itemsAndList' }) edges?: AlertEdge[];
  @inherits() @Field(() => [Alert], { nullable: 'itemsAndList' }) nodes?: Alert[];
  @inherits() @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}
