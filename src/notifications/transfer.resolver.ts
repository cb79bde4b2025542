import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql';
import { CorrespondenceInput } from '../correspondence/correspondence.input';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { action, dataItem, open } from '../gate/declare';
import { Receipt } from '../gate/receipt.type';
import { broadcastLostPupil, withdrawBroadcast } from './broadcast.service';
import { BroadcastLostPupilInput, ProposeTransferInput } from './notification.input';
import { acceptTransfer, confirmTransferTaken, declineTransfer } from './transfer-answer.service';
import { endTransfer, lapseTransfer, proposeTransfer, withdrawTransfer } from './transfer.service';

type Done = Promise<Outcome | null>;
const receipt = (): typeof Receipt => Receipt;

@Resolver()
export class TransferResolver {
  @action('PROPOSE_TRANSFER')
  @Mutation(receipt, {
    nullable: true,
    description: 'Offers a case to another authority. The receipt’s id is the notification’s.',
  })
  proposeTransfer(
    @open('each field names its own item')
    @Arg('input', () => ProposeTransferInput)
    input: ProposeTransferInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return proposeTransfer(context, info, input);
  }

  @action('ACCEPT_TRANSFER')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Says yes to a case that was offered to you; it is yours once you say that your own is open. CONFLICT when the offer lapsed, was withdrawn or answered before. The receipt’s id is the transfer’s.',
  })
  acceptTransfer(
    @open('an opaque id') @Arg('notificationId', () => ID) notificationId: string,
    @open('opaque ids')
    @Arg('correspondence', () => CorrespondenceInput, { nullable: true })
    correspondence: CorrespondenceInput | null,
    @open('an opaque id')
    @Arg('childId', () => ID, {
      nullable: true,
      description:
        'By the team that keeps the records, of an offer about somebody whom nobody has matched: which child it is. Left out: a child of its own.',
    })
    childId: string | null | undefined,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return acceptTransfer(context, info, { notificationId, correspondence }, childId ?? null);
  }

  @action('DECLINE_TRANSFER')
  @Mutation(receipt, { nullable: true, description: 'Declines a case that was offered to you.' })
  declineTransfer(
    @open('an opaque id') @Arg('notificationId', () => ID) notificationId: string,
    @dataItem('EXCHANGE') @Arg('reason', () => String) reason: string,
    @open('opaque ids')
    @Arg('correspondence', () => CorrespondenceInput, { nullable: true })
    correspondence: CorrespondenceInput | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return declineTransfer(context, info, { notificationId, correspondence }, reason);
  }

  @action('PROPOSE_TRANSFER')
  @Mutation(receipt, {
    nullable: true,
    description: 'Takes back an offer of yours that nobody has answered yet.',
  })
  withdrawTransfer(
    @open('an opaque id') @Arg('notificationId', () => ID) notificationId: string,
    @dataItem('EXCHANGE') @Arg('reason', () => String) reason: string,
    @open('opaque ids')
    @Arg('correspondence', () => CorrespondenceInput, { nullable: true })
    correspondence: CorrespondenceInput | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return withdrawTransfer(context, info, { notificationId, correspondence }, reason);
  }

  @action('PROPOSE_TRANSFER')
  @Mutation(receipt, {
    nullable: true,
    description: 'By the hub that counts the days of its offer: they are over, and nobody has answered.',
  })
  lapseTransfer(
    @open('an opaque id') @Arg('notificationId', () => ID) notificationId: string,
    @open('opaque ids')
    @Arg('correspondence', () => CorrespondenceInput, { nullable: true })
    correspondence: CorrespondenceInput | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return lapseTransfer(context, info, { notificationId, correspondence });
  }

  @action('ACCEPT_TRANSFER')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Says that your own case is open: from now on it is yours, and the other authority closes its own as its policy says. The receipt’s id is the transfer’s.',
  })
  confirmTransferTaken(
    @open('an opaque id') @Arg('notificationId', () => ID) notificationId: string,
    @open('opaque ids')
    @Arg('correspondence', () => CorrespondenceInput, { nullable: true })
    correspondence: CorrespondenceInput | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return confirmTransferTaken(context, info, { notificationId, correspondence });
  }

  @action('END_TRANSFER')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Ends a transfer of which you are a party, by its own id or that of its offer: what it opened closes. Whose the case is stays as it is.',
  })
  endTransfer(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @open('opaque ids')
    @Arg('correspondence', () => CorrespondenceInput, { nullable: true })
    correspondence: CorrespondenceInput | null,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return endTransfer(context, info, id, correspondence);
  }

  @action('BROADCAST_LOST_PUPIL')
  @Mutation(receipt, {
    nullable: true,
    description:
      'Tells every authority of a lost pupil. The receipt’s id is the message’s. Never of a child in hiding.',
  })
  broadcastLostPupil(
    @open('each field names its own item')
    @Arg('input', () => BroadcastLostPupilInput)
    input: BroadcastLostPupilInput,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return broadcastLostPupil(context, info, input);
  }

  @action('WITHDRAW_BROADCAST')
  @Mutation(receipt, { nullable: true, description: 'Withdraws a lost-pupil message.' })
  withdrawBroadcast(
    @open('an opaque id') @Arg('id', () => ID) id: string,
    @Ctx() context: GateContext,
    @Info() info: GraphQLResolveInfo,
  ): Done {
    return withdrawBroadcast(context, info, id);
  }
}
