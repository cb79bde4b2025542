import { Field, ID, ObjectType } from 'type-graphql';
import { dataItem, inherits } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { CheckLine } from './check-line.type';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'A CME flag that stands.' })
export class CmeFlag {
  @inherits() @Field(() => Boolean, optional) open?: boolean;
  @inherits() @Field(() => LocalDate, optional) since?: string;
}

@ObjectType({ description: 'Whom to call: a team, never a person.' })
export class CmeOfficer {
  @inherits() @Field(Text, optional) team?: string;
  @inherits() @Field(Text, optional) phone?: string;
  @inherits() @Field(Text, optional) mailbox?: string;
}

@ObjectType({ description: 'The entry on the CME register.' })
export class CmeCase {
  @inherits() @Field(() => ID, optional) id?: string;
  @inherits() @Field(Text, optional) state?: string;
  @inherits() @Field(Text, optional) classification?: string;
  @inherits() @Field(Text, { ...optional, description: 'RED, AMBER or GREEN.' }) rag?: string;
  @inherits() @Field(() => LocalDate, optional) opened?: string;
  @inherits() @Field(() => LocalDate, optional) reviewOn?: string;
  @dataItem('CHECKS')
  @Field(() => [CheckLine], {
    ...optional,
    description: 'All reasonable checks, as the policy of the authority lists them.',
  })
  checks?: CheckLine[];
}
