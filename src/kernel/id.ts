import { v4, v5, v7, validate } from 'uuid';
import type { Branded } from './branded';
import { type Checked, invalid, valid } from './checked';

/** A UUID in lower case. */
export type Uuid = Branded<string, 'Uuid'>;

/** An id for our own rows: version 7, so that rows written together lie together. It tells when it was made. */
export function newRowId(): Uuid {
  return v7() as Uuid;
}

/** An id that partners see: version 4, random, so that it tells neither when it was made nor how many there are. */
export function newPublicId(): Uuid {
  return v4() as Uuid;
}

/** Parses a UUID of any version. */
export function parseUuid(text: string): Checked<Uuid> {
  if (!validate(text)) return invalid('An id is a UUID: 32 hexadecimal digits in five groups with hyphens.');
  return valid(text.toLowerCase() as Uuid);
}

/** An id that is the same whenever it is made of the same: version 5, of a name within an id. */
export function derivedId(within: string, name: string): Uuid {
  return v5(name, within) as Uuid;
}
