import type { ProcedureBook } from './check-procedures';
import { checkListOf, closingsOf } from './closing';

/** One line of an authority's list of checks, for statements that show it beside what has come of it. */
export interface CheckLine {
  readonly authority: string;
  /** From 1. */
  readonly position: number;
  readonly check: string;
  readonly words: string;
  readonly needs: string | null;
  readonly restricted: boolean;
}

/** The list that every authority's policy asks for before a child is given up as not found; of one that asks for none, none. */
export const checkLines = (book: ProcedureBook): readonly CheckLine[] =>
  [...book.authorities.keys()].sort().flatMap((authority) => {
    const list = closingsOf(book, authority, 'CHECKS_MADE_NOT_FOUND')
      .map((closing) => checkListOf(book, authority, closing))
      .find((found) => found !== null);
    return (list?.entries ?? []).map(({ check, needs, restricted }, i) => ({
      authority,
      position: i + 1,
      check,
      words: book.words.checks.get(check) ?? check,
      needs,
      restricted,
    }));
  });
