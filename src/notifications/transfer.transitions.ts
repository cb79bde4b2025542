/**
 * A case that is offered, from the offer to the end. It stays with whoever offers it until the other says that its own is
 * open (TAKEN): never in nobody’s hands, and in both only from ACCEPTED to TAKEN.
 *   ACCEPTING, DECLINING  our answer is on its way to the hub that decides
 *   OVERTAKEN             that hub had decided otherwise; its notice says how
 */
export const TRANSFER_STATES = [
  'PROPOSED', 'ACCEPTED', 'TAKEN', 'DECLINED', 'WITHDRAWN', 'LAPSED', 'ENDED', 'ACCEPTING', 'DECLINING', 'OVERTAKEN',
] as const; // prettier-ignore
export type TransferState = (typeof TRANSFER_STATES)[number];

/** What the two do, and the days. END closes what was opened by it, and changes nothing about whose the case is. */
export type TransferAct = 'ACCEPT' | 'DECLINE' | 'WITHDRAW' | 'LAPSE' | 'TAKE' | 'END';
/** What the hub that decides says to an answer of ours. */
export type TransferWord = 'AGREED' | 'REFUSED';
export type TransferEvent = TransferAct | TransferWord;

type Table = Readonly<Record<string, Readonly<Partial<Record<TransferEvent, TransferState>>>>>;

/** On the hub of whoever offers, and where both share one: what comes first here is what is. */
export const DECIDED_HERE = {
  PROPOSED: { ACCEPT: 'ACCEPTED', DECLINE: 'DECLINED', WITHDRAW: 'WITHDRAWN', LAPSE: 'LAPSED' },
  ACCEPTED: { TAKE: 'TAKEN', END: 'ENDED' },
  TAKEN: { END: 'ENDED' },
  // Theirs was open before they heard of the end: then it is theirs.
  ENDED: { TAKE: 'ENDED' },
  // A late no tells why, and leaves the case where it is.
  LAPSED: { DECLINE: 'DECLINED' },
  DECLINED: {},
  WITHDRAWN: {},
} as const satisfies Table;

/** On the hub of whoever is offered a case by another hub: an answer of ours counts when that hub has said so. */
export const DECIDED_ELSEWHERE = {
  PROPOSED: { ACCEPT: 'ACCEPTING', DECLINE: 'DECLINING', WITHDRAW: 'WITHDRAWN', LAPSE: 'LAPSED' },
  // Whatever comes from there is newer than what we have: the answer to ours may come after it.
  ACCEPTING: {
    AGREED: 'ACCEPTED',
    REFUSED: 'OVERTAKEN',
    WITHDRAW: 'WITHDRAWN',
    LAPSE: 'LAPSED',
    END: 'ENDED',
  },
  DECLINING: { AGREED: 'DECLINED', REFUSED: 'OVERTAKEN', WITHDRAW: 'WITHDRAWN', LAPSE: 'DECLINING' },
  OVERTAKEN: { WITHDRAW: 'WITHDRAWN', LAPSE: 'LAPSED' },
  ACCEPTED: { TAKE: 'TAKEN', END: 'ENDED' },
  TAKEN: { END: 'ENDED' },
  LAPSED: { DECLINE: 'DECLINING' },
  DECLINED: {},
  WITHDRAWN: {},
  ENDED: {},
} as const satisfies Table;

/** What decides about an event: the state, and who has the last word. */
export interface Standing {
  readonly state: TransferState;
  readonly decidedElsewhere: boolean;
  /** The other has said that its own case is open. */
  readonly taken: boolean;
}

/** The state after an event; null: it does not change anything any more. */
export function transferAfter(
  { state, decidedElsewhere, taken }: Standing,
  event: TransferEvent,
): TransferState | null {
  if (event === 'TAKE' && taken) return null;
  const table: Table = decidedElsewhere ? DECIDED_ELSEWHERE : DECIDED_HERE;
  return table[state]?.[event] ?? null;
}

/** Whether an answer has been given before: a hub that lost ours asks once more, and is told the same. */
export function isSaidAgain({ state, taken }: Standing, act: TransferAct): boolean {
  if (act === 'ACCEPT') return state === 'ACCEPTED' || state === 'TAKEN' || state === 'ENDED';
  if (act === 'TAKE') return taken;
  return (
    (act === 'DECLINE' && state === 'DECLINED') || (act === 'WITHDRAW' && state === 'WITHDRAWN') ||
    (act === 'LAPSE' && state === 'LAPSED') || (act === 'END' && state === 'ENDED')
  ); // prettier-ignore
}

/** Why an act is refused. `on` is the day on which the offer lapsed. */
export function refusalOf(state: TransferState, on: string | null): string {
  switch (state) {
    case 'PROPOSED':
      return 'this offer has not been accepted yet.';
    case 'ACCEPTED':
      return 'this offer has been accepted already; the transfer is ended by its own id.';
    case 'TAKEN':
      return 'the case has been taken over already; the transfer is ended by its own id.';
    case 'DECLINED':
      return 'this offer has been declined; the other authority may make a new one.';
    case 'WITHDRAWN':
      return 'this offer has been withdrawn by whoever made it.';
    case 'LAPSED':
      return `this offer lapsed${on === null ? '' : ` on ${on}`}; ask for a new proposal.`;
    case 'ENDED':
      return 'this transfer has ended.';
    case 'ACCEPTING':
    case 'DECLINING':
      return 'your answer is on its way to the hub of the other authority, which decides.';
    case 'OVERTAKEN':
      return 'the other authority had decided before your answer came; its notice says how.';
  }
}
