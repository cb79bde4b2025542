import { HubError, badInput } from '../kernel/errors';
import { nearWord } from '../kernel/near-word';
import { written } from '../kernel/written';
import type { CaseRules } from '../procedures/case-rules';
import type { EnquiryKind } from './recipients';

/** Which check an enquiry is, and what it takes. */
export interface CheckKind {
  readonly check: string;
  /** The mark without which it may not be made. */
  readonly needs: string | null;
  /** Answered as found or not found alone. */
  readonly restricted: boolean;
}

/**
 * The check that a word means. A check that needs a mark under any procedure needs it under every one: what the law bars
 * is not barred by the authority's own list. Throws BAD_USER_INPUT with the near word.
 */
export function checkKindOf(
  { book }: CaseRules,
  given: string | null | undefined,
  field: string,
): CheckKind | null {
  const check = written(given, field, 64);
  if (check === null) return null;
  if (!book.words.checks.has(check)) {
    const near = nearWord(check, book.words.checks.keys());
    throw badInput(
      field,
      `is not one of the checks${near === null ? '; write a word in capitals, as in CHILD_HEALTH.' : `; did you mean \`${near}\`?`}`,
    );
  }
  const entries = [...book.authorities.values(), book.statute]
    .flatMap(({ checks }) => checks)
    .flatMap((list) => list.entries)
    .filter((entry) => entry.check === check);
  return {
    check,
    needs: entries.find(({ needs }) => needs !== null)?.needs ?? null,
    restricted: entries.some(({ restricted }) => restricted),
  };
}

/** Throws NOT_PERMITTED for a check that is sent in a way, or about a child, that it may not be. */
export function refuseUnmet(kind: CheckKind | null, way: EnquiryKind, marks: ReadonlySet<string>): void {
  if (kind === null || kind.needs === null) return;
  if (way === 'conditional' && marks.has(kind.needs)) return;
  throw new HubError(
    'NOT_PERMITTED',
    way === 'ordinary'
      ? 'This check may be made for child protection alone, by the manager: use `sendConditionalEnquiry`.'
      : 'This check may be made for child protection alone.',
    { action: way === 'ordinary' ? 'SEND_ENQUIRY' : 'SEND_CONDITIONAL_ENQUIRY', field: 'input.checkKind' },
  );
}
