import { childState, hasOpenEntry } from '../casework/case.repository';
import type { Writer } from '../children/child-reference';
import { isNamed, makeKnown } from '../children/subject.repository';
import { insertCircumstance } from '../children/circumstance.repository';
import type { Sql } from '../gate/ports';
import { newRowId } from '../kernel/id';
import { noteToOpen } from './transfer-events';
import { announceTaken } from './transfer-taken';
import { saveOpened, type TransferRow } from './transfer.repository';

/** Who takes a case over, on which of its own business. */
export interface Taker {
  readonly organisation: string;
  readonly unit: string;
  readonly reference: string;
}

/**
 * Opens to whoever has accepted a case what is agreed for that (TRANSFER_TO_US). It goes by the id of the transfer; returns
 * its row. INVARIANT: it takes two: the authority on whose hub this is either offered the case or takes it.
 */
export async function openTransfer(tx: Sql, offer: TransferRow, by: Taker, writer: Writer): Promise<string> {
  const id = newRowId();
  await insertCircumstance(tx, {
    ...{ id, publicId: offer.publicId, child: offer.childId, kind: 'TRANSFER' },
    ...{ organisation: by.organisation, unit: by.unit, reference: by.reference },
    ...{ detail: offer.from, confirmedBy: offer.fromUnit, writer },
  });
  await saveOpened(tx, offer, id);
  return id;
}

/**
 * Whose case we have accepted, and whom nobody has matched, is a child of its own from now on: who it is stands on the word
 * of the unit that accepted. Of whom too little is held, a person has to say who it is.
 */
export async function knowAccepted(tx: Sql, child: string, unit: string, now: Date): Promise<void> {
  if ((await childState(tx, child)) === 'unresolved' && (await isNamed(tx, child)))
    await makeKnown(tx, child, unit, now);
}

/** A case that we have accepted: where one of ours is open already, it is theirs no more; else it is to be opened. */
export async function takeOrOpen(tx: Sql, offer: TransferRow, writer: Writer): Promise<void> {
  if (await hasOpenEntry(tx, offer.childId)) await announceTaken(tx, offer.childId, writer);
  else await noteToOpen(tx, offer, writer);
}
