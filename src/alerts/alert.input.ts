import { Field, ID, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { dataItem, open } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';
import type { AlertReason, AlertState, ReviewDecision } from './alert';
import { AlertOutcomeEnum, AlertReasonEnum, AlertStateEnum, ReviewDecisionEnum } from './alert.enums';
import { CaseOpeningInput } from './case.input';

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
  description: 'A child who may be missing education, with whatever you have. The reference is the header’s.',
})
export class RaiseAlertInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
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
}

@InputType({ description: 'What the team makes of an alert.' })
export class ReviewAlertInput {
  @dataItem('EXCHANGE') @Field(() => ReviewDecisionEnum) decision!: ReviewDecision;
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
