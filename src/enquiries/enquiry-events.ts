import type { EnquiryOutcome } from './enquiry.enums';

/** Who answered, of what kind of check, and what. */
export interface Heard {
  readonly outcome: EnquiryOutcome;
  readonly checkKind: string | null;
  /** Another authority was asked where its child, or ours, is. */
  readonly byAuthority: boolean;
  /** Asked of the authority by another one. */
  readonly inbound: boolean;
}

/** An event of `procedure-words.yaml`; `own`: it ends the clock of the one who was asked alone. */
export interface EventOfAnswer {
  readonly kind: string;
  readonly own: boolean;
}

/** What an answer means for the steps of the case. A check that could not be made tells nothing about the child. */
export function eventsOfAnswer({
  outcome,
  checkKind,
  byAuthority,
  inbound,
}: Heard): readonly EventOfAnswer[] {
  if (inbound) return [{ kind: 'SENDER_ANSWERED', own: true }];
  const events: EventOfAnswer[] = [{ kind: 'ENQUIRY_ANSWERED', own: true }];
  const looked = outcome !== 'CANNOT_SEARCH';
  if (checkKind === 'CHILD_BENEFIT' && looked) events.push({ kind: 'BENEFIT_TRACE_ANSWERED', own: false });
  if (byAuthority) {
    if (outcome === 'KNOWN') events.push({ kind: 'OTHER_AUTHORITY_CONFIRMED', own: false });
    else if (outcome !== 'KNOWN_BUT_WITHHELD')
      events.push({ kind: 'OTHER_AUTHORITY_CANNOT_LOCATE', own: false });
  } else if (outcome === 'KNOWN') events.push({ kind: 'INFORMATION_RECEIVED', own: false });
  return events;
}
