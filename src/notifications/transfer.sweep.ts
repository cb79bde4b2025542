import { hubWriter } from '../children/writer';
import type { GatePorts, Sql } from '../gate/ports';
import type { CaseRules } from '../procedures/case-rules';
import type { Due } from '../procedures/due';
import { dueOfEvent } from '../procedures/event-clock';
import { insertNotifications } from './notification.repository';
import { noteTransfer } from './transfer-events';
import {
  holdWaiting,
  saveDue,
  saveStanding,
  teamOf,
  waitingOffers,
  type TransferRow,
} from './transfer.repository';
import { transferAfter } from './transfer.transitions';

export type LapsePorts = Pick<GatePorts, 'database' | 'transaction' | 'rules' | 'clock' | 'home'>;

/** By when an offer is to be answered, by the procedure of whoever makes it; null: nobody knows the days. */
export const offerDue = (rules: CaseRules, from: string, at: Date): Due | null =>
  dueOfEvent(rules, { authority: from, begins: 'TRANSFER_PROPOSED', ends: 'TRANSFER_ACCEPTED', at });

/**
 * Ends every offer that this hub decides and that nobody has answered in its time, each in a transaction of its own; both
 * sides are told. Says how many. Run again at the same instant, it does nothing.
 */
export async function lapseTransfers(ports: LapsePorts): Promise<number> {
  let lapsed = 0;
  for (const id of await waitingOffers(ports.database, ports.clock.now()))
    if (await ports.transaction((tx) => lapse(tx, ports, id))) lapsed += 1;
  return lapsed;
}

async function lapse(tx: Sql, ports: LapsePorts, id: string): Promise<boolean> {
  const now = ports.clock.now();
  const offer = await holdWaiting(tx, id);
  if (offer === null) return false;
  const due = offer.overdueFrom ?? (await counted(tx, ports.rules, offer));
  const state = due !== null && due <= now ? transferAfter(offer, 'LAPSE') : null;
  if (state === null) return false;
  await saveStanding(tx, id, { state, now });
  const { home } = ports;
  await noteTransfer(tx, offer, 'LAPSE', hubWriter(home, now));
  await tellBoth(tx, home, offer, now);
  return true;
}

/** Offers from before there were days to count, or from when a calendar was missing. */
async function counted(
  tx: Sql,
  rules: CaseRules,
  { id, from, proposedAt }: TransferRow,
): Promise<Date | null> {
  const due = offerDue(rules, from, proposedAt);
  if (due !== null) await saveDue(tx, id, due);
  return due?.overdueFrom ?? null;
}

/** The authority that runs the hub has it on its work list; whoever else is a party is written to. */
async function tellBoth(tx: Sql, home: string, offer: TransferRow, now: Date): Promise<void> {
  const unit = offer.from === home ? offer.fromUnit : await teamOf(tx, home);
  const { childId, notification, purpose, reference } = offer;
  await insertNotifications(
    tx,
    { child: childId, type: 'TRANSFER_LAPSED', text: null, inReplyTo: notification },
    [offer.from, offer.to].filter((party) => party !== home),
    { asking: { organisation: home, unit, purpose, reference }, home, now },
  );
}
