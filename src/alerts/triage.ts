import { badInput, conflict } from '../kernel/errors';
import { compulsorySchoolAgeBegins, compulsorySchoolAgeEnds } from '../kernel/compulsory-school-age';
import type { LocalDate } from '../kernel/local-date';
import { nearWord } from '../kernel/near-word';
import type { ProcedureBook } from '../procedures/check-procedures';
import type { Row } from '../procedures/procedure';
import { routesOf, rowsInForce } from '../procedures/rows-in-force';

/**
 * Findings by which nobody is missing education whatever a policy says: on a roll, educated suitably otherwise, or not
 * of compulsory school age (Education Act 1996 s436A(2)).
 */
const NOT_CME_BY_LAW: ReadonlySet<string> = new Set([
  'FOUND_ON_ROLL_NOT_ATTENDING',
  'FOUND_HOME_EDUCATED',
  'FOUND_OVER_AGE',
  'FOUND_UNDER_AGE',
]);

export interface Triage {
  /** Rows by which the child is routed; none: the policy names no route, and the officer says to whom. */
  readonly routes: readonly Row[];
  readonly notCme: boolean;
}

/** What a finding means under an authority's procedure. Throws BAD_USER_INPUT with the near word for one that is none. */
export function triageOf(
  book: ProcedureBook,
  authority: string,
  finding: string,
  today: LocalDate,
  field: string,
): Triage {
  const { events } = book.words;
  if (!events.has(finding)) {
    const near = nearWord(finding, events.keys());
    throw badInput(
      field,
      `is no word of the procedures${near === null ? '' : `; did you mean \`${near}\`?`}`,
    );
  }
  const routes = routesOf(rowsInForce(book, authority, today), finding);
  return { routes, notCme: routes.length > 0 || NOT_CME_BY_LAW.has(finding) };
}

/** Parties that the routes ask or tell. */
export const partiesOf = (routes: readonly Row[]): ReadonlySet<string> =>
  new Set(routes.flatMap(({ asks, tells, who }) => [...asks, ...tells, ...who]));

/**
 * Holds a decision against the age on the day (Education Act 1996 s8). Throws CONFLICT: who is too old or too young is not
 * taken in as missing education, and who is of age is not turned away as too old. Unknown birth: nothing is known.
 */
export function checkAge(
  born: LocalDate | null,
  today: LocalDate,
  finding: string | null,
  accepted: boolean,
): void {
  if (born === null) return;
  const over = today > compulsorySchoolAgeEnds(born);
  const under = today < compulsorySchoolAgeBegins(born);
  if (accepted && over)
    throw conflict(
      'input.decision: over compulsory school age; decide NOT_CME with the finding FOUND_OVER_AGE.',
    );
  if (accepted && under)
    throw conflict(
      'input.decision: not yet of compulsory school age; decide NOT_CME with the finding FOUND_UNDER_AGE.',
    );
  if (finding === 'FOUND_OVER_AGE' && !over)
    throw conflict('input.finding: by its date of birth the child is not over compulsory school age.');
  if (finding === 'FOUND_UNDER_AGE' && !under)
    throw conflict('input.finding: by its date of birth the child is of compulsory school age, or was.');
}
