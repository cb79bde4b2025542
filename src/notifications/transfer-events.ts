import { noteEvent } from '../casework/case-event.repository';
import { entryOf } from '../casework/case.repository';
import type { Writer } from '../children/child-reference';
import type { Sql } from '../gate/ports';
import type { TransferRow } from './transfer.repository';
import type { TransferAct } from './transfer.transitions';

/** Events of `procedure-words.yaml`: of an offer that the authority makes, and of one that is made to it. */
const OF_OURS: Readonly<Partial<Record<TransferAct | 'PROPOSE', string>>> = {
  PROPOSE: 'TRANSFER_PROPOSED',
  ACCEPT: 'TRANSFER_ACCEPTED',
  DECLINE: 'TRANSFER_DECLINED',
  WITHDRAW: 'TRANSFER_WITHDRAWN',
  LAPSE: 'TRANSFER_LAPSED',
  TAKE: 'TRANSFER_TAKEN',
};
const OF_THEIRS: Readonly<Partial<Record<TransferAct | 'PROPOSE', string>>> = {
  PROPOSE: 'TRANSFER_OFFERED',
  ACCEPT: 'TRANSFER_ANSWERED',
  DECLINE: 'TRANSFER_ANSWERED',
  WITHDRAW: 'TRANSFER_OFFER_ENDED',
  LAPSE: 'TRANSFER_OFFER_ENDED',
  END: 'TRANSFER_OFFER_ENDED',
};

type Offered = Pick<TransferRow, 'childId' | 'offer' | 'from'>;

/** Puts what happened to an offer where the steps of the authority’s own case begin and end with it. */
export async function noteTransfer(
  tx: Sql,
  { childId, offer, from }: Offered,
  act: TransferAct | 'PROPOSE',
  writer: Writer,
): Promise<void> {
  const ours = from === writer.home;
  const kind = (ours ? OF_OURS : OF_THEIRS)[act];
  // One offer of ours stands at a time; of theirs there may be several side by side.
  if (kind !== undefined) await note(tx, childId, kind, ours ? null : offer, writer);
}

/** The other authority knows that we take the case, and none is open here yet. */
export const noteToOpen = (tx: Sql, { childId, offer }: Offered, writer: Writer): Promise<void> =>
  note(tx, childId, 'TRANSFER_AGREED', offer, writer);

async function note(
  tx: Sql,
  child: string,
  kind: string,
  about: string | null,
  writer: Writer,
): Promise<void> {
  await noteEvent(tx, { child, caseId: await entryOf(tx, child), kind, about, writer });
}
