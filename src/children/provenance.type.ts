import { Field, ObjectType } from 'type-graphql';
import { inherits } from '../gate/declare';
import { LocalDate } from '../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({
  description:
    'Where a fact comes from. Who holds something of a child is itself a fact about it, so `source` names your own organisation and the home authority; the home authority’s team reads all.',
})
export class Provenance {
  @inherits() @Field(Text, { ...optional, description: 'Organisation that said so.' }) source?: string;
  @inherits() @Field(() => LocalDate, { ...optional, description: 'It was so on this day.' }) asOf?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'Who wrote it, of your own organisation.' })
  enteredBy?: string;
}
