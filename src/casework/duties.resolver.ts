import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { open } from '../gate/declare';
import { LocalDate } from '../server/scalars';
import { regularDuties } from './duties.reader';
import { RegularDuty } from './duty.type';

const optional = { nullable: true } as const;

@Resolver()
export class DutyResolver {
  @open('the text of a procedure: nothing about anybody')
  @Query(() => [RegularDuty], {
    nullable: true,
    description:
      'Duties of the council that come again and again and are about no one child: reports, meetings, sweeps. Of the next month, unless you name days.',
  })
  duties(
    @open('a day') @Arg('from', () => LocalDate, optional) from: string | null,
    @open('a day') @Arg('to', () => LocalDate, optional) to: string | null,
    @Ctx() context: GateContext,
  ): RegularDuty[] {
    return regularDuties(context, from ?? null, to ?? null);
  }
}
