import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import {
  agreementVersions,
  approveAgreement,
  endAgreement,
  suspendAgreement,
  type ListedVersion,
} from './agreement-life.service';
import { AgreementVersion } from './agreement-life.type';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class AgreementLifeResolver {
  @open('what was agreed: nothing about anybody')
  @Query(() => [AgreementVersion], {
    nullable: true,
    description:
      'Versions of the agreements that you are a party to, or of one of them; for the authority that runs the hub every version ever offered.',
  })
  agreements(
    @open('the name of an agreement')
    @Arg('name', () => String, { nullable: true })
    name: string | null,
    @Ctx() context: GateContext,
  ): Promise<ListedVersion[]> {
    return agreementVersions(context, name);
  }

  @action('APPROVE_AGREEMENT')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Your approval of a draft, as a registered approver of its controller. The second, by another person, brings it into force.',
  })
  approveAgreement(
    @open('the name of an agreement') @Arg('agreement', () => ID) agreement: string,
    @open('the number of a version') @Arg('version', () => Int) version: number,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return approveAgreement(context, info, agreement, version);
  }

  @action('SUSPEND_AGREEMENT')
  @Mutation(receipt, {
    nullable: true,
    description: 'Stops at once everything that an agreement opens. One registered approver is enough.',
  })
  suspendAgreement(
    @open('the name of an agreement') @Arg('agreement', () => ID) agreement: string,
    @open('why, for the record of agreements')
    @Arg('reason', () => String, { description: 'Up to 500 characters, about nobody.' })
    reason: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return suspendAgreement(context, info, agreement, reason);
  }

  @action('END_AGREEMENT')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Your word that an agreement ends for good. It ends with that of a second registered approver.',
  })
  endAgreement(
    @open('the name of an agreement') @Arg('agreement', () => ID) agreement: string,
    @open('why, for the record of acts')
    @Arg('reason', () => String, { description: 'Up to 500 characters, about nobody.' })
    reason: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endAgreement(context, info, agreement, reason);
  }
}
