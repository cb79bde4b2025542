import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { AddressInput, RegistrationInput, RemovalInput } from './roll.input';
import { confirmFact, recordRegistration, recordRemoval, reportAddress } from './roll.service';

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

  @action('REPORT_ADDRESS')
  @Mutation(receipt, {
    nullable: true,
    description: 'The child lives, or is believed to live, at this address.',
  })
  reportAddress(
    @open('each field names its own item') @Arg('input', () => AddressInput) input: AddressInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return reportAddress(context, info, input);
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
    return confirmFact(context, info, id);
  }
}
