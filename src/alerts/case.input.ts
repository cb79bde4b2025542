import { Field, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { dataItem, open } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import type { Classification, Rag } from './alert';
import { ClassificationEnum, RagEnum } from './alert.enums';

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
