import { Field, ID, ObjectType } from 'type-graphql';
import { Child } from '../children/child.type';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits } from '../gate/declare';
import { DateTime } from '../server/scalars';
import { CaseTransfer } from './case-transfer.type';
import { NoticeDelivery } from './notice-delivery.type';
import { NotificationTypeEnum } from './notification.enums';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'Something about a child that one organisation tells another.' })
export class Notification {
  @dataItem('EXCHANGE') @Field(() => ID, optional) id?: string;
  @dataItem('EXCHANGE') @Field(() => NotificationTypeEnum, optional) type?: string;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) sentAt?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The organisation that tells: la/852.' })
  from?: string;
  @dataItem('EXCHANGE') @Field(Text, { ...optional, description: 'Its team.' }) fromName?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The organisation that is told.' })
  to?: string;
  @dataItem('EXCHANGE')
  @Field(Text, {
    ...optional,
    description: 'The purpose for which it was sent. Yours governs what you read of the child.',
  })
  purpose?: string;
  @dataItem('EXCHANGE')
  @Field(Text, { ...optional, description: 'The case reference of whoever tells.' })
  reference?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) text?: string;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) acknowledgedAt?: string;
  @dataItem('EXCHANGE')
  @Field(() => ID, { ...optional, description: 'The notification that this one answers.' })
  inReplyTo?: string;
  @dataItem('EXCHANGE')
  @Field(() => ID, { ...optional, description: 'The transfer that came of it; end it by this id.' })
  transfer?: string;
  @dataItem('EXCHANGE')
  @Field(() => ID, {
    ...optional,
    description:
      'The lost-pupil message that it is about: the same in every posting and when it is withdrawn.',
  })
  message?: string;
  @dataItem('EXCHANGE')
  @Field(() => CaseTransfer, {
    ...optional,
    description: 'Where the case stands that this one offers, or that is spoken of in answer to an offer.',
  })
  caseTransfer?: CaseTransfer;
  @dataItem('EXCHANGE')
  @Field(() => NoticeDelivery, { ...optional, description: 'How far it has come: for whoever sent it.' })
  delivery?: NoticeDelivery;
  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
}

@ObjectType({ description: 'A notification and its place in the list.' })
export class NotificationEdge {
  @inherits() @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => Notification, optional) node?: Notification;
}

@ObjectType({
  description:
    'Notifications in the order in which they came, oldest first: keep the last cursor and go on from there.',
})
export class NotificationConnection {
  @inherits() @Field(() => [NotificationEdge], { nullable: 'itemsAndList' }) edges?: NotificationEdge[];
  @inherits() @Field(() => [Notification], { nullable: 'itemsAndList' }) nodes?: Notification[];
  @inherits() @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}
