import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { CorrespondenceInput } from '../correspondence/correspondence.input';
import { action, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { ReceiveLostPupilInput } from './lost-pupil.input';
import { reportLostPupilMet } from './met.service';
import { receiveLostPupil, withdrawLostPupil } from './receive.service';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class LostPupilResolver {
  @action('REPORT_LOST_PUPIL')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Your authority looks for this child of its own: kept until you withdraw it. Whether the hub knows the child is never said in return.',
  })
  receiveLostPupil(
    @open('each field names its own item')
    @Arg('input', () => ReceiveLostPupilInput)
    input: ReceiveLostPupilInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return receiveLostPupil(context, info, input);
  }

  @action('WITHDRAW_LOST_PUPIL')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Your authority looks for the child no longer; `id` is the receipt’s, or your own (`theirs`).',
  })
  withdrawLostPupil(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('opaque ids')
    @Arg('correspondence', () => CorrespondenceInput, { nullable: true })
    correspondence: CorrespondenceInput | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return withdrawLostPupil(context, info, id, correspondence);
  }

  @action('REPORT_LOST_PUPIL_MET')
  @Mutation(receipt, {
    nullable: true,
    description:
      'You seem to have met a child whom the authority of this hub looks for, and told you of; `message` is the `Notification.message` by which it told you. Its team is told to ring you, and nothing of the child is said in return.',
  })
  reportLostPupilMet(
    @open('an opaque id') @Arg('message', () => ID) message: string,
    @open('opaque ids')
    @Arg('correspondence', () => CorrespondenceInput, { nullable: true })
    correspondence: CorrespondenceInput | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return reportLostPupilMet(context, info, message, correspondence);
  }
}
