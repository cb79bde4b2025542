import { londonDate } from '../kernel/london-time';
import { MissingCalendarProblem } from './calendar';
import type { CaseRules } from './case-rules';
import { dueAt, type Due } from './due';
import type { Row } from './procedure';
import { rowsInForce } from './rows-in-force';

/** Something that waits, as the procedure knows it: by the event that begins its clock, and one that ends it. */
export interface WaitsFor {
  readonly authority: string;
  readonly begins: string;
  readonly ends: string;
  readonly at: Date;
}

/** The row by whose clock it is due; null where neither the authority's policy nor the law has one. */
export const clockRow = ({ book }: CaseRules, { authority, begins, ends, at }: WaitsFor): Row | null =>
  rowsInForce(book, authority, londonDate(at)).find(
    (row) => row.clock !== null && row.on.includes(begins) && row.ends.includes(ends),
  ) ?? null;

/** When it is due by the procedure; null: no row has a clock for it, or the calendar does not know the days. */
export function dueOfEvent(rules: CaseRules, waits: WaitsFor): Due | null {
  const clock = clockRow(rules, waits)?.clock ?? null;
  if (clock === null) return null;
  try {
    return dueAt(clock, waits.at, rules.calendars.of(waits.authority));
  } catch (error) {
    if (error instanceof MissingCalendarProblem) return null;
    throw error;
  }
}
