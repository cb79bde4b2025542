import { Field, ID, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { CorrespondenceInput } from '../correspondence/correspondence.input';
import { dataItem, open } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { AnswerGivenEnum, EnquiryDirectionEnum, EnquiryStateEnum } from './enquiry.enums';

const optional = { nullable: true } as const;

@InputType({ description: 'Which enquiries. What you may not see you cannot filter by.' })
export class EnquiryFilter {
  @dataItem('EXCHANGE') @Field(() => EnquiryStateEnum, optional) state?: string | null;
  @open('which side of the exchange') @Field(() => EnquiryDirectionEnum, optional) direction?: string | null;
  @dataItem('EXISTENCE') @Field(() => ID, optional) childId?: string | null;
}

@InputType({ description: 'An address that you know of.' })
export class AnsweredAddressInput {
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) line1?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) line2?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) town?: string | null;
  @dataItem('CURRENT_ADDRESS') @Field(() => String, optional) postcode?: string | null;
}

@InputType({ description: 'A question about a child, and who is asked.' })
export class SendEnquiryInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @open('ids of the directory')
  @Field(() => [ID], {
    description: 'Up to 160 organisations, or units of the council: police/E23000029, la/931/mash.',
  })
  recipients!: string[];
  @dataItem('EXCHANGE') @Field(() => String, { description: 'Up to 4,000 characters.' }) question!: string;
  @open('a line of the list of checks')
  @Field(() => String, {
    ...optional,
    description: 'Which check it fills, as a word of the procedures: CHILD_HEALTH.',
  })
  checkKind?: string | null;
  @open('a row of the procedure')
  @Field(() => String, {
    ...optional,
    description: 'The row of the council’s procedure that is done by asking: OX-36.',
  })
  step?: string | null;
  @dataItem('CURRENT_ADDRESS')
  @Field(() => AnsweredAddressInput, {
    ...optional,
    description: 'Where another authority that asks believes the child to be.',
  })
  believedAddress?: AnsweredAddressInput | null;
  @dataItem('EXCHANGE') @Field(() => LocalDate, optional) dueOn?: string | null;
  @open('opaque ids') @Field(() => CorrespondenceInput, optional) correspondence?: CorrespondenceInput | null;
}

@InputType({ description: 'An answer. What is known goes with KNOWN alone; a note goes with any.' })
export class AnswerEnquiryInput {
  @dataItem('EXCHANGE') @Field(() => AnswerGivenEnum) outcome!: string;
  @dataItem('ENQUIRY_ANSWER') @Field(() => LocalDate, optional) knownSince?: string | null;
  @dataItem('CURRENT_ADDRESS')
  @Field(() => AnsweredAddressInput, optional)
  address?: AnsweredAddressInput | null;
  @dataItem('CURRENT_PROVISION') @Field(() => String, optional) educationElsewhere?: string | null;
  @dataItem('ENQUIRY_ANSWER')
  @Field(() => String, { ...optional, description: 'The team to ring.' })
  caseWorkerTeam?: string | null;
  @dataItem('ENQUIRY_ANSWER') @Field(() => String, optional) caseWorkerPhone?: string | null;
  @dataItem('ENQUIRY_ANSWER') @Field(() => String, optional) note?: string | null;
  @open('whether this is all')
  @Field(() => Boolean, {
    ...optional,
    description: 'True: this is a part, and more is to come. Until it does the enquiry still waits for you.',
  })
  moreToCome?: boolean | null;
  @open('opaque ids') @Field(() => CorrespondenceInput, optional) correspondence?: CorrespondenceInput | null;
}

@InputType({ description: 'That an answer is withheld: why, who decided, and when it is looked at again.' })
export class WithholdAnswerInput {
  @dataItem('ENQUIRY_ANSWER') @Field(() => String) reason!: string;
  @dataItem('ENQUIRY_ANSWER')
  @Field(() => String, { description: 'A job, not a person: data protection lead.' })
  decidedBy!: string;
  @dataItem('ENQUIRY_ANSWER') @Field(() => LocalDate) reviewOn!: string;
  @open('opaque ids') @Field(() => CorrespondenceInput, optional) correspondence?: CorrespondenceInput | null;
}
