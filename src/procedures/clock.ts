/** What an authority's paragraph counts in. `hour` elapses; days are days of Europe/London. */
export const UNITS = [
  'hour', 'calendarDay', 'workingDay', 'schoolDay', 'week', 'month', 'year', 'halfTerm', 'term', 'academicYear',
] as const; // prettier-ignore
export type Unit = (typeof UNITS)[number];

/** Units in which a day can be the N-th. */
export const DAY_UNITS = ['calendarDay', 'workingDay', 'schoolDay'] as const satisfies readonly Unit[];
export type DayUnit = (typeof DAY_UNITS)[number];

/** Units that a term calendar alone can tell. */
export const TERM_UNITS = ['halfTerm', 'term', 'academicYear'] as const satisfies readonly Unit[];
export type TermUnit = (typeof TERM_UNITS)[number];

/** What every clock remembers of the paragraph that it was read from. */
export interface Reading {
  /** The policy's own words where the clock is a reading of them: "20 days", "regular intervals". */
  readonly words: string | null;
  /** Whose reading it is: `ours` is to be confirmed by the authority before the file is called theirs. */
  readonly reading: 'policy' | 'ours';
}

/**
 * How long a step has, as data.
 *   day      the N-th day that counts, the day of the trigger being the first if it counts ("day 4 of absence")
 *   within   by the end of the N-th day that counts after the day of the trigger; of hours, weeks, months: so long after
 *   after    not before N whole days that count have passed, the day of the trigger being the first (`same`) or not (`next`)
 *   before   N days that count before the day of the trigger, which is then a meeting to come
 *   every    again and again, so long after the trigger and after each time it was done; never due in the months `notIn`
 *   next     on the first day in session of the next half-term, term or academic year
 *   on       on the next such day of the year
 *   age      when the child's compulsory school age begins or ends (Education Act 1996 s8)
 *   atOnce   at the moment of the trigger; overdue when that day is over
 *   as       the clock of another row, looked up when the files are read
 *   unknown  the source does not tell: to be asked of the authority, never guessed
 */
export type Clock = Reading &
  (
    | { readonly kind: 'day'; readonly count: number; readonly unit: DayUnit }
    | { readonly kind: 'within'; readonly count: number; readonly unit: Unit }
    | {
        readonly kind: 'after';
        readonly count: number;
        readonly unit: DayUnit;
        readonly dayOne: 'same' | 'next';
      }
    | { readonly kind: 'before'; readonly count: number; readonly unit: DayUnit }
    | {
        readonly kind: 'every';
        readonly count: number;
        readonly unit: Unit;
        /** 1 to 12. */
        readonly notIn: readonly number[];
      }
    | { readonly kind: 'next'; readonly unit: TermUnit }
    | { readonly kind: 'on'; readonly month: number; readonly day: number }
    | { readonly kind: 'age'; readonly bound: 'begins' | 'ends' }
    | { readonly kind: 'atOnce' }
    | { readonly kind: 'as'; readonly row: string }
    | { readonly kind: 'unknown'; readonly ask: string }
  );
export type ClockKind = Clock['kind'];

const PLURAL: Readonly<Record<Unit, readonly [string, string]>> = {
  hour: ['hour', 'hours'],
  calendarDay: ['calendar day', 'calendar days'],
  workingDay: ['working day', 'working days'],
  schoolDay: ['school day', 'school days'],
  week: ['week', 'weeks'],
  month: ['month', 'months'],
  year: ['year', 'years'],
  halfTerm: ['half-term', 'half-terms'],
  term: ['term', 'terms'],
  academicYear: ['academic year', 'academic years'],
};
const so = (count: number, unit: Unit): string => `${count} ${PLURAL[unit][count === 1 ? 0 : 1]}`;

/** A clock in words, for a work list and for `rollcall procedures show`. */
export function clockInWords(clock: Clock): string {
  switch (clock.kind) {
    case 'day':
      return `${PLURAL[clock.unit][0]} ${clock.count}`;
    case 'within':
      return `within ${so(clock.count, clock.unit)}`;
    case 'after':
      return `after ${so(clock.count, clock.unit)}${clock.dayOne === 'same' ? ', the first day counted' : ''}`;
    case 'before':
      return `${so(clock.count, clock.unit)} before`;
    case 'every':
      return `every ${so(clock.count, clock.unit)}${clock.notIn.length === 0 ? '' : `, but not in month ${clock.notIn.join(', ')}`}`;
    case 'next':
      return `at the start of the next ${PLURAL[clock.unit][0]}`;
    case 'on':
      return `by ${clock.day}/${clock.month}`;
    case 'age':
      return `when compulsory school age ${clock.bound}`;
    case 'atOnce':
      return 'at once';
    case 'as':
      return `as ${clock.row}`;
    case 'unknown':
      return `not known: ${clock.ask}`;
  }
}
