import type { GraphQLResolveInfo } from 'graphql';
import { noteEvent } from '../casework/case-event.repository';
import { honourStandingAlert } from '../casework/standing-alert';
import { writerOf } from '../children/writer';
import { correspond } from '../correspondence/correspond';
import type { CorrespondenceInput } from '../correspondence/correspondence.input';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { londonDate, startOfLondonDay } from '../kernel/london-time';
import { insertNotifications } from '../notifications/notification.repository';
import { findPosted, saidMetSince } from './own-message.repository';

/**
 * Another authority says that it seems to have met a child whom we look for: our team is told, and the case goes on by its
 * procedure. It closes nothing and locates nobody: that takes the policy's evidence, and somebody who rings.
 * INVARIANT: it is said of a message that was posted to whoever says it, and of that alone; any other is not there. It opens
 * nothing to anybody: what a notice opens of a child rests on those that this authority sent.
 * Said again on the same day it is the same word, whatever it came by.
 */
export function reportLostPupilMet(
  context: GateContext,
  info: GraphQLResolveInfo,
  message: string,
  correspondence: CorrespondenceInput | null,
): Promise<Outcome | null> {
  const given = idOf(message, 'message');
  const { asking } = context;
  const writer = writerOf(context);
  const { organisation, home, now } = writer;
  const receivedAt = now.toISOString();
  return act(context, info, {
    once: correspond(context, correspondence, 'WORD', 'correspondence'),
    find: (tx) => findPosted(tx, given, { home, to: organisation }),
    child: ({ child }) => child,
    perform: async (tx, { id, child, endsAt }) => {
      if (endsAt !== null && endsAt <= now)
        throw conflict('message: it has ended; nobody looks for this child any more.');
      const said = await saidMetSince(tx, id, organisation, startOfLondonDay(londonDate(now)));
      if (said !== null) return { id: said, receivedAt };
      await honourStandingAlert(tx, context, child);
      await noteEvent(tx, { child, kind: 'INFORMATION_RECEIVED', about: given, writer });
      const notice = { child, type: 'FOUND_MATCH', text: null, message: id } as const;
      const [sent] = await insertNotifications(tx, notice, [home], { asking, home, now });
      if (!sent) throw new Error('a notice was not written');
      return { id: sent.publicId, receivedAt };
    },
  });
}
