import { Field, ID, ObjectType } from 'type-graphql';
import { PageInfo } from '../gate/connection';
import { inherits } from '../gate/declare';
import { DateTime } from '../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({
  description:
    'Somebody looked for children more, or otherwise, than its work explains. For whom is not kept.',
})
export class LookingReport {
  @inherits() @Field(() => ID, optional) id?: string;
  @inherits() @Field(() => DateTime, optional) at?: string;
  @inherits()
  @Field(Text, {
    ...optional,
    description:
      'BUDGET: as much as an hour or day allows; NARROWING: one detail tried with value after value; SEQUENCE: identifiers counted up or down.',
  })
  kind?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'What came of it: SLOWED or STOPPED.' })
  step?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'PERSON, or all of the ORGANISATION together.' })
  whose?: string;
  @inherits() @Field(Text, optional) organisation?: string;
  @inherits() @Field(Text, optional) unit?: string;
  @inherits() @Field(Text, optional) unitName?: string;
  @inherits() @Field(Text, { ...optional, description: 'Who looked last.' }) user?: string;
  @inherits() @Field(Text, optional) job?: string;
  @inherits() @Field(Text, optional) purpose?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'The case reference of the last look.' })
  reference?: string;
}

@ObjectType({ description: 'A report and its place in the list.' })
export class LookingReportEdge {
  @inherits() @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => LookingReport, optional) node?: LookingReport;
}

@ObjectType({ description: 'Reports about looking, oldest first.' })
export class LookingReportConnection {
  @inherits() @Field(() => [LookingReportEdge], { nullable: 'itemsAndList' }) edges?: LookingReportEdge[];
  @inherits() @Field(() => [LookingReport], { nullable: 'itemsAndList' }) nodes?: LookingReport[];
  @inherits() @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}
