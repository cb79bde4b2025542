import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { Connection } from '../gate/connection';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { plannedRoot } from '../gate/read';
import { Receipt } from '../gate/receipt.type';
import { emergencyRate, type Rate } from './emergency-rate.service';
import type { ReviewOutcome } from './emergency';
import { EmergencyOutcomeEnum } from './emergency.enums';
import { EmergencyUseFilter, UseEmergencyInput } from './emergency.input';
import { readUses } from './emergency.reader';
import { endEmergency, reviewEmergency, useEmergency } from './emergency.service';
import { EmergencyRate, EmergencyUseConnection } from './emergency.type';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class EmergencyResolver {
  @action('USE_EMERGENCY')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Opens a few facts about one child to your unit for four hours. Both data-protection contacts are told, and it is reviewed.',
  })
  useEmergency(
    @open('each field names its own item') @Arg('input', () => UseEmergencyInput) input: UseEmergencyInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return useEmergency(context, info, input);
  }

  @action('END_EMERGENCY')
  @Mutation(receipt, { nullable: true, description: 'The danger is over: what your unit opened closes now.' })
  endEmergency(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endEmergency(context, info, id);
  }

  @action('REVIEW_EMERGENCY')
  @Mutation(receipt, {
    nullable: true,
    description:
      'What the review found, once, by somebody who did not use it. What was not justified closes at once.',
  })
  reviewEmergency(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @dataItem('RECORDS_OF_USE') @Arg('outcome', () => EmergencyOutcomeEnum) outcome: ReviewOutcome,
    @dataItem('RECORDS_OF_USE')
    @Arg('text', () => String, {
      description: 'Why, up to 2,000 characters. The organisation that used it reads it.',
    })
    text: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return reviewEmergency(context, info, id, { outcome, text });
  }

  @dataItem('RECORDS_OF_USE')
  @Query(() => EmergencyUseConnection, {
    nullable: true,
    description:
      'Uses of emergency access, oldest first: those of your organisation, or all for those who review them.',
  })
  emergencyUses(
    @open('each condition names its own item')
    @Arg('filter', () => EmergencyUseFilter, { nullable: true })
    filter: EmergencyUseFilter | null,
    @open('how many') @Arg('first', () => Int, { nullable: true }) first: number | null,
    @open('a cursor') @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<object>> {
    return readUses(context, plannedRoot(context, info), filter, first, after);
  }

  @dataItem('RECORDS_OF_USE', 'count')
  @Query(() => [EmergencyRate], {
    nullable: 'itemsAndList',
    description: 'How often each unit used emergency access in the last 30 days, most first.',
  })
  emergencyRate(@Ctx() context: GateContext): Promise<Rate[]> {
    return emergencyRate(context);
  }
}
