import { Arg, Ctx, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { open } from '../gate/declare';
import { inboxOf } from '../notifications/notification.shape';
import { DateTime, LocalDate } from '../server/scalars';
import { sharingView } from './sharing';

export const SharingVerdictEnum = { NEVER: 'NEVER', DEPENDS: 'DEPENDS', ALWAYS: 'ALWAYS' } as const;

registerEnumType(SharingVerdictEnum, {
  name: 'SharingVerdict',
  description: 'For no child; for children to whom a standing holds; for any child.',
});

const Text = (): StringConstructor => String;
const optional = { nullable: true } as const;
const nothing = (): ReturnType<typeof open> => open('what may I see: nothing about anybody');

@ObjectType({ description: 'An agreement in force under which you receive.' })
export class SharingAgreement {
  @nothing() @Field(Text) name!: string;
  @nothing() @Field(() => Int) version!: number;
  @nothing() @Field(Text) title!: string;
  @nothing() @Field(() => LocalDate, { description: 'By this day it must be reviewed.' }) review!: string;
  @nothing() @Field(() => LocalDate, { ...optional, description: 'Its last day.' }) until!: string | null;
}

@ObjectType({ description: 'A purpose that a request can name.' })
export class SharingPurpose {
  @nothing() @Field(Text) code!: string;
  @nothing() @Field(Text) words!: string;
  @nothing() @Field(() => Boolean, { description: 'Some agreement with you covers it.' }) agreed!: boolean;
}

@ObjectType({ description: 'A clause, and what it says.' })
export class SharingClause {
  @nothing() @Field(Text) agreement!: string;
  @nothing() @Field(() => Int) version!: number;
  @nothing()
  @Field(Text, { ...optional, description: 'Null where the silence of the agreement is the reason.' })
  clause!: string | null;
  @nothing() @Field(Text, optional) says!: string | null;
}

@ObjectType({ description: 'May you see this field for this purpose, and why.' })
export class SharingAnswer {
  @nothing() @Field(() => SharingVerdictEnum) verdict!: string;
  @nothing() @Field(Text) because!: string;
  @nothing() @Field(() => [SharingClause]) under!: readonly SharingClause[];
  @nothing()
  @Field(() => LocalDate, { ...optional, description: 'The last day on which it is open.' })
  until!: string | null;
  @nothing()
  @Field(Text, { ...optional, description: 'A field with less of the same, which is open.' })
  instead!: string | null;
  @nothing() @Field(Text, optional) whatWouldChangeIt!: string | null;
}

@ObjectType({ description: 'A data item in a form.' })
export class SharingItem {
  @nothing() @Field(Text) item!: string;
  @nothing() @Field(Text) form!: string;
  @nothing() @Field(Text) words!: string;
  @nothing() @Field(() => SharingVerdictEnum) verdict!: string;
  @nothing() @Field(() => [SharingClause]) under!: readonly SharingClause[];
}

@ObjectType({ description: 'An action: what a mutation does.' })
export class SharingAction {
  @nothing() @Field(Text) action!: string;
  @nothing() @Field(Text) words!: string;
  @nothing() @Field(() => SharingVerdictEnum) verdict!: string;
  @nothing() @Field(() => [SharingClause]) under!: readonly SharingClause[];
}

@ObjectType({
  description:
    'Notices that wait for you, unread, because an agreement was stopped. Which they are is not told.',
})
export class SharingHeld {
  @nothing() @Field(Text, { description: 'For which they were sent.' }) purpose!: string;
  @nothing() @Field(() => DateTime, { description: 'When the first of them was sent.' }) since!: string;
  @nothing()
  @Field(() => [SharingClause], { description: 'What would open them.' })
  under!: readonly SharingClause[];
}

/** Its fields with arguments are methods here: type-graphql drops what an argument declares elsewhere. */
@ObjectType({
  description: 'What you may see and do, for which purpose, under which clause. Needs no purpose.',
})
export class Sharing {
  @nothing() @Field(Text) organisation!: string;
  @nothing() @Field(Text) unit!: string;
  @nothing() @Field(Text) role!: string;
  @nothing() @Field(Text) rulesetVersion!: string;

  @nothing()
  @Field(() => [SharingAgreement], optional)
  agreements?(@Ctx() { profile }: GateContext): SharingAgreement[] {
    return sharingView(profile).agreements();
  }

  @nothing()
  @Field(() => [SharingPurpose], optional)
  purposes?(@Ctx() { profile }: GateContext): SharingPurpose[] {
    return sharingView(profile).purposes();
  }

  @nothing()
  @Field(() => SharingAnswer, optional)
  may?(
    @open('a coordinate of the schema: Child.upn') @Arg('field', Text) field: string,
    @open('a word of the catalogue') @Arg('purpose', Text) purpose: string,
    @Ctx() { profile, coverage }: GateContext,
  ): SharingAnswer {
    return sharingView(profile).may(field, purpose, coverage);
  }

  @nothing()
  @Field(() => [SharingHeld], optional)
  async held?(@Ctx() { asking, ports }: GateContext): Promise<SharingHeld[]> {
    const held = await ports.held.forUs(asking, inboxOf(asking, ports.home));
    return held.map(({ under, ...rest }) => ({
      ...rest,
      under: under.map((ref) => ({ ...ref, says: null })),
    }));
  }

  @nothing()
  @Field(() => [SharingItem], optional)
  items?(
    @open('a word of the catalogue') @Arg('purpose', Text) purpose: string,
    @Ctx() { profile }: GateContext,
  ): SharingItem[] {
    return sharingView(profile).items(purpose);
  }

  @nothing()
  @Field(() => [SharingAction], optional)
  actions?(
    @open('a word of the catalogue') @Arg('purpose', Text) purpose: string,
    @Ctx() { profile }: GateContext,
  ): SharingAction[] {
    return sharingView(profile).actions(purpose);
  }
}
