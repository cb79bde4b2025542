import type { LocalDate } from '../kernel/local-date';
import type { ProcedureBook } from './check-procedures';
import type { Procedure, Row } from './procedure';

/** The procedure that an authority follows; one without a file of its own follows the statute. */
export const procedureOf = (book: ProcedureBook, authority: string): Procedure =>
  book.authorities.get(authority) ?? book.statute;

/**
 * What holds for an authority on a day: its own rows, and those of the statute that it does not refine. Rows that
 * are not in force are left out; a row not yet in force leaves what it refines in its place.
 */
export function rowsInForce(book: ProcedureBook, authority: string, on: LocalDate): readonly Row[] {
  const procedure = procedureOf(book, authority);
  const own = procedure.rows.filter((row) => inForce(row, on));
  if (procedure === book.statute) return own;
  const refined = new Set(own.map(({ refines }) => refines));
  return [...own, ...book.statute.rows.filter((row) => !refined.has(row.row) && inForce(row, on))];
}

const inForce = ({ inForceFrom }: Row, on: LocalDate): boolean =>
  inForceFrom === 'always' || (inForceFrom !== null && inForceFrom <= on);

/** Whether a row is a duty of the authority that recurs for no case. */
export const isRegular = (row: Row): boolean => row.on.length === 0 && row.after.length === 0;

/** The rows by which a finding of triage is recognised as not missing education, and routed. */
export const routesOf = (rows: readonly Row[], finding: string): readonly Row[] =>
  rows.filter((row) => row.notCme && row.on.includes(finding));
