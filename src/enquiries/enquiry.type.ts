import { Field, ID, ObjectType } from 'type-graphql';
import { Child } from '../children/child.type';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits } from '../gate/declare';
import { NoticeDeliveryStateEnum } from '../notifications/notice-delivery.type';
import { DateTime, LocalDate } from '../server/scalars';
import {
  EnquiryOutcomeEnum,
  EnquiryStateEnum,
  RecipientStateEnum,
  WithdrawnBecauseEnum,
} from './enquiry.enums';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({
  description: 'One who was asked, and whether it has been heard. Whoever was asked sees itself alone.',
})
export class EnquiryRecipient {
  @inherits() @Field(() => ID, optional) id?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'An organisation, or a unit of the council: police/E23000029.' })
  organisation?: string;
  @inherits() @Field(Text, optional) name?: string;
  @inherits() @Field(() => RecipientStateEnum, optional) state?: string;
  @inherits()
  @Field(() => EnquiryOutcomeEnum, {
    ...optional,
    description: 'Null until there is an answer: silence is not "not known".',
  })
  outcome?: string;
  @inherits() @Field(() => DateTime, optional) answeredAt?: string;
  @inherits()
  @Field(() => LocalDate, { ...optional, description: 'The last day for an answer.' })
  dueOn?: string;
  @inherits()
  @Field(() => Boolean, { ...optional, description: 'Still to be heard after that day.' })
  overdue?: boolean;
  @inherits() @Field(() => DateTime, optional) remindedAt?: string;
  @inherits()
  @Field(Text, {
    ...optional,
    description: 'Whose it has become, of those whom the procedure names: lead. For whoever asked.',
  })
  escalatedTo?: string;
  @inherits()
  @Field(() => WithdrawnBecauseEnum, {
    ...optional,
    description: 'For whoever asked, never for whoever was asked.',
  })
  withdrawnBecause?: string;
  @inherits()
  @Field(() => NoticeDeliveryStateEnum, {
    ...optional,
    description:
      'How far the question has come to it; for the council that another authority asked, how far its answer has come back.',
  })
  delivery?: string;
}

@ObjectType({ description: 'An address as whoever was asked gave it.' })
export class AnsweredAddress {
  @inherits() @Field(Text, optional) line1?: string;
  @inherits() @Field(Text, optional) line2?: string;
  @inherits() @Field(Text, optional) town?: string;
  @inherits() @Field(Text, optional) postcode?: string;
}

@ObjectType({
  description: 'What one who was asked has answered. Each fact in it is governed again as what it is.',
})
export class EnquiryAnswer {
  @inherits() @Field(() => ID, optional) id?: string;
  @inherits() @Field(Text, optional) organisation?: string;
  @inherits() @Field(Text, optional) name?: string;
  @dataItem('EXCHANGE') @Field(() => EnquiryOutcomeEnum, optional) outcome?: string;
  @inherits() @Field(() => DateTime, optional) answeredAt?: string;
  @inherits()
  @Field(() => Boolean, {
    ...optional,
    description: 'A part: more is to come, and until then there is no answer.',
  })
  inPart?: boolean;
  @inherits()
  @Field(() => Boolean, { ...optional, description: 'The same organisation has answered otherwise since.' })
  replaced?: boolean;
  @inherits()
  @Field(() => LocalDate, { ...optional, description: 'Known to the organisation since.' })
  knownSince?: string;
  @dataItem('CURRENT_ADDRESS') @Field(() => AnsweredAddress, optional) address?: AnsweredAddress;
  @dataItem('CURRENT_PROVISION')
  @Field(Text, { ...optional, description: 'A school or provision elsewhere.' })
  educationElsewhere?: string;
  @inherits() @Field(Text, { ...optional, description: 'The team to ring.' }) caseWorkerTeam?: string;
  @inherits() @Field(Text, optional) caseWorkerPhone?: string;
  @inherits() @Field(Text, optional) note?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'Why the answer is withheld.' })
  withheldBecause?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'The job of whoever decided to withhold.' })
  withheldBy?: string;
  @inherits()
  @Field(() => LocalDate, { ...optional, description: 'When withholding is looked at again.' })
  reviewOn?: string;
}

@ObjectType({ description: 'A question about a child to those who may hold something about it.' })
export class Enquiry {
  @dataItem('EXCHANGE') @Field(() => ID, optional) id?: string;
  @dataItem('EXCHANGE') @Field(() => EnquiryStateEnum, optional) state?: string;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) sentAt?: string;
  @dataItem('EXCHANGE') @Field(() => LocalDate, optional) dueOn?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) question?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'Which line of the list of checks it fills.' })
  checkKind?: string;
  @dataItem('CHECKS')
  @Field(Text, { ...optional, description: 'The row of the procedure that was done by asking.' })
  step?: string;
  @dataItem('EXCHANGE')
  @Field(() => ID, { ...optional, description: 'The enquiry that it asks again. For whoever asked.' })
  repeats?: string;
  @dataItem('CURRENT_ADDRESS')
  @Field(() => AnsweredAddress, {
    ...optional,
    description: 'Where another authority that asks believes the child to be.',
  })
  believedAddress?: AnsweredAddress;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The purpose for which it was sent.' })
  purpose?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The case reference of whoever asks.' })
  reference?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The organisation that asks: la/931.' })
  from?: string;
  @dataItem('EXCHANGE') @Field(Text, { ...optional, description: 'Its team.' }) fromName?: string;
  @dataItem('EXCHANGE') @Field(() => [EnquiryRecipient], optional) recipients?: EnquiryRecipient[];
  @dataItem('ENQUIRY_ANSWER') @Field(() => [EnquiryAnswer], optional) answers?: EnquiryAnswer[];
  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
}

@ObjectType({ description: 'An enquiry and its place in the list.' })
export class EnquiryEdge {
  @inherits() @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => Enquiry, optional) node?: Enquiry;
}

@ObjectType({ description: 'Enquiries of the asking unit, sent and received, newest first.' })
export class EnquiryConnection {
  @inherits() @Field(() => [EnquiryEdge], { nullable: 'itemsAndList' }) edges?: EnquiryEdge[];
  @inherits() @Field(() => [Enquiry], { nullable: 'itemsAndList' }) nodes?: Enquiry[];
  @inherits() @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}
