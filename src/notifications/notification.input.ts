import { Field, ID, InputType } from 'type-graphql';
import { ChildReferenceInput } from '../children/child-reference';
import { CorrespondenceInput } from '../correspondence/correspondence.input';
import { dataItem, open } from '../gate/declare';
import { NoticeEnum } from './notification.enums';

const optional = { nullable: true } as const;

@InputType({ description: 'What is told of a child, and to whom.' })
export class NotifyAuthorityInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @open('an id of the directory') @Field(() => ID, { description: 'An authority: la/852.' }) to!: string;
  @dataItem('EXCHANGE') @Field(() => NoticeEnum) type!: string;
  @dataItem('EXCHANGE') @Field(() => String, { ...optional, description: 'Up to 4,000 characters.' }) text?:
    string | null;
  @open('opaque ids') @Field(() => CorrespondenceInput, optional) correspondence?: CorrespondenceInput | null;
}

@InputType({
  description:
    'A case that is offered to another authority. It stays with you until the other says that its own is open.',
})
export class ProposeTransferInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
  @open('an id of the directory') @Field(() => ID, { description: 'An authority: la/852.' }) to!: string;
  @dataItem('EXCHANGE')
  @Field(() => String, { ...optional, description: 'Why, up to 4,000 characters.' })
  text?: string | null;
  @open('opaque ids') @Field(() => CorrespondenceInput, optional) correspondence?: CorrespondenceInput | null;
}

@InputType({ description: 'A child of whom all authorities are told that it is lost.' })
export class BroadcastLostPupilInput {
  @open('each detail names its own item') @Field(() => ChildReferenceInput) child!: ChildReferenceInput;
}
