import type { GraphQLResolveInfo } from 'graphql';
import { childState, entryOf, openEntryOf } from '../casework/case.repository';
import { correspond } from '../correspondence/correspond';
import type { CorrespondenceInput } from '../correspondence/correspondence.input';
import { findOrKeepSubject } from '../children/child-reference';
import { endCircumstance, readCircumstance } from '../children/circumstance.repository';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { needed, written } from '../kernel/written';
import type { ProposeTransferInput } from './notification.input';
import { insertNotifications, type Sender } from './notification.repository';
import { inboxOf } from './notification.shape';
import { checkedAddressee } from './told';
import { offerDue } from './transfer.sweep';
import { noteTransfer } from './transfer-events';
import {
  holdMade,
  holdOwn,
  insertTransfer,
  isPeerHub,
  offeredTo,
  saveStanding,
  type TransferRow,
} from './transfer.repository';
import {
  isSaidAgain,
  refusalOf,
  transferAfter,
  type TransferAct,
  type TransferState,
} from './transfer.transitions';

type Done = Promise<Outcome | null>;

/** The notice that offers the case, and, from another hub, by what it knows this act. */
export interface Which {
  readonly notificationId: string;
  readonly correspondence: CorrespondenceInput | null;
}

const LONG = 4000;

/** Offers a case. It stays with whoever offers it until the other says that its own is open; nothing of it opens before. */
export function proposeTransfer(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: ProposeTransferInput,
): Done {
  const writer = writerOf(context);
  const { asking, ports } = context;
  const text = written(input.text, 'input.text', LONG);
  return act(context, info, {
    once: correspond(context, input.correspondence, 'NOTIFICATION', 'input.correspondence'),
    find: async (tx) => {
      const to = await checkedAddressee(tx, context, input.to, false);
      return { to, child: await findOrKeepSubject(tx, input.child, writer, 'input.child') };
    },
    child: ({ child }) => child,
    perform: async (tx, { to, child }) => {
      // Of another authority's offers nothing is said: it would tell whether we know the child.
      if (asking.organisation === ports.home) await refuseSecond(tx, child, ports.home);
      const [sent] = await insertNotifications(
        tx,
        { child, type: 'TRANSFER_PROPOSED', text },
        [to.id],
        senderOf(context),
      );
      if (!sent) throw new Error('a proposal was not written');
      const from = asking.organisation;
      const due = offerDue(ports.rules, from, writer.now);
      await insertTransfer(tx, {
        ...{ child, from, due, notification: sent.id, fromUnit: asking.unit, to: to.id },
        ...{ home: writer.home, now: writer.now },
      });
      await noteTransfer(tx, { childId: child, offer: sent.publicId, from }, 'PROPOSE', writer);
      return { id: sent.publicId, receivedAt: writer.now.toISOString() };
    },
    about: ({ to }) => ({ to: to.id }),
  });
}

/** A case is offered while it is worked, and to one at a time. Child and case are held: of two offers at once the second sees the first. */
async function refuseSecond(tx: Sql, child: string, home: string): Promise<void> {
  await childState(tx, child);
  const open = await openEntryOf(tx, child, home);
  if (open === null && (await entryOf(tx, child)) !== null)
    throw conflict('input.child: this case is closed; open it again to hand it over.');
  const to = await offeredTo(tx, child, home);
  if (to !== null) throw conflict(`input.child: this case is offered to ${to}, or accepted there, already.`);
}

/** Takes an offer back, while nobody has answered it. */
export function withdrawTransfer(
  context: GateContext,
  info: GraphQLResolveInfo,
  which: Which,
  reason: string,
): Done {
  const why = needed(reason, 'reason', LONG, 'say why the offer is taken back.');
  return onOurOffer(context, info, which, 'WITHDRAW', async (tx, offer) => {
    const letter = {
      child: offer.childId,
      type: 'TRANSFER_WITHDRAWN',
      text: why,
      inReplyTo: offer.notification,
    } as const;
    await insertNotifications(tx, letter, [offer.to], senderOf(context));
  });
}

