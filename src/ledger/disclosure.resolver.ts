import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { dataItem, open } from '../gate/declare';
import { readDisclosures } from './disclosure.service';
import { DisclosureConnection, DisclosureFilter } from './disclosure.type';

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
  ): Promise<DisclosureConnection> {
    return readDisclosures(context, filter, first, after);
  }
}
