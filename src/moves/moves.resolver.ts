import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql';
import { AddressInput, DepartureInput } from '../children/address.input';
import { confirmFact, reportAddress, reportDeparture } from '../children/address.service';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { tellOfAddress } from './tell-of-address';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class MovesResolver {
  @action('REPORT_ADDRESS')
  @Mutation(receipt, {
    nullable: true,
    description:
      'The child lives, or is believed to live, at this address. The council’s team is told, and once it has confirmed it whoever may read it.',
  })
  reportAddress(
    @open('each field names its own item') @Arg('input', () => AddressInput) input: AddressInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return reportAddress(context, info, input, tellOfAddress(context));
  }

  @action('REPORT_DEPARTURE')
  @Mutation(receipt, {
    nullable: true,
    description: 'The child has left its address: for good or for a time, and where to if that is known.',
  })
  reportDeparture(
    @open('each field names its own item') @Arg('input', () => DepartureInput) input: DepartureInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return reportDeparture(context, info, input, tellOfAddress(context));
  }

  @action('CONFIRM_FACT')
  @Mutation(receipt, {
    nullable: true,
    description: 'The CME team accepts a fact that a partner has asserted; `id` is that of its receipt.',
  })
  confirmFact(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return confirmFact(context, info, id, tellOfAddress(context));
  }
}
