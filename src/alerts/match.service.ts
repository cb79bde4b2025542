import type { GraphQLResolveInfo } from 'graphql';
import { findKnownChild, isNamed, makeKnown, mergeSubject } from '../children/subject.repository';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { conflict } from '../kernel/errors';
import { findReceivedAlert } from './alert.repository';
import { takeAlertsIntoCase } from '../casework/alerts-of-case';
import { childState } from '../casework/case.repository';
import { idOf } from '../kernel/given-id';
import { isTeam } from './team';

interface Match {
  readonly subject: string;
  /** The child that it is; null when it is a child of its own, whom the hub did not know. */
  readonly target: string | null;
}

/** The team decides which child an alert is about: one that the hub knows, or one that it did not know until now. */
export function matchSubject(
  context: GateContext,
  info: GraphQLResolveInfo,
  alertId: string,
  childId: string | null,
): Promise<Outcome | null> {
  const alert = idOf(alertId, 'alertId');
  const child = childId === null ? null : idOf(childId, 'childId');
  const writer = writerOf(context);
  return act<Match>(context, info, {
    find: async (tx) => {
      const row = isTeam(context.asking) ? await findReceivedAlert(tx, alert, context.asking) : null;
      if (row === null) return null;
      if (child === null) return { subject: row.childId, target: null };
      const target = await findKnownChild(tx, child);
      return target === null ? null : { subject: row.childId, target };
    },
    child: ({ subject, target }) => target ?? subject,
    perform: async (tx, { subject, target }) => {
      if ((await childState(tx, subject)) !== 'unresolved') {
        throw conflict('alertId: which child this alert is about has been decided already.');
      }
      if (target !== null) {
        await mergeSubject(tx, subject, target);
        await takeAlertsIntoCase(tx, target, writer);
      } else if (await isNamed(tx, subject)) await makeKnown(tx, subject, context.asking.unit, writer.now);
      else
        throw conflict(
          'childId: too little is held of this child for a record of its own: give the id of a known one.',
        );
      return { id: alert, receivedAt: writer.now.toISOString() };
    },
    about: ({ subject, target }) => ({ subject, into: target ?? 'a child of its own' }),
  });
}
