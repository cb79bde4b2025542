import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Int, Query, Resolver } from 'type-graphql';
import type { Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { readLookBacks } from './look-back.reader';
import { LookBackConnection } from './look-back.type';
import { readReports, type ReportRow } from './looking-report.reader';
import { LookingReportConnection } from './looking-report.type';

@Resolver()
export class LookingResolver {
  @dataItem('RECORDS_OF_USE')
  @Query(() => LookBackConnection, {
    nullable: true,
    description:
      'For the council’s team: who asked about a child with an open alert, case or standing alert, and who saw something on its own word alone.',
  })
  lookBacks(
    @open('how many') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('an opaque cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Record<string, unknown>>> {
    return readLookBacks(context, plannedRoot(context, info), first, after);
  }

  @dataItem('RECORDS_OF_USE')
  @Query(() => LookingReportConnection, {
    nullable: true,
    description: 'For the council’s data-protection unit: looking that was slowed or stopped.',
  })
  lookingReports(
    @open('how many') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('an opaque cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
  ): Promise<Connection<ReportRow>> {
    return readReports(context, first, after);
  }
}
