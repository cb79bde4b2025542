import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { open } from '../gate/declare';
import { DateTime, LocalDate } from '../server/scalars';
import type { AgreementState } from './agreement.repository';
import { termOf, titleOf, type ListedVersion } from './agreement-life.service';

export const AgreementStateEnum = {
  DRAFT: 'DRAFT',
  APPROVED: 'APPROVED',
  SUPERSEDED: 'SUPERSEDED',
  ENDED: 'ENDED',
} as const satisfies Record<AgreementState, AgreementState>;

registerEnumType(AgreementStateEnum, {
  name: 'AgreementState',
  description: 'An approved version is in force within its term, unless the agreement is suspended.',
});

const optional = { nullable: true } as const;
const agreed = (): ReturnType<typeof open> => open('what was agreed: nothing about anybody');

@ObjectType({ description: 'From when until when a version opens anything; days in London.' })
export class AgreementTerm {
  @agreed() @Field(() => LocalDate) from!: string;
  @agreed() @Field(() => LocalDate, { description: 'By this day it must be reviewed.' }) review!: string;
  @agreed() @Field(() => LocalDate, { ...optional, description: 'Its last day.' }) until!: string | null;
}

@ObjectType({ description: 'A version of an agreement as it was offered. None is ever changed or removed.' })
export class AgreementVersion implements ListedVersion {
  @agreed() @Field(() => String) name!: string;
  @agreed() @Field(() => Int) version!: number;
  @agreed() @Field(() => AgreementStateEnum) state!: AgreementState;
  @agreed() @Field(() => DateTime) offeredAt!: string;
  @agreed()
  @Field(() => DateTime, { ...optional, description: 'When the second person approved it.' })
  approvedAt!: string | null;
  @agreed()
  @Field(() => Int, {
    description:
      'How many people have approved it; two are needed, one of each controller of what it opens among them.',
  })
  approvers!: number;
  @agreed()
  @Field(() => [String], {
    nullable: true,
    description:
      'Controllers of what a draft opens of whom nobody has approved it: each approves for itself.',
  })
  awaits!: readonly string[];
  @agreed()
  @Field(() => Boolean, { description: 'The agreement is suspended: no version of it opens anything.' })
  suspended!: boolean;
  @agreed() @Field(() => String, { description: 'SHA-256 of the text, hexadecimal.' }) digest!: string;
  @agreed() @Field(() => String, { description: 'The text, byte by byte as it was offered.' }) text!: string;

  @agreed()
  @Field(() => String, { ...optional, description: 'Null when the text cannot be read.' })
  title?(): string | null {
    return titleOf(this);
  }

  @agreed()
  @Field(() => AgreementTerm, { ...optional, description: 'Null when the text cannot be read.' })
  term?(): AgreementTerm | null {
    return termOf(this);
  }
}
