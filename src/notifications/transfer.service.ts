import type { GraphQLResolveInfo } from 'graphql';
import { idOf } from '../kernel/given-id';
import { needed, written } from '../kernel/written';
import { correspond } from '../correspondence/correspond';
import type { CorrespondenceInput } from '../correspondence/correspondence.input';
import { findOrKeepSubject } from '../children/child-reference';
import { endCircumstance, insertCircumstance, readCircumstance } from '../children/circumstance.repository';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { conflict } from '../kernel/errors';
import { newRowId } from '../kernel/id';
import type { ProposeTransferInput } from './notification.input';
import {
  acknowledge,
  findReceived,
  insertNotifications,
  isOwn,
  saveTransfer,
  type NotificationRow,
} from './notification.repository';
import { inboxOf } from './notification.shape';
import { checkedAddressee } from './told';
import { proposalState, transferAfter, type TransferEvent } from './transfer.transitions';

type Done = Promise<Outcome | null>;

const LONG = 4000;

/** Offers a case. Nothing of it opens to the other authority before it accepts. */
export function proposeTransfer(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: ProposeTransferInput,
): Done {
  const writer = writerOf(context);
  const text = written(input.text, 'input.text', LONG);
  return act(context, info, {
    once: correspond(context, input.correspondence, 'NOTIFICATION', 'input.correspondence'),
    find: async (tx) => {
      const to = await checkedAddressee(tx, context, input.to, false);
      return { to, child: await findOrKeepSubject(tx, input.child, writer, 'input.child') };
    },
    child: ({ child }) => child,
    perform: async (tx, { to, child }) => {
      const from = { asking: context.asking, home: writer.home, now: writer.now };
      const [sent] = await insertNotifications(tx, { child, type: 'TRANSFER_PROPOSED', text }, [to.id], from);
      if (!sent) throw new Error('a proposal was not written');
      return { id: sent.publicId, receivedAt: writer.now.toISOString() };
    },
    about: ({ to }) => ({ to: to.id }),
  });
}

/** Takes the case over. The receipt's id is the transfer's. */
export function acceptTransfer(
  context: GateContext,
  info: GraphQLResolveInfo,
  notificationId: string,
  correspondence: CorrespondenceInput | null,
): Done {
  const writer = writerOf(context);
  const which = { notificationId, correspondence };
  return answer(context, info, which, { kind: 'ACCEPT' }, async (tx, proposal, from) => {
    const id = newRowId();
    const publicId = await insertCircumstance(tx, {
      id,
      child: proposal.childId,
      kind: 'TRANSFER',
      organisation: context.asking.organisation,
      unit: context.asking.unit,
      detail: proposal.fromOrganisation,
      reference: context.asking.reference,
      // It takes two: the council, on whose hub this is, either offered the case or takes it.
      confirmedBy: proposal.fromUnit,
      writer,
    });
    await saveTransfer(tx, proposal.id, id);
    const reply = {
      child: proposal.childId,
      type: 'TRANSFER_ACCEPTED',
      text: null,
      transfer: id,
      inReplyTo: proposal.id,
    } as const;
    await insertNotifications(tx, reply, [proposal.fromOrganisation], from);
    return publicId;
  });
}

/** Leaves the case where it is, and says why. */
export function declineTransfer(
  context: GateContext,
  info: GraphQLResolveInfo,
  notificationId: string,
  reason: string,
  correspondence: CorrespondenceInput | null,
): Done {
  const event = {
    kind: 'DECLINE',
    reason: needed(reason, 'reason', LONG, 'say why the case stays where it is.'),
  } as const;
  return answer(context, info, { notificationId, correspondence }, event, async (tx, proposal, from) => {
    const reply = {
      child: proposal.childId,
      type: 'TRANSFER_DECLINED',
      text: event.reason,
      inReplyTo: proposal.id,
    } as const;
    const [sent] = await insertNotifications(tx, reply, [proposal.fromOrganisation], from);
    return sent?.publicId ?? proposal.publicId;
  });
}

/** Either party ends a transfer; what it opened closes at once. */
export function endTransfer(context: GateContext, info: GraphQLResolveInfo, id: string): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: async (tx) => {
      const row = await readCircumstance(tx, publicId, 'TRANSFER');
      return row && (await isParty(tx, row.id, context)) ? row : null;
    },
    child: ({ childId }) => childId,
    perform: async (tx, row) => {
      transferAfter(row.endsAt === null ? 'ACCEPTED' : 'ENDED', 'END');
      await endCircumstance(tx, row.id, context.asking.subject, writer.now);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
  });
}

type Sender = Parameters<typeof insertNotifications>[3];

interface Which {
  readonly notificationId: string;
  readonly correspondence: CorrespondenceInput | null;
}

function answer(
  context: GateContext,
  info: GraphQLResolveInfo,
  { notificationId, correspondence }: Which,
  event: Exclude<TransferEvent, { kind: 'END' }>,
  perform: (tx: Sql, proposal: NotificationRow, from: Sender) => Promise<string>,
): Done {
  const publicId = idOf(notificationId, 'notificationId');
  const writer = writerOf(context);
  return act(context, info, {
    once: correspond(context, correspondence, 'NOTIFICATION', 'correspondence'),
    find: async (tx) => {
      const row = await findReceived(tx, publicId, inboxOf(context.asking, writer.home));
      if (row === null && (await isOwn(tx, publicId, context.asking))) {
        throw conflict(
          'notificationId: you proposed this yourself; the other authority accepts or declines it.',
        );
      }
      return row;
    },
    child: ({ childId }) => childId,
    perform: async (tx, proposal) => {
      if (proposal.type !== 'TRANSFER_PROPOSED')
        throw conflict('notificationId: this notification proposes no transfer.');
      transferAfter(proposalState(proposal.replyType), event.kind);
      await acknowledge(tx, proposal.id, writer.user, writer.now);
      const id = await perform(tx, proposal, { asking: context.asking, home: writer.home, now: writer.now });
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ event: event.kind }),
  });
}

/** Whoever proposed it or accepted it, by the two notifications that made it. */
async function isParty(tx: Sql, transfer: string, context: GateContext): Promise<boolean> {
  const names = inboxOf(context.asking, context.ports.home);
  const rows = await tx.query(
    `select 1 from notification where transfer_id = $1 and to_organisation = any($2::text[]) limit 1`,
    [transfer, names],
  );
  return rows.length > 0;
}
