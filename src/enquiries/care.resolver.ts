import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { DecideCarefulStepsInput } from './care.input';
import { decideCarefulSteps } from './care.service';

@Resolver()
export class CareResolver {
  @action('DECIDE_CAREFUL_STEPS')
  @Mutation(() => Receipt, {
    nullable: true,
    description:
      'Social care decides whether steps that could lead somebody to a child in danger may be taken. Nobody who is asked is told.',
  })
  decideCarefulSteps(
    @open('each field names its own item')
    @Arg('input', () => DecideCarefulStepsInput)
    input: DecideCarefulStepsInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Outcome | null> {
    return decideCarefulSteps(context, info, input);
  }
}
