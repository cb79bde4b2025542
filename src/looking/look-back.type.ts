import { Field, ID, ObjectType } from 'type-graphql';
import { Child } from '../children/child.type';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits } from '../gate/declare';
import { DateTime } from '../server/scalars';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({
  description: 'Somebody looked at a child, and the officer responsible is told: who, and from where.',
})
export class LookBack {
  @dataItem('RECORDS_OF_USE') @Field(() => ID, optional) id?: string;
  @dataItem('RECORDS_OF_USE') @Field(() => DateTime, optional) at?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'Why it is told, in a few words.' })
  why?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) organisation?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) unit?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) unitName?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) user?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) job?: string;
  @dataItem('RECORDS_OF_USE') @Field(Text, optional) purpose?: string;
  @dataItem('RECORDS_OF_USE')
  @Field(Text, { ...optional, description: 'The case reference of whoever looked.' })
  reference?: string;
  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
}

@ObjectType({ description: 'A look and its place in the list.' })
export class LookBackEdge {
  @inherits() @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => LookBack, optional) node?: LookBack;
}

@ObjectType({
  description: 'Looks in the order in which they came: keep the last cursor and go on from there.',
})
export class LookBackConnection {
  @inherits() @Field(() => [LookBackEdge], { nullable: 'itemsAndList' }) edges?: LookBackEdge[];
  @inherits() @Field(() => [LookBack], { nullable: 'itemsAndList' }) nodes?: LookBack[];
  @inherits() @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}
