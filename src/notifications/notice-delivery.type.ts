import { Ctx, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { inherits } from '../gate/declare';
import type { HeldClause } from '../gate/ports';
import { DateTime } from '../server/scalars';

const STATES = {
  IN_INBOX: 'IN_INBOX',
  WAITING: 'WAITING',
  HELD: 'HELD',
  DELIVERED: 'DELIVERED',
  DEAD: 'DEAD',
  ACKNOWLEDGED: 'ACKNOWLEDGED',
} as const;
export const NoticeDeliveryStateEnum = STATES;

registerEnumType(NoticeDeliveryStateEnum, {
  name: 'NoticeDeliveryState',
  description:
    'Where a notice is: in the inbox until its receiver asks; on its way by a channel of the receiver’s; held by an agreement that was stopped; taken; given up after two weeks; read.',
});

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;

@ObjectType({ description: 'A clause of an agreement that was stopped.' })
export class HeldUnder {
  @inherits() @Field(Text, optional) agreement?: string;
  @inherits() @Field(() => Int, optional) version?: number;
  @inherits() @Field(Text, optional) clause?: string | null;
}

@ObjectType({ description: 'How far a notice of yours has come.' })
export class NoticeDelivery {
  /** Not fields: read with the row, so that it can be worked out what holds it. */
  notice?: string;
  stands?: keyof typeof STATES;
  heldUnder?: readonly HeldClause[] | null;

  @inherits() @Field(() => Int, optional) attempts?: number;
  @inherits()
  @Field(() => DateTime, { ...optional, description: 'When it was taken, or given up.' })
  at?: string;
  @inherits()
  @Field(Text, { ...optional, description: 'What the last attempt met.' })
  problem?: string;

  @inherits()
  @Field(() => NoticeDeliveryStateEnum, optional)
  async state?(@Ctx() context: GateContext): Promise<string> {
    const stands = this.stands ?? STATES.IN_INBOX;
    return (await heldBy(this, context)).length > 0 ? STATES.HELD : stands;
  }

  @inherits()
  @Field(() => [HeldUnder], { ...optional, description: 'Why it is held: the receiver is told the same.' })
  held?(@Ctx() context: GateContext): Promise<readonly HeldClause[]> {
    return heldBy(this, context);
  }
}

async function heldBy(
  { stands, heldUnder, notice = '' }: NoticeDelivery,
  { ports }: GateContext,
): Promise<readonly HeldClause[]> {
  if (stands === 'HELD') return heldUnder ?? [];
  return stands === 'IN_INBOX' || stands === 'WAITING' ? ports.held.of(notice) : [];
}
