import type { CalendarBook } from './calendar-files';
import { readCalendars } from './calendar-files';
import type { ProcedureBook } from './check-procedures';
import { readProcedures } from './procedure-files';

/** By what a hub works its cases: procedures, and the calendars that their clocks count by. */
export interface CaseRules {
  readonly book: ProcedureBook;
  readonly calendars: CalendarBook;
}

/** Those that come with the hub. Throws one error that lists every problem of the files. */
export const readCaseRules = (roles: ReadonlySet<string>, authorities: ReadonlySet<string>): CaseRules => ({
  book: readProcedures(roles, authorities),
  calendars: readCalendars(),
});
