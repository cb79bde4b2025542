import type { GraphQLResolveInfo } from 'graphql';
import { idOf } from '../kernel/given-id';
import { noteEvent } from '../casework/case-event.repository';
import { findReferenced } from '../children/child-reference';
import { endCircumstance, insertCircumstance, readCircumstance } from '../children/circumstance.repository';
import { writerOf } from '../children/writer';
import { needsCare, unsafe } from './safe-enquiry';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { conflict } from '../kernel/errors';
import { newRowId } from '../kernel/id';
import type { BroadcastLostPupilInput } from './notification.input';
import { insertNotifications, otherAuthorities } from './notification.repository';

type Done = Promise<Outcome | null>;

const MESSAGE = 'LOST_PUPIL_MESSAGE';

/**
 * Tells every authority that a child is lost. The agreements refuse it for a child whose location is protected; here it is
 * refused for one whom the family itself may harm, too. Null when the reference fits no one child.
 */
export function broadcastLostPupil(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: BroadcastLostPupilInput,
): Done {
  const writer = writerOf(context);
  const { asking } = context;
  return act<string>(context, info, {
    find: (tx) => findReferenced(tx, input.child, writer.today, 'input.child'),
    child: (child) => child,
    perform: async (tx, child) => {
      if (await needsCare(tx, context.ports, child, writer.now))
        throw unsafe(context, 'BROADCAST_LOST_PUPIL', child);
      if (await stands(tx, child, writer.now))
        throw conflict('input.child: a lost-pupil message about this child stands already.');
      const message = newRowId();
      const publicId = await insertCircumstance(tx, {
        id: message,
        child,
        kind: MESSAGE,
        organisation: asking.organisation,
        unit: asking.unit,
        detail: null,
        reference: asking.reference,
        // Not a standing of its own: the controller opens the child's name to others.
        confirmedBy: asking.unit,
        writer,
      });
      const from = { asking, home: writer.home, now: writer.now };
      await noteEvent(tx, { child, kind: 'BROADCAST_POSTED', writer });
      await insertNotifications(
        tx,
        { child, type: 'LOST_PUPIL', text: null, message },
        await otherAuthorities(tx, writer.home),
        from,
      );
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
  });
}

/** Ends the message: from now on it opens nothing, and whoever was told is told so by the database (migration 26000). */
export function withdrawBroadcast(context: GateContext, info: GraphQLResolveInfo, id: string): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: async (tx) => {
      const row = await readCircumstance(tx, publicId, MESSAGE);
      return row?.organisationId === context.asking.organisation ? row : null;
    },
    child: ({ childId }) => childId,
    perform: async (tx, row) => {
      if (row.endsAt !== null) throw conflict('id: this message has been withdrawn already.');
      await endCircumstance(tx, row.id, context.asking.subject, writer.now);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
  });
}

/** The child is locked, so that of two messages at once the second sees the first. */
async function stands(tx: Sql, child: string, now: Date): Promise<boolean> {
  await tx.query(`select 1 from child where id = $1 for update`, [child]);
  const rows = await tx.query(
    `select 1 from circumstance where child_id = $1 and kind = $2 and (ends_at is null or ends_at > $3) limit 1`,
    [child, MESSAGE, now],
  );
  return rows.length > 0;
}
