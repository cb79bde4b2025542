import { badInput } from '../kernel/errors';
import { addYears, parseLocalDate } from '../kernel/local-date';

/** A day from today to a year ahead, or null when none is given. Throws BAD_USER_INPUT naming the field. */
export function dayAhead(day: string | null, field: string, today: string): string | null {
  if (day === null) return null;
  const from = parseLocalDate(today);
  if (!from.ok) throw badInput(field, from.problem);
  if (day < from.value) throw badInput(field, 'lies in the past; give today or a later day.');
  if (day > addYears(from.value, 1))
    throw badInput(field, 'is more than a year ahead; give a day within a year.');
  return day;
}
