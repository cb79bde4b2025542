import type { GraphQLResolveInfo } from 'graphql';
import { idOf } from '../kernel/given-id';
import { written, needed } from '../kernel/written';
import { findOrKeepSubject } from '../children/child-reference';
import { confirmedBy } from '../children/confirmation';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { badInput } from '../kernel/errors';
import { dayAhead } from './day-ahead';
import type { SendEnquiryInput } from './enquiry.input';
import { findSent, insertEnquiry, releaseWaiting, saveState } from './enquiry.repository';
import { enquiryAfter, recipientAfter } from './enquiry.transitions';
import { checkedRecipients, type EnquiryKind } from './recipients';
import { refuseUnsafe } from '../notifications/safe-enquiry';

type Done = Promise<Outcome | null>;

const LONG = 4000;
const CHECK = /^[A-Z][A-Z0-9_]{0,63}$/;
const ACTIONS: Readonly<Record<EnquiryKind, string>> = {
  ordinary: 'SEND_ENQUIRY',
  conditional: 'SEND_CONDITIONAL_ENQUIRY',
};

/**
 * Asks. The council's own team stands behind its question at once; another authority's question becomes a ground of more
 * than the answer once the team has answered it.
 */
export function sendEnquiry(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: SendEnquiryInput,
  kind: EnquiryKind,
): Done {
  const writer = writerOf(context);
  const question = needed(input.question, 'input.question', LONG, 'say what you ask.');
  const checkKind = checkKindOf(input.checkKind);
  const dueOn = dayAhead(input.dueOn ?? null, 'input.dueOn', writer.today);
  return act(context, info, {
    find: async (tx) => {
      const recipients = await checkedRecipients(tx, context, input.recipients, kind);
      return { recipients, child: await findOrKeepSubject(tx, input.child, writer, 'input.child') };
    },
    child: ({ child }) => child,
    perform: async (tx, { recipients, child }) => {
      await refuseUnsafe(tx, context, ACTIONS[kind], child, recipients);
      const accepted = (await confirmedBy(tx, context, 'ENQUIRY_FROM_US', child)) !== null;
      const asked = recipients.map(({ id }) => id);
      const enquiry = { child, question, checkKind, dueOn, recipients: asked, accepted };
      const id = await insertEnquiry(tx, enquiry, context.asking, writer);
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: ({ recipients }) => ({ asked: recipients.map(({ id }) => id) }),
  });
}

/** Takes a question back. Whoever has not answered is released, and sees nothing of the child any more. */
export function withdrawEnquiry(context: GateContext, info: GraphQLResolveInfo, id: string): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => findSent(tx, publicId, context.asking),
    child: ({ childId }) => childId,
    perform: async (tx, enquiry) => {
      const state = enquiryAfter(enquiry.state, 'WITHDRAW');
      await releaseWaiting(tx, enquiry.id, recipientAfter('WAITING', 'WITHDRAW'));
      await saveState(tx, enquiry.id, state);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
  });
}

function checkKindOf(given: string | null | undefined): string | null {
  const kind = written(given, 'input.checkKind', 64);
  if (kind !== null && !CHECK.test(kind))
    throw badInput('input.checkKind', 'is a word in capitals, as in CHILD_HEALTH.');
  return kind;
}
