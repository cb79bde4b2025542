import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { GateContext } from '../gate/context';
import { dataItem, open } from '../gate/declare';
import { readReceipt, type PromiseOf, type ShownReceipt } from './receipt.service';
import { DisclosureReceipt } from './receipt.type';

@Resolver()
export class ReceiptResolver {
  constructor(private readonly promiseOf: PromiseOf) {}

  @dataItem('RECORDS_OF_USE')
  @Query(() => DisclosureReceipt, {
    nullable: true,
    description:
      'The receipt of one answer or act of your own: what you were told, and the proof that it stands in the ledger.',
  })
  disclosureReceipt(
    @open('names an entry of one’s own; any other reads as none')
    @Arg('id', () => ID, { description: 'The `disclosureId` of an answer, or the id of an act.' })
    id: string,
    @Ctx() context: GateContext,
  ): Promise<ShownReceipt | null> {
    return readReceipt(context, id, this.promiseOf);
  }
}
