import type { Writer } from '../children/child-reference';
import type { GatePorts, Sql } from '../gate/ports';
import type { Sender } from '../notifications/notification.repository';
import { insertEvidence } from './case-file.repository';
import { openEntryOf } from './case.repository';
import { proposedClosing } from './closing.repository';
import { endEntry, endOf, obstaclesOf } from './closing.service';

const OUTCOME = 'MOVED_AND_CONFIRMED';
const PROOF = 'AUTHORITY_CONFIRMED';

/** By whose word a case is theirs now, and in whose name whoever holds a flag is told. */
export interface Handover {
  readonly to: string;
  readonly transfer: string;
  readonly writer: Writer;
  readonly tells: Sender;
}

/**
 * Another authority has opened its own case: that is the proof that the policies ask for. Where by the authority's policy
 * nothing else is lacking, the case is closed; where people have to sign, checks are open or another end is proposed, it
 * stays on the work list with the proof in its file. INVARIANT: never closed because another authority was informed.
 */
export async function closeTransferred(
  tx: Sql,
  ports: Pick<GatePorts, 'rules' | 'clock' | 'home'>,
  child: string,
  { to, transfer, writer, tells }: Handover,
): Promise<void> {
  const entry = await openEntryOf(tx, child, writer.home);
  if (entry === null) return;
  const words = `${to} has said that its own case is open (transfer ${transfer}).`;
  await insertEvidence(tx, entry.id, PROOF, words, writer);
  if ((await proposedClosing(tx, entry.id)) !== null) return;
  const [way] = await obstaclesOf(tx, { ports }, entry, OUTCOME, null);
  if (way === undefined || way.obstacles.length > 0 || way.closing.signedBy.length > 0) return;
  if (!way.closing.evidence.includes(PROOF)) return;
  const state = endOf(entry.state, way.closing);
  if (state === null) return;
  await endEntry(tx, entry, { to: state, outcome: OUTCOME }, writer, { now: writer.now, tells });
}
