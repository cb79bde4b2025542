import { badInput } from './errors';
import { parseUuid, type Uuid } from './id';

/** An id that a caller sent. Throws BAD_USER_INPUT naming the argument. */
export function idOf(text: string, argument: string): Uuid {
  const parsed = parseUuid(text);
  if (!parsed.ok) throw badInput(argument, parsed.problem);
  return parsed.value;
}
