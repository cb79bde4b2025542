import type { GraphQLResolveInfo } from 'graphql';
import { childState, hasOpenEntry } from '../casework/case.repository';
import { closeTransferred } from '../casework/transferred';
import { correspond } from '../correspondence/correspond';
import { hubWriter, writerOf } from '../children/writer';
import { findKnownChild, mergeSubject } from '../children/subject.repository';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { needed } from '../kernel/written';
import { acknowledge, insertNotifications, isOwn } from './notification.repository';
import { inboxOf } from './notification.shape';
import { knowAccepted, openTransfer, takeOrOpen } from './transfer-accepted';
import { noteTransfer } from './transfer-events';
import {
  holdOffered,
  receivedLetter,
  replyTo,
  saveAnswerer,
  saveStanding,
  type TransferRow,
} from './transfer.repository';
import { isRepeated, refused, senderOf, stateAfter, type Which } from './transfer.service';
import type { TransferState } from './transfer.transitions';

type Done = Promise<Outcome | null>;

const LONG = 4000;
const AT = 'notificationId';

/**
 * Says yes to an offer. Where this hub decides, that is the acceptance; where another authority's hub does, it is on its
 * way there, and nothing opens before the answer. `childId`: which child of ours it is, when nobody has decided that yet.
 */
export function acceptTransfer(
  context: GateContext,
  info: GraphQLResolveInfo,
  which: Which,
  childId: string | null,
): Done {
  const writer = writerOf(context);
  const meant = childId === null ? null : idOf(childId, 'childId');
  if (meant !== null && !isHomeTeam(context))
    throw badInput('childId', 'is for the team that keeps the records here.');
  return answer(context, info, which, 'ACCEPT', async (tx, held, state) => {
    if (!held.decidedElsewhere && held.overdueFrom !== null && held.overdueFrom <= writer.now)
      throw refused({ ...held, state: 'LAPSED' }, AT);
    const offer = meant === null ? held : { ...held, childId: await matched(tx, held.childId, meant) };
    await saveStanding(tx, offer.id, { state, now: writer.now });
    await noteTransfer(tx, offer, 'ACCEPT', writer);
    const letter = {
      child: offer.childId,
      type: 'TRANSFER_ACCEPTED',
      text: null,
      inReplyTo: offer.notification,
    } as const;
    if (offer.decidedElsewhere) {
      await saveAnswerer(tx, offer.id, writer.user);
      await insertNotifications(tx, letter, [offer.from], senderOf(context));
      return offer.publicId;
    }
    const transfer = await openTransfer(tx, offer, context.asking, writer);
    await insertNotifications(tx, { ...letter, transfer }, [offer.from], senderOf(context));
    if (offer.to !== writer.home) return offer.publicId;
    await knowAccepted(tx, offer.childId, context.asking.unit, writer.now);
    await takeOrOpen(tx, offer, writer);
    return offer.publicId;
  });
}

/** The team says which child of ours is offered; what was recorded of the subject is that child's from now on. */
async function matched(tx: Sql, subject: string, publicId: string): Promise<string> {
  if ((await childState(tx, subject)) !== 'unresolved')
    throw conflict('childId: which child this offer is about has been decided already; leave it out.');
  const target = await findKnownChild(tx, publicId);
  if (target === null) throw badInput('childId', 'is the id of no child that is known here.');
  await mergeSubject(tx, subject, target);
  return target;
}

/** Leaves the case where it is, and says why. */
export function declineTransfer(
  context: GateContext,
  info: GraphQLResolveInfo,
  which: Which,
  reason: string,
): Done {
  const writer = writerOf(context);
  const text = needed(reason, 'reason', LONG, 'say why the case stays where it is.');
  return answer(context, info, which, 'DECLINE', async (tx, offer, state) => {
    await saveStanding(tx, offer.id, { state, now: writer.now });
    await noteTransfer(tx, offer, 'DECLINE', writer);
    const reply = {
      child: offer.childId,
      type: 'TRANSFER_DECLINED',
      text,
      inReplyTo: offer.notification,
    } as const;
    const [sent] = await insertNotifications(tx, reply, [offer.from], senderOf(context));
    return sent?.publicId ?? offer.offer;
  });
}

/** Whoever has accepted a case says that its own is open: from now on it is theirs. The receipt's id is the transfer's. */
export function confirmTransferTaken(context: GateContext, info: GraphQLResolveInfo, which: Which): Done {
  const writer = writerOf(context);
  const { home } = context.ports;
  return answer(context, info, which, 'TAKE', async (tx, offer, state) => {
    if (offer.to === home && !(await hasOpenEntry(tx, offer.childId)))
      throw conflict(
        `${AT}: no case about this child is open here; open it, and the other authority is told.`,
      );
    await saveStanding(tx, offer.id, { state, now: writer.now, taken: true });
    await noteTransfer(tx, offer, 'TAKE', writer);
    const letter = {
      child: offer.childId,
      type: 'TRANSFER_TAKEN',
      text: null,
      inReplyTo: offer.notification,
    } as const;
    await insertNotifications(tx, letter, [offer.from], senderOf(context));
    if (offer.from === home) await handOver(tx, context, offer);
    return offer.publicId;
  });
}

/** Our case is theirs now: it is closed as far as the policy lets the hub close it. */
async function handOver(tx: Sql, { ports }: GateContext, offer: TransferRow): Promise<void> {
  const { home, clock } = ports;
  const now = clock.now();
  const { purpose, reference, fromUnit } = offer;
  await closeTransferred(tx, ports, offer.childId, {
    to: offer.to,
    transfer: offer.publicId,
    writer: hubWriter(home, now),
    tells: { asking: { organisation: home, unit: fromUnit, purpose, reference }, home, now },
  });
}

function answer(
  context: GateContext,
  info: GraphQLResolveInfo,
  which: Which,
  event: 'ACCEPT' | 'DECLINE' | 'TAKE',
  perform: (tx: Sql, offer: TransferRow, state: TransferState) => Promise<string>,
): Done {
  const publicId = idOf(which.notificationId, AT);
  const writer = writerOf(context);
  return act(context, info, {
    once: correspond(context, which.correspondence, 'WORD', 'correspondence'),
    find: async (tx) => {
      const letter = await receivedLetter(tx, publicId, inboxOf(context.asking, writer.home));
      if (letter === null && (await isOwn(tx, publicId, context.asking)))
        throw conflict(`${AT}: you proposed this yourself; the other authority accepts or declines it.`);
      return letter;
    },
    child: ({ childId }) => childId,
    perform: async (tx, letter) => {
      const offer = letter.type === 'TRANSFER_PROPOSED' ? await holdOffered(tx, letter.id) : null;
      if (offer === null) throw conflict(`${AT}: this notification proposes no transfer.`);
      const receivedAt = writer.now.toISOString();
      if (await isRepeated(tx, context, offer, event))
        return { id: await saidBefore(tx, offer, event), receivedAt };
      const state = stateAfter(offer, event, AT);
      await acknowledge(tx, letter.id, writer.user, writer.now);
      return { id: await perform(tx, offer, state), receivedAt };
    },
    about: () => ({ event }),
  });
}

async function saidBefore(
  tx: Sql,
  offer: TransferRow,
  event: 'ACCEPT' | 'DECLINE' | 'TAKE',
): Promise<string> {
  const declined = event === 'DECLINE' ? await replyTo(tx, offer.notification, 'TRANSFER_DECLINED') : null;
  return declined?.id ?? offer.publicId;
}
