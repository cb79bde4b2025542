import { addDays, type LocalDate, localDate } from './local-date';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The day that it is in London at that instant. */
export function londonDate(instant: Date): LocalDate {
  const wall = new Date(instant.getTime() + londonOffset(instant));
  return localDate(wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate());
}

/** Milliseconds that the clocks in London have run since their 00:00, as they show it. */
export function londonTimeOfDay(instant: Date): number {
  const wall = instant.getTime() + londonOffset(instant);
  return ((wall % DAY) + DAY) % DAY;
}

/** The instant at which that day begins in London: 23:00 UTC of the day before while summer time runs. */
export function startOfLondonDay(date: LocalDate): Date {
  return londonInstant(date, 0);
}

/** The first instant after that day in London. What is in force "until" a day ends here. */
export function endOfLondonDay(date: LocalDate): Date {
  return londonInstant(addDays(date, 1), 0);
}

/**
 * The instant at which clocks in London show `timeOfDay` (milliseconds since 00:00) on that day. Of an hour that
 * comes twice in autumn, the first; a time that spring leaves out is read as an hour later.
 */
export function londonInstant(date: LocalDate, timeOfDay: number): Date {
  const wall = Date.parse(`${date}T00:00:00Z`) + timeOfDay;
  const before = londonOffset(new Date(wall - DAY));
  const after = londonOffset(new Date(wall + DAY));
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    const instant = new Date(wall - offset);
    if (londonOffset(instant) === offset) return instant;
  }
  return new Date(wall - before);
}

/** How far the clocks in London are ahead of UTC at that instant, in milliseconds. */
function londonOffset(instant: Date): number {
  const hour = Math.floor(instant.getTime() / HOUR);
  if (hour < WHOLE_HOURS) return workedOut(instant);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const offset = workedOut(instant);
  offsets.set(hour, offset);
  return offset;
}

/** Since 1972 clocks change on a whole hour of UTC (Summer Time Act 1972), so that one hour has one offset. */
const WHOLE_HOURS = Date.UTC(1972, 0) / HOUR;
const MOST_OFFSETS = 200;
const offsets = new Map<number, number>();

function workedOut(instant: Date): number {
  const part = Object.fromEntries(
    wallClock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = part;
  const shown = new Date(0);
  shown.setUTCFullYear(year, month - 1, day);
  shown.setUTCHours(hour, minute, second);
  return shown.getTime() - Math.floor(instant.getTime() / 1000) * 1000;
}
