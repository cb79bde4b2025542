import type { Clock, DayUnit, TermUnit } from './clock';

/** Each day that counts in a later unit counts in the earlier ones. */
const FINENESS: Readonly<Record<DayUnit, number>> = { calendarDay: 0, workingDay: 1, schoolDay: 2 };
const TERMS: Readonly<Record<TermUnit, number>> = { halfTerm: 0, term: 1, academicYear: 2 };

/** A clock as far as two can be compared: the N-th day from (0) or after (1) the trigger, hours, months, or terms. */
type Length =
  | {
      readonly kind: 'days';
      readonly n: number;
      readonly fine: number;
      readonly from: 0 | 1;
      readonly end: boolean;
    }
  | { readonly kind: 'hours'; readonly n: number }
  | { readonly kind: 'months'; readonly n: number }
  | { readonly kind: 'terms'; readonly n: number; readonly fine: number }
  | { readonly kind: 'other' };

/**
 * Whether the first clock is never later than the second, whatever the trigger and the calendar. Clocks that cannot
 * be compared are not: what cannot be shown is not taken for granted. Of a deadline, later is looser.
 */
export function neverLater(a: Clock, b: Clock): boolean {
  if (b.kind === 'unknown') return true;
  if (a.kind === 'before' && b.kind === 'before')
    return a.count >= b.count && FINENESS[a.unit] >= FINENESS[b.unit];
  if (a.kind === 'every' && b.kind === 'every') {
    if (!a.notIn.every((month) => b.notIn.includes(month))) return false;
  } else if (a.kind === 'every' || b.kind === 'every') return false;
  if (a.kind === 'on' && b.kind === 'on') return a.month === b.month && a.day === b.day;
  if (a.kind === 'age' && b.kind === 'age') return a.bound === b.bound;
  return noLonger(lengthOf(a), lengthOf(b));
}

/**
 * Whether the first is never earlier than the second. Of what may not be done before, earlier is looser. A step opens
 * with the beginning of its day, but at the very hour of hours: the two are not compared.
 */
export const neverEarlier = (a: Clock, b: Clock): boolean => inHours(a) === inHours(b) && neverLater(b, a);

const inHours = (clock: Clock): boolean => 'unit' in clock && clock.unit === 'hour';

function lengthOf(clock: Clock): Length {
  switch (clock.kind) {
    case 'atOnce':
      return { kind: 'days', n: 1, fine: 0, from: 0, end: false };
    case 'day':
      return { kind: 'days', n: clock.count, fine: FINENESS[clock.unit], from: 0, end: false };
    case 'after':
      return {
        kind: 'days',
        n: clock.count,
        fine: FINENESS[clock.unit],
        from: clock.dayOne === 'same' ? 0 : 1,
        end: true,
      };
    case 'next':
      return { kind: 'terms', n: 1, fine: TERMS[clock.unit] };
    case 'within':
    case 'every':
      switch (clock.unit) {
        case 'hour':
          return { kind: 'hours', n: clock.count };
        case 'week':
          return { kind: 'days', n: 7 * clock.count, fine: 0, from: 1, end: false };
        case 'month':
          return { kind: 'months', n: clock.count };
        case 'year':
          return { kind: 'months', n: 12 * clock.count };
        case 'halfTerm':
        case 'term':
        case 'academicYear':
          return { kind: 'terms', n: clock.count, fine: TERMS[clock.unit] };
        default:
          return { kind: 'days', n: clock.count, fine: FINENESS[clock.unit], from: 1, end: false };
      }
    default:
      return { kind: 'other' };
  }
}

function noLonger(a: Length, b: Length): boolean {
  if (a.kind === 'days' && b.kind === 'days') return daysNoLonger(a, b);
  if (a.kind === 'hours' && b.kind === 'hours') return a.n <= b.n;
  if (a.kind === 'months' && b.kind === 'months') return a.n <= b.n;
  if (a.kind === 'terms' && b.kind === 'terms') return a.n <= b.n && a.fine <= b.fine;
  // A day in London has 23 hours once a year and 25 once: an hour is left over on either side.
  if (a.kind === 'hours' && b.kind === 'days') return a.n <= 24 * (b.from === 1 ? b.n : b.n - 1) - 1;
  if (a.kind === 'days' && b.kind === 'hours') {
    return a.fine === 0 && 24 * (a.n + a.from + (a.end ? 1 : 0)) + 1 <= b.n;
  }
  // N months have at least 28 days and 30 for each but the first, less what February takes.
  if (a.kind === 'days' && b.kind === 'months')
    return a.fine === 0 && a.n + (a.end ? 1 : 0) <= 30 * b.n - 2 - Math.ceil(b.n / 12);
  if (a.kind === 'months' && b.kind === 'days') return 31 * a.n <= (b.from === 1 ? b.n : b.n - 1);
  return false;
}

function daysNoLonger(a: Extract<Length, { kind: 'days' }>, b: Extract<Length, { kind: 'days' }>): boolean {
  if (a.fine > b.fine) return false;
  // The N-th day from the trigger is the N-th after it when the trigger does not count, else the one before that.
  const shift = a.from === 1 && b.from === 0 ? 1 : 0;
  const calendar = a.from === 0 && b.from === 1 && a.fine === 0 ? -1 : 0;
  const end = a.end && !b.end ? 1 : 0;
  return a.n + shift + calendar + end <= b.n;
}
