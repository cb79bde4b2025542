import { Field, ID, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { dataItem, open } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';
import type { AlertReason, AlertState, ReviewDecision } from './alert';
import {
  AlertOutcomeEnum,
  AlertReasonEnum,
  AlertStateEnum,
  LackEnum,
  ReviewDecisionEnum,
} from './alert.enums';
import type { Lack } from './referral-form';
import { HubReferral, MissingChildrenMemo } from './referral-form.type';
import { CaseOpeningInput } from '../casework/case.input';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const short = { nullable: true, description: 'At most 500 characters.' } as const;

@InputType({ description: 'Which alerts. A filter by what you may not see finds nothing.' })
export class AlertFilter {
  @dataItem('EXCHANGE') @Field(() => AlertStateEnum, optional) state?: AlertState | null;
  @dataItem('EXCHANGE', 'kindOnly') @Field(() => AlertOutcomeEnum, optional) outcome?: string | null;
  @dataItem('EXCHANGE', 'kindOnly')
  @Field(() => DateTime, { ...optional, description: 'Raised then or later.' })
  since?: string | null;
  @dataItem('EXISTENCE') @Field(() => ID, optional) childId?: string | null;
}

@InputType({
  description:
    'A child who may be missing education, with whatever you have, or one of the two forms. The reference is the header’s.',
})
export class RaiseAlertInput {
  @open('each detail names its own item')
  @Field(() => ChildReferenceInput, {
    ...optional,
    description: 'With a form it may be left out: then the child is the one that the form names.',
  })
  child?: ChildReferenceInput | null;
  @dataItem('ALERT_SOURCE') @Field(() => AlertReasonEnum) reason!: AlertReason;
  @dataItem('ALERT_SOURCE')
  @Field(Text, { ...optional, description: 'At most 4,000 characters; needed when the reason is OTHER.' })
  text?: string | null;
  @dataItem('ALERT_SOURCE') @Field(() => LocalDate, optional) lastSeenOn?: string | null;
  @dataItem('ALERT_SOURCE') @Field(Text, short) lastSeenWhere?: string | null;
  @dataItem('ALERT_SOURCE') @Field(Text, short) knownAddress?: string | null;
  @dataItem('ALERT_SOURCE') @Field(Text, short) lastSchool?: string | null;
  @dataItem('ALERT_SOURCE') @Field(Text, short) destination?: string | null;
  @dataItem('ALERT_SOURCE')
  @Field(Text, { ...optional, description: 'What you have tried already; at most 4,000 characters.' })
  tried?: string | null;
  @dataItem('ALERT_SOURCE') @Field(() => MissingChildrenMemo, optional) memo?: MissingChildrenMemo | null;
  @dataItem('ALERT_SOURCE') @Field(() => HubReferral, optional) hubReferral?: HubReferral | null;
}

@InputType({ description: 'What the team makes of an alert.' })
export class ReviewAlertInput {
  @dataItem('EXCHANGE') @Field(() => ReviewDecisionEnum) decision!: ReviewDecision;
  @dataItem('EXCHANGE')
  @Field(Text, {
    ...optional,
    description:
      'What triage found, in a word of the procedures, as FOUND_HOME_EDUCATED; needed with NOT_CME.',
  })
  finding?: string | null;
  @dataItem('EXCHANGE')
  @Field(() => [LackEnum], {
    ...optional,
    description: 'With RETURN: what has to come first, beside what the form itself shows.',
  })
  lacking?: Lack[] | null;
  @open('an id of the directory')
  @Field(() => ID, {
    ...optional,
    description:
      'With NOT_CME: the school that is told of the enquiry; else the one whose pupil the child is.',
  })
  school?: string | null;
  @open('each field names its own item')
  @Field(() => CaseOpeningInput, {
    ...optional,
    description: 'With ACCEPT: opens an entry on the register too.',
  })
  openCase?: CaseOpeningInput | null;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'A unit of the authority to which it is passed, `la/931/ehe`.' })
  routedTo?: string | null;
}
