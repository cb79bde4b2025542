import { Field, Float, ID, ObjectType } from 'type-graphql';
import { dataItem } from '../gate/declare';
import { DateTime } from '../server/scalars';
import { DisclosureItem, DisclosureKindEnum } from './disclosure.type';

const optional = { nullable: true } as const;

@ObjectType({ description: 'What stands in the ledger about one answer or act, to be checked offline.' })
export class DisclosureReceipt {
  @dataItem('RECORDS_OF_USE') @Field(() => ID, optional) id?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => DateTime, optional) at?: Date;
  @dataItem('RECORDS_OF_USE') @Field(() => DisclosureKindEnum, optional) kind?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(() => Boolean, { ...optional, description: 'Whether a signed head of the ledger covers it.' })
  integrated?: boolean;
  @dataItem('RECORDS_OF_USE')
  @Field(() => Float, { ...optional, description: 'Its place in the log, a whole number from 0.' })
  index?: number | null;
  @dataItem('RECORDS_OF_USE')
  @Field(() => Float, { ...optional, description: 'Entries under the head that the proof leads to.' })
  size?: number | null;
  @dataItem('RECORDS_OF_USE')
  @Field(() => String, {
    ...optional,
    description: 'While no signed head covers it: the hub’s signed word that one will.',
  })
  promise?: string | null;
  @dataItem('RECORDS_OF_USE')
  @Field(() => Boolean, {
    ...optional,
    description:
      'Whether its content was destroyed at the end of its time: the file then proves that there was one.',
  })
  erased?: boolean;
  @dataItem('RECORDS_OF_USE')
  @Field(() => [DisclosureItem], {
    nullable: 'itemsAndList',
    description: 'What you were told; for readers of the whole ledger everything. Null once it was erased.',
  })
  items?: readonly DisclosureItem[] | null;
  @dataItem('RECORDS_OF_USE')
  @Field(() => String, {
    ...optional,
    description:
      'The receipt itself (`rollcall-receipt/1`): keep it as it is, and check it with `rollcall ledger receipt FILE --key …`.',
  })
  file?: string;
}
