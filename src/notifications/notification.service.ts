import type { GraphQLResolveInfo } from 'graphql';
import { idOf } from '../kernel/given-id';
import { written } from '../kernel/written';
import { noteEvent } from '../casework/case-event.repository';
import { honourStandingAlert } from '../casework/standing-alert';
import { findOrKeepSubject } from '../children/child-reference';
import { writerOf } from '../children/writer';
import { correspond } from '../correspondence/correspond';
import { refuseUnsafe } from './safe-enquiry';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { badInput } from '../kernel/errors';
import { ALONE } from '../gate/standing-sql';
import { NOTICES } from './notification.enums';
import type { NotifyAuthorityInput } from './notification.input';
import { acknowledge, findReceived, insertNotifications, movedInFrom } from './notification.repository';
import { inboxOf } from './notification.shape';
import { checkedAddressee, concerned } from './told';

type Done = Promise<Outcome | null>;

const LONG = 4000;

/** Tells one authority; that a child was found is told to everybody whom it concerns, without the words. */
export function notifyAuthority(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: NotifyAuthorityInput,
): Done {
  const writer = writerOf(context);
  const text = written(input.text, 'input.text', LONG);
  const type = NOTICES.find((notice) => notice === input.type);
  if (type === undefined) throw badInput('input.type', `is one of ${NOTICES.join(', ')}.`);
  const from = { asking: context.asking, home: writer.home, now: writer.now };
  return act(context, info, {
    once: correspond(context, input.correspondence, 'NOTIFICATION', 'input.correspondence'),
    find: async (tx) => {
      const to = await checkedAddressee(tx, context, input.to, type === 'FLAG_REQUESTED');
      return { to, child: await findOrKeepSubject(tx, input.child, writer, 'input.child') };
    },
    child: ({ child }) => child,
    perform: async (tx, { to, child }) => {
      await refuseUnsafe(tx, context, 'NOTIFY_AUTHORITY', child, [to]);
      await honourStandingAlert(tx, context, child);
      const others =
        type === 'LOCATED_HERE' ? (await concerned(tx, context, child)).filter((id) => id !== to.id) : [];
      const [sent] = await insertNotifications(tx, { child, type, text }, [to.id], from);
      if (!sent) throw new Error('a notification was not written');
      if (others.length > 0)
        await insertNotifications(tx, { child, type, text: null, copyOf: sent.id }, others, from);
      await noteNotice(tx, context, child, { type, to: to.organisation, about: sent.publicId });
      return { id: sent.publicId, receivedAt: writer.now.toISOString() };
    },
    about: ({ to }) => ({ to: to.id, type }),
  });
}

/** Another authority that says a child has come is answered, whatever is found (S1 5.1): any word back about the child is it. */
async function noteNotice(
  tx: Sql,
  context: GateContext,
  child: string,
  sent: { readonly type: string; readonly to: string; readonly about: string },
): Promise<void> {
  const { asking, ports } = context;
  const writer = writerOf(context);
  if (asking.organisation !== ports.home && sent.to === ports.home && sent.type === 'MOVED_IN')
    return noteEvent(tx, { child, kind: 'INBOUND_NOTICE', about: sent.about, writer });
  if (asking.organisation !== ports.home) return;
  for (const about of await movedInFrom(tx, child, sent.to))
    await noteEvent(tx, { child, kind: 'SENDER_ANSWERED', about, writer });
}

/** Says that it was read. A second time gives the first receipt again: that it was read is said once. */
export function acknowledgeNotification(context: GateContext, info: GraphQLResolveInfo, id: string): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => findReceived(tx, publicId, inboxOf(context.asking, writer.home)),
    child: ({ childId }) => childId,
    holds: ({ type }) =>
      type === 'LOOKUP_DECIDED' ? ['LOOKUP_DECIDED_FOR_US'] : ALONE.includes(type) ? ['NOTICE_TO_US'] : [],
    perform: async (tx, row) => {
      const at = await acknowledge(tx, row.id, writer.user, writer.now);
      return { id: row.publicId, receivedAt: at.toISOString() };
    },
    about: ({ type }) => ({ type }),
  });
}
