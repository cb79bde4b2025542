import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import type { CaseClosing } from './alert';
import { CaseClosingEnum } from './alert.enums';
import { OpenCaseInput } from './case.input';
import { closeCase, openCase } from './case.service';
import { WatchChildInput } from './watch.input';
import { endWatch, watchChild } from './watch.service';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class RegisterResolver {
  @action('OPEN_CASE')
  @Mutation(receipt, {
    nullable: true,
    description: 'Put a known child on the CME register; read it as `Child.case`.',
  })
  openCase(
    @open('each field names its own item') @Arg('input', () => OpenCaseInput) input: OpenCaseInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return openCase(context, info, input);
  }

  @action('CLOSE_CASE')
  @Mutation(receipt, { nullable: true, description: 'Close an entry on the CME register.' })
  closeCase(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('CASE_STATE') @Arg('reason', () => CaseClosingEnum) reason: CaseClosing,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return closeCase(context, info, id, reason);
  }

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
