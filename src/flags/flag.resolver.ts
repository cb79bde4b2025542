import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import { AskFlagInput } from './flag.input';
import { readFlags } from './flag.reader';
import { askFlag, confirmFlag, liftFlag, recheckFlag, refuseFlag } from './flag.service';
import { FlagPlacementConnection } from './flag.type';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class FlagResolver {
  @dataItem('EXCHANGE')
  @Query(() => FlagPlacementConnection, {
    nullable: true,
    description:
      'Flags on partners’ systems, newest first: those that you were asked to hold, or all for the team that asks.',
  })
  flagPlacements(
    @open('a page size') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('a page cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Record<string, unknown>>> {
    return readFlags(context, plannedRoot(context, info), first, after);
  }

  @action('ASK_FLAG')
  @Mutation(receipt, { nullable: true, description: 'Ask a partner to hold a flag on its own system.' })
  askFlag(
    @open('each field names its own item') @Arg('input', () => AskFlagInput) input: AskFlagInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return askFlag(context, info, input);
  }

  @action('CONFIRM_FLAG')
  @Mutation(receipt, { nullable: true, description: 'The flag that you were asked for is held.' })
  confirmFlag(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return confirmFlag(context, info, id);
  }

  @action('REFUSE_FLAG')
  @Mutation(receipt, { nullable: true, description: 'The flag cannot be held, or not any more.' })
  refuseFlag(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('EXCHANGE') @Arg('reason', () => String) reason: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return refuseFlag(context, info, id, reason);
  }

  @action('SET_FLAG')
  @Mutation(receipt, {
    nullable: true,
    description: 'The team has looked that a flag still stands: once a year.',
  })
  recheckFlag(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return recheckFlag(context, info, id);
  }

  @action('LIFT_FLAG')
  @Mutation(receipt, {
    nullable: true,
    description:
      'A flag is not wanted any more. When a child is found all of its flags are lifted by themselves.',
  })
  liftFlag(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_FILE') @Arg('reason', () => String) reason: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return liftFlag(context, info, id, reason);
  }
}
