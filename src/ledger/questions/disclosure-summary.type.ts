import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { dataItem, inherits } from '../../gate/declare';
import { DateTime } from '../../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const number = (description: string): { nullable: true; description: string } => ({
  nullable: true,
  description,
});

@ObjectType({
  description:
    'Counts under one heading. Where counts alone are open to you, in steps of 5, and null where it is under 5.',
})
export class DisclosureCount {
  @inherits()
  @Field(Text, {
    ...optional,
    description: 'The unit, the purpose, or the item with its form (an act by its name); null for all of it.',
  })
  of?: string | null;
  @inherits() @Field(() => Int, number('Answers and acts.')) entries?: number | null;
  @inherits()
  @Field(
    () => Int,
    number('Different children of whom something was given or done; records joined into one count once.'),
  )
  children?: number | null;
  @inherits()
  @Field(() => Int, number('Items that a clause of the agreement opened, each once for an answer and child.'))
  disclosed?: number | null;
  @inherits()
  @Field(() => Int, number('Items held back where a clause of the agreement speaks of them.'))
  withheld?: number | null;
  @inherits() @Field(() => Int, number('Acts.')) done?: number | null;
  @inherits()
  @Field(
    () => Int,
    number(
      'Whole requests of its parties for its purposes that the rules refused; null while it is not in force.',
    ),
  )
  refusals?: number | null;
}

@ObjectType({ description: 'What happened under an agreement in a period: for its review.' })
export class DisclosureSummary {
  @inherits() @Field(Text, optional) agreement?: string;
  @inherits() @Field(() => DateTime, optional) since?: string;
  @inherits() @Field(() => DateTime, optional) until?: string;
  @inherits() @Field(() => DisclosureCount, optional) all?: DisclosureCount;
  @inherits()
  @Field(() => [DisclosureCount], { nullable: 'itemsAndList' })
  parties?: readonly DisclosureCount[];
  @inherits()
  @Field(() => [DisclosureCount], { nullable: 'itemsAndList' })
  purposes?: readonly DisclosureCount[];
  @inherits()
  @Field(() => [DisclosureCount], { nullable: 'itemsAndList' })
  items?: readonly DisclosureCount[];
}

@InputType({ description: 'Which agreement, and which period.' })
export class DisclosureSummaryFilter {
  @dataItem('RECORDS_OF_USE', 'count')
  @Field(Text, { description: 'The agreement’s name: thames-valley-police.' })
  agreement!: string;
  @dataItem('RECORDS_OF_USE', 'count')
  @Field(() => DateTime, { description: 'From this instant.' })
  since!: string;
  @dataItem('RECORDS_OF_USE', 'count')
  @Field(() => DateTime, { description: 'Before this instant, 400 days after `since` at most.' })
  until!: string;
}
