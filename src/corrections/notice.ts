import type { LedgerRecipient } from '../ledger/recipients.repository';
import type { Telling } from './correction';

/** Ids of disclosures that a notice names. */
export const MOST_NAMED = 20;

/**
 * What a recipient is told: which fact was wrong, and where it was told it. INVARIANT: neither the wrong nor the right
 * value, so that the notice tells nobody more than its own agreement does.
 */
export function noticeText({ cells, disclosures }: LedgerRecipient, tellings: readonly Telling[]): string {
  const words = new Set(tellings.filter(({ cell }) => cells.includes(cell)).map((telling) => telling.words));
  const named = disclosures.slice(0, MOST_NAMED).join(', ');
  const more = disclosures.length > MOST_NAMED ? ` and ${disclosures.length - MOST_NAMED} more` : '';
  return (
    `What we held of a child was wrong and has been put right: ${[...words].join('; ')}. ` +
    `It is among the items that you were told in these disclosures: ${named}${more}. ` +
    'Read the record again for what your agreement opens to you now, and tell those to whom you passed it on.'
  );
}
