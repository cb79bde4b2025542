import type { GateContext } from '../gate/context';
import { badInput } from '../kernel/errors';
import { addDays, addYears, type LocalDate, parseLocalDate } from '../kernel/local-date';
import { londonDate } from '../kernel/london-time';
import { MissingCalendarProblem } from '../procedures/calendar';
import { clockInWords } from '../procedures/clock';
import { cited, type Row } from '../procedures/procedure';
import type { ProcedureWords } from '../procedures/procedure-words';
import { dutiesBetween } from '../procedures/regular-duties';
import { isRegular, rowsInForce } from '../procedures/rows-in-force';
import type { RegularDuty } from './duty.type';

const DAYS_AHEAD = 31;

/** Regular duties of the home authority that fall due from one day to another, in order of days; those of no child. */
export function regularDuties({ ports }: GateContext, from: string | null, to: string | null): RegularDuty[] {
  const first = from === null ? londonDate(ports.clock.now()) : dayOf(from, 'from');
  const last = to === null ? addDays(first, DAYS_AHEAD) : dayOf(to, 'to');
  if (last < first) throw badInput('to', 'lies before `from`.');
  if (last > addYears(first, 1)) throw badInput('to', 'is more than a year after `from`.');
  const { book, calendars } = ports.rules;
  const calendar = calendars.of(ports.home);
  return rowsInForce(book, ports.home, first)
    .filter(isRegular)
    .flatMap((row) => {
      try {
        return dutiesBetween([row], first, last, calendar).map(({ on }) => dutyOf(row, on, null, book.words));
      } catch (error) {
        // Said, never guessed: the duty stands without a day.
        if (error instanceof MissingCalendarProblem) return [dutyOf(row, null, error.message, book.words)];
        throw error;
      }
    })
    .sort((a, b) => compare(a.dueOn ?? '', b.dueOn ?? ''));
}

function dutyOf(row: Row, on: LocalDate | null, missing: string | null, words: ProcedureWords): RegularDuty {
  const party = (name: string): string => words.parties.get(name)?.words ?? name;
  return {
    row: row.row,
    source: cited(row.source),
    because: row.when,
    step: row.step,
    ...(row.clock === null
      ? {}
      : { clock: clockInWords(row.clock), ourReading: row.clock.reading === 'ours' }),
    ...(on === null ? {} : { dueOn: on }),
    who: row.who.map(party),
    tells: row.tells.map(party),
    ...(missing === null ? {} : { missing }),
  };
}

function dayOf(given: string, field: string): LocalDate {
  const day = parseLocalDate(given);
  if (!day.ok) throw badInput(field, day.problem);
  return day.value;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
