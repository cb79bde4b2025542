import { enterOnRegister } from '../casework/opening.service';
import { hasOpenEntry } from '../casework/case.repository';
import { hubWriter } from '../children/writer';
import type { GatePorts, Sql } from '../gate/ports';
import { HubError } from '../kernel/errors';
import { parseLocalDate } from '../kernel/local-date';
import { knowAccepted, openTransfer, takeOrOpen } from './transfer-accepted';
import { holdAnswered, replyTo, saveStanding, type TransferRow } from './transfer.repository';
import { transferAfter, type TransferWord } from './transfer.transitions';

/** What another authority's hub said to a letter of ours (`PeerAnswered` of the outbox). */
export interface LetterAnswered {
  readonly kind: string;
  /** The letter's id outside. */
  readonly about: string;
  readonly type: string | null;
  readonly outcome: 'TAKEN' | 'REFUSED';
  readonly code: string | null;
}

export type SettlePorts = Pick<GatePorts, 'rules' | 'clock' | 'home'>;

/**
 * The hub that decides has answered our yes or no, in the transaction that settles its delivery. A yes that counts opens
 * the case here and says so; one that came too late changes nothing there, and its notice says how it ended. Anything else
 * that it refuses is for a person to look at: until then our answer is on its way. Told twice, the second changes nothing.
 */
export async function settleTransferOutcome(
  tx: Sql,
  answered: LetterAnswered,
  ports: SettlePorts,
): Promise<void> {
  const { kind, type, about } = answered;
  if (kind !== 'NOTIFICATION' || (type !== 'TRANSFER_ACCEPTED' && type !== 'TRANSFER_DECLINED')) return;
  const word = wordOf(answered);
  const offer = word === null ? null : await holdAnswered(tx, about);
  if (word === null || !offer?.decidedElsewhere || !isToldOf(offer, type)) return;
  const state = transferAfter(offer, word);
  if (state === null) return;
  await saveStanding(tx, offer.id, { state, now: ports.clock.now() });
  if (state === 'ACCEPTED') await takeOver(tx, offer, ports);
}

const wordOf = ({ outcome, code }: LetterAnswered): TransferWord | null =>
  outcome === 'TAKEN' ? 'AGREED' : code === 'CONFLICT' ? 'REFUSED' : null;

/** The answer to an earlier letter is no answer to the one that is on its way. */
const isToldOf = ({ state }: TransferRow, type: 'TRANSFER_ACCEPTED' | 'TRANSFER_DECLINED'): boolean =>
  state === (type === 'TRANSFER_ACCEPTED' ? 'ACCEPTING' : 'DECLINING');

async function takeOver(tx: Sql, offer: TransferRow, { rules, clock, home }: SettlePorts): Promise<void> {
  const accepted = await replyTo(tx, offer.notification, 'TRANSFER_ACCEPTED');
  if (accepted === null) throw new Error('an answer to a letter that was not written');
  const { unit, reference } = accepted;
  const writer = { ...hubWriter(home, clock.now()), user: offer.answeredBy ?? 'the hub' };
  await openTransfer(tx, offer, { organisation: home, unit, reference }, writer);
  await knowAccepted(tx, offer.childId, unit, writer.now);
  if (await hasOpenEntry(tx, offer.childId)) return takeOrOpen(tx, offer, writer);
  const today = parseLocalDate(writer.today);
  if (!today.ok) throw new RangeError(today.problem);
  try {
    // Nobody here has looked at it yet: it is looked at today.
    const opening = {
      classification: 'IDENTIFIED_NOT_LOCATED',
      rag: 'AMBER',
      reviewOn: today.value,
    } as const;
    await enterOnRegister(tx, offer.childId, opening, {
      writer,
      rules,
      confirmed: () => Promise.resolve(unit),
    });
  } catch (error) {
    // Somebody of whom too little is held, or who is not of school age: for a person to see to.
    if (!(error instanceof HubError) || error.code !== 'CONFLICT') throw error;
    await takeOrOpen(tx, offer, writer);
  }
}
