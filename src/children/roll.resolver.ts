import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { RegistrationInput, RemovalInput } from './roll.input';
import { recordRegistration, recordRemoval } from './roll.service';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class RollResolver {
  @action('RECORD_REGISTRATION')
  @Mutation(receipt, { nullable: true, description: 'A pupil has joined your roll.' })
  recordRegistration(
    @open('each field names its own item') @Arg('input', () => RegistrationInput) input: RegistrationInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return recordRegistration(context, info, input);
  }

  @action('RECORD_REMOVAL')
  @Mutation(receipt, { nullable: true, description: 'A name has been removed from your roll.' })
  recordRemovalFromRoll(
    @open('each field names its own item') @Arg('input', () => RemovalInput) input: RemovalInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return recordRemoval(context, info, input);
  }
}
