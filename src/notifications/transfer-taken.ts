import type { Writer } from '../children/child-reference';
import type { Sql } from '../gate/ports';
import { insertNotifications } from './notification.repository';
import { holdToBeTaken, replyTo, saveStanding, teamOf, type TransferRow } from './transfer.repository';
import { transferAfter } from './transfer.transitions';

/**
 * A case was opened here about a child whose case another authority hands over to us: it is told, and closes its own.
 * INVARIANT: an authority says that it has taken a case only with an entry of its own on the register, in one transaction.
 */
export async function announceTaken(tx: Sql, child: string, writer: Writer): Promise<void> {
  for (const held of await holdToBeTaken(tx, child, writer.home)) await takeHere(tx, held, writer);
}

async function takeHere(tx: Sql, held: TransferRow, { home, now }: Writer): Promise<void> {
  const state = transferAfter(held, 'TAKE');
  if (state === null) return;
  await saveStanding(tx, held.id, { state, now, taken: true });
  const accepted = await replyTo(tx, held.notification, 'TRANSFER_ACCEPTED');
  const unit = accepted?.unit ?? (await teamOf(tx, home));
  const { purpose, reference } = accepted ?? held;
  await insertNotifications(
    tx,
    { child: held.childId, type: 'TRANSFER_TAKEN', text: null, inReplyTo: held.notification },
    [held.from],
    { asking: { organisation: home, unit, purpose, reference }, home, now },
  );
}
