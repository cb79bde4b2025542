import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Int, Query, Resolver } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { dataItem, open } from '../gate/declare';
import { readDisclosures } from './disclosure.service';
import { DisclosureConnection, DisclosureFilter } from './disclosure.type';
import { summariseDisclosures } from './questions/disclosure-summary.service';
import { DisclosureSummary, DisclosureSummaryFilter } from './questions/disclosure-summary.type';

@Resolver()
export class DisclosureResolver {
  @dataItem('RECORDS_OF_USE')
  @Query(() => DisclosureConnection, {
    nullable: true,
    description:
      'Who saw what, when, and under which clause: the entries of your own requests, or all of them.',
  })
  disclosures(
    @open('each condition names its own item')
    @Arg('filter', () => DisclosureFilter)
    filter: DisclosureFilter,
    @open('how many rows') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('page cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DisclosureConnection> {
    return readDisclosures(context, info, filter, first, after);
  }

  @dataItem('RECORDS_OF_USE', 'count')
  @Query(() => DisclosureSummary, {
    nullable: true,
    description:
      'Counts of what happened under an agreement in a period, by party, purpose and item: of everybody’s requests for readers of the whole ledger, else of your own.',
  })
  disclosureSummary(
    @open('each condition names its own item')
    @Arg('filter', () => DisclosureSummaryFilter)
    filter: DisclosureSummaryFilter,
    @Ctx() context: GateContext,
  ): Promise<DisclosureSummary> {
    return summariseDisclosures(context, filter);
  }
}