/** The hub that counts the days of an offer says that they are over. Of offers that this hub decides nobody says so. */
export function lapseTransfer(context: GateContext, info: GraphQLResolveInfo, which: Which): Done {
  return onOurOffer(context, info, which, 'LAPSE', async (tx, offer) => {
    if (!offer.decidedElsewhere)
      throw conflict('notificationId: this hub counts the days of this offer itself.');
    const letter = {
      child: offer.childId,
      type: 'TRANSFER_LAPSED',
      text: null,
      inReplyTo: offer.notification,
    } as const;
    await insertNotifications(tx, letter, [offer.to], senderOf(context));
  });
}

function onOurOffer(
  context: GateContext,
  info: GraphQLResolveInfo,
  { notificationId, correspondence }: Which,
  event: 'WITHDRAW' | 'LAPSE',
  perform: (tx: Sql, offer: TransferRow) => Promise<void>,
): Done {
  const offerId = idOf(notificationId, 'notificationId');
  const writer = writerOf(context);
  const { organisation, unit } = context.asking;
  const outcome = { id: offerId, receivedAt: writer.now.toISOString() };
  return act(context, info, {
    once: correspond(context, correspondence, 'WORD', 'correspondence'),
    find: (tx) => holdMade(tx, offerId, { organisation, unit }),
    child: ({ childId }) => childId,
    perform: async (tx, offer) => {
      if (await isRepeated(tx, context, offer, event)) return outcome;
      const state = stateAfter(offer, event, 'notificationId');
      await perform(tx, offer);
      await saveStanding(tx, offer.id, { state, now: writer.now });
      await noteTransfer(tx, offer, event, writer);
      return outcome;
    },
    about: () => ({ event }),
  });
}

/** Either party ends a transfer: what it opened closes at once. Whose the case is stays as it is. */
export function endTransfer(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  correspondence: CorrespondenceInput | null,
): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  const names = inboxOf(context.asking, writer.home);
  return act(context, info, {
    once: correspond(context, correspondence, 'WORD', 'correspondence'),
    find: (tx) => holdOwn(tx, publicId, names),
    child: ({ childId }) => childId,
    perform: async (tx, held) => {
      const outcome = { id: held.publicId, receivedAt: writer.now.toISOString() };
      if (await isRepeated(tx, context, held, 'END')) return outcome;
      const ours = names.includes(held.to);
      // Our yes is still on its way: there is nothing yet that we could end.
      if (ours && held.state === 'ACCEPTING') throw refused(held, 'id');
      const state = stateAfter(held, 'END', 'id');
      await saveStanding(tx, held.id, { state, now: writer.now });
      const opened = await readCircumstance(tx, held.publicId, 'TRANSFER');
      if (opened?.endsAt === null) await endCircumstance(tx, opened.id, context.asking.subject, writer.now);
      const letter = {
        child: held.childId,
        type: 'TRANSFER_ENDED',
        text: null,
        inReplyTo: held.notification,
      } as const;
      await insertNotifications(tx, letter, [ours ? held.from : held.to], senderOf(context));
      await noteTransfer(tx, held, 'END', writer);
      return outcome;
    },
  });
}

export function senderOf({ asking, ports }: GateContext): Sender {
  return { asking, home: ports.home, now: ports.clock.now() };
}

/** The state that follows. Throws CONFLICT, naming the argument `at`. */
export function stateAfter(offer: TransferRow, event: TransferAct, at: string): TransferState {
  const state = transferAfter(offer, event);
  if (state === null) throw refused(offer, at);
  return state;
}

export const refused = ({ state, dueOn }: TransferRow, at: string): Error =>
  conflict(`${at}: ${refusalOf(state, dueOn)}`);

/** A hub that has lost our answer asks once more, days later, too: it is told the same, and nothing is done again. */
export const isRepeated = async (
  tx: Sql,
  { asking }: GateContext,
  offer: TransferRow,
  event: TransferAct,
): Promise<boolean> => isSaidAgain(offer, event) && (await isPeerHub(tx, asking.unit));
