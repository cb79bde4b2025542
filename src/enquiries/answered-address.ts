import { badInput } from '../kernel/errors';
import { parsePostcode } from '../kernel/postcode';
import { written } from '../kernel/written';
import type { AnsweredAddressInput } from './enquiry.input';

const LINE = 200;

/** An address as somebody gave it, or null. Throws BAD_USER_INPUT for an empty one, or a postcode that is none. */
export function addressOf(
  address: AnsweredAddressInput | null,
  field: string,
): Readonly<Record<string, string>> | null {
  if (address === null) return null;
  const given = written(address.postcode, `${field}.postcode`, 20);
  const postcode = given === null ? null : parsePostcode(given);
  if (postcode?.ok === false) throw badInput(`${field}.postcode`, postcode.problem);
  const lines = {
    line1: written(address.line1, `${field}.line1`, LINE),
    line2: written(address.line2, `${field}.line2`, LINE),
    town: written(address.town, `${field}.town`, LINE),
    postcode: postcode?.value ?? null,
  };
  const present = Object.fromEntries(
    Object.entries(lines).filter((line): line is [string, string] => line[1] !== null),
  );
  if (Object.keys(present).length === 0)
    throw badInput(field, 'is empty; leave it out, or give a line or a postcode.');
  return present;
}
