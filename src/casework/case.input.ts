import { Field, InputType, Int } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { dataItem, open } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';
import type { Classification, Rag, VisitOutcome, VisitRisk } from './case';
import { ClassificationEnum, RagEnum, VisitOutcomeEnum, VisitRiskEnum } from './case.enums';

@InputType({ description: 'How an entry on the register begins.' })
export class CaseOpeningInput {
  @dataItem('CASE_STATE') @Field(() => ClassificationEnum) classification!: Classification;
  @dataItem('CASE_STATE') @Field(() => RagEnum) rag!: Rag;
  @dataItem('CASE_STATE')
  @Field(() => LocalDate, { description: 'Today or later, within a year.' })
  reviewOn!: string;
}

@InputType({ description: 'An entry on the CME register.' })
export class OpenCaseInput extends CaseOpeningInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
}

const optional = { nullable: true } as const;

@InputType({ description: 'A change of status, rating or commentary. What is left out stays as it is.' })
export class CaseChangeInput {
  @dataItem('CASE_STATE') @Field(() => ClassificationEnum, optional) classification?: Classification | null;
  @dataItem('CASE_STATE') @Field(() => RagEnum, optional) rag?: Rag | null;
  @dataItem('CASE_STATE')
  @Field(() => LocalDate, { ...optional, description: 'Today or later, within a year.' })
  reviewOn?: string | null;
  @dataItem('CASE_FILE')
  @Field(() => String, { ...optional, description: 'At most 4,000 characters.' })
  commentary?: string | null;
  @dataItem('CASE_FILE')
  @Field(() => String, { description: 'Why; at most 1,000 characters.' })
  reason!: string;
}

@InputType({ description: 'The meeting at which a group agreed to a change.' })
export class MeetingInput {
  @open('a group of the authority') @Field(() => String) group!: string;
  @open('how many members the group has') @Field(() => Int) members!: number;
  @open('how many came, named alternates among them') @Field(() => Int) present!: number;
}

@InputType({ description: 'A visit that was made.' })
export class VisitInput {
  @dataItem('CASE_FILE') @Field(() => DateTime) at!: string;
  @dataItem('CASE_FILE') @Field(() => VisitOutcomeEnum) outcome!: VisitOutcome;
  @dataItem('CASE_FILE') @Field(() => VisitRiskEnum) risk!: VisitRisk;
  @dataItem('CASE_FILE')
  @Field(() => String, { description: 'What was found; at most 4,000 characters.' })
  text!: string;
}
