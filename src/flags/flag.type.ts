import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Child } from '../children/child.type';
import { PageInfo } from '../gate/connection';
import { dataItem, inherits } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';
import { PLACEMENT_STATES } from './flag.transitions';

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const PlacementStateEnum = Object.fromEntries(PLACEMENT_STATES.map((state) => [state, state]));
registerEnumType(PlacementStateEnum, {
  name: 'FlagPlacementState',
  description: 'Whether a partner was asked, holds the flag, cannot hold it, or needs it no more.',
});

@ObjectType({ description: 'A flag on the system of a partner: asked for, held, refused or lifted.' })
export class FlagPlacement {
  @dataItem('EXCHANGE') @Field(() => ID, optional) id?: string;
  @dataItem('EXCHANGE') @Field(() => PlacementStateEnum, optional) state?: string;
  @dataItem('EXCHANGE') @Field(Text, { ...optional, description: 'Who was asked.' }) holder?: string;
  @dataItem('EXCHANGE') @Field(Text, optional) holderName?: string;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) askedAt?: string;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) answeredAt?: string;
  @dataItem('EXCHANGE') @Field(Text, { ...optional, description: 'Why it cannot be held.' }) refusal?: string;
  @dataItem('EXCHANGE')
  @Field(() => LocalDate, { ...optional, description: 'A year after it was placed or last looked at.' })
  recheckOn?: string;
  @dataItem('EXCHANGE') @Field(() => Boolean, optional) recheckDue?: boolean;
  @dataItem('EXCHANGE') @Field(() => DateTime, optional) liftedAt?: string;
  @dataItem('CASE_FILE') @Field(Text, optional) liftedBecause?: string;
  @dataItem('EXISTENCE') @Field(() => Child, optional) child?: Child;
}

@ObjectType({ description: 'A flag and its place in the list.' })
export class FlagPlacementEdge {
  @inherits() @Field(Text, optional) cursor?: string;
  @inherits() @Field(() => FlagPlacement, optional) node?: FlagPlacement;
}

@ObjectType({ description: 'Flags on partners’ systems, newest first.' })
export class FlagPlacementConnection {
  @inherits() @Field(() => [FlagPlacementEdge], { nullable: 'itemsAndList' }) edges?: FlagPlacementEdge[];
  @inherits() @Field(() => [FlagPlacement], { nullable: 'itemsAndList' }) nodes?: FlagPlacement[];
  @inherits() @Field(() => PageInfo, optional) pageInfo?: PageInfo;
}
