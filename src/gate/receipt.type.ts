import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../server/scalars';
import { open } from './declare';

@ObjectType({
  description: 'What every mutation answers, whatever the hub knows. What came of it is read later.',
})
export class Receipt {
  @open('a receipt of your own act') @Field(() => ID) id!: string;
  @open('a receipt of your own act') @Field(() => DateTime) receivedAt!: string;
}
