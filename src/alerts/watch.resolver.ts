import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { WatchChildInput } from './watch.input';
import { endWatch, watchChild } from './watch.service';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class WatchResolver {
  @action('WATCH_CHILD')
  @Mutation(receipt, {
    nullable: true,
    description: 'A standing alert: tell us when the child is met again.',
  })
  watchChild(
    @open('each field names its own item') @Arg('input', () => WatchChildInput) input: WatchChildInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return watchChild(context, info, input);
  }

  @action('WATCH_CHILD')
  @Mutation(receipt, { nullable: true, description: 'End a standing alert of your unit.' })
  endWatch(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endWatch(context, info, id);
  }
}
