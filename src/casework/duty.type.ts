import { Field, ObjectType } from 'type-graphql';
import { open } from '../gate/declare';
import { LocalDate } from '../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const OF_NOBODY = 'the text of a procedure: nothing about anybody';

@ObjectType({
  description: 'A duty of the authority that comes again and again, on a day by which it is to be done.',
})
export class RegularDuty {
  @open(OF_NOBODY) @Field(Text, { ...optional, description: 'The row of the procedure.' }) row?: string;
  @open(OF_NOBODY) @Field(Text, { ...optional, description: 'The paragraphs that say so.' }) source?: string;
  @open(OF_NOBODY) @Field(Text, optional) because?: string;
  @open(OF_NOBODY) @Field(Text, optional) step?: string;
  @open(OF_NOBODY) @Field(Text, { ...optional, description: 'The clock in words.' }) clock?: string;
  @open(OF_NOBODY)
  @Field(() => Boolean, {
    ...optional,
    description: 'How it is read here is to be confirmed by the authority.',
  })
  ourReading?: boolean;
  @open(OF_NOBODY) @Field(() => LocalDate, { ...optional, description: 'The last day.' }) dueOn?: string;
  @open(OF_NOBODY) @Field(() => [String], { nullable: 'itemsAndList' }) who?: string[];
  @open(OF_NOBODY) @Field(() => [String], { nullable: 'itemsAndList' }) tells?: string[];
  @open(OF_NOBODY)
  @Field(Text, { ...optional, description: 'Which calendar has to be entered before the days can be told.' })
  missing?: string;
}
