import { badInput } from '../kernel/errors';

/** Control characters other than tab and line breaks; PostgreSQL stores no NUL at all. */
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** A text that somebody wrote, trimmed; null when there is none. Throws BAD_USER_INPUT naming the field. */
export function written(text: string | null | undefined, field: string, most: number): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return null;
  if (trimmed.length > most)
    throw badInput(field, `is longer than ${most.toLocaleString('en-GB')} characters; shorten it.`);
  if (UNPRINTABLE.test(trimmed)) throw badInput(field, 'holds a control character; send plain text.');
  return trimmed;
}

/** As `written`, for a text that must be there. */
export function needed(text: string | null | undefined, field: string, most: number, why: string): string {
  const given = written(text, field, most);
  if (given === null) throw badInput(field, `is missing: ${why}`);
  return given;
}
