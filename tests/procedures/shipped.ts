import { readCatalogues } from '../../src/agreements/catalogue-files';
import { referenceWords } from '../../src/agreements/directory-words';
import type { LocalDate } from '../../src/kernel/local-date';
import { startOfLondonDay } from '../../src/kernel/london-time';
import { readCalendars } from '../../src/procedures/calendar-files';
import { readProcedures, readProcedureWords } from '../../src/procedures/procedure-files';
import type { Row } from '../../src/procedures/procedure';
import { rowsInForce } from '../../src/procedures/rows-in-force';

export const day = (text: string): LocalDate => text as LocalDate;

/** A day's noon in London is as good as any hour of it; an instant is itself. */
export const instant = (text: string): Date =>
  text.includes('T') ? new Date(text) : new Date(startOfLondonDay(day(text)).getTime() + 12 * 3_600_000);

export const ROLES: ReadonlySet<string> = new Set(readCatalogues().catalogues.roles.keys());
export const AUTHORITIES = referenceWords('la/931').organisations;
export const WORDS = readProcedureWords(ROLES);
export const BOOK = readProcedures(ROLES, AUTHORITIES);
export const CALENDARS = readCalendars();

export function rowOf(authority: string, id: string, on = '2027-01-01'): Row {
  const row = rowsInForce(BOOK, authority, day(on)).find((one) => one.row === id);
  if (row === undefined) throw new Error(`${authority} has no row ${id}.`);
  return row;
}
