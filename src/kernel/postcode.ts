import type { Branded } from './branded';
import { type Checked, invalid, valid } from './checked';

/** A United Kingdom postcode in capitals with one space before its last three characters: `OX1 1ND`. */
export type Postcode = Branded<string, 'Postcode'>;

// The six shapes of BS 7666, each position with the letters that Royal Mail uses there.
const SHAPE =
  /^(GIR 0AA|[A-PR-UWYZ](\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d{1,2}|[A-HK-Y]\d[ABEHMNPRV-Y]) \d[ABD-HJLNP-UW-Z]{2})$/;

/** Parses a postcode; case and spaces are forgiven. It says that the shape is right, not that the place exists. */
export function parsePostcode(text: string): Checked<Postcode> {
  const packed = text.replace(/\s/g, '').toUpperCase();
  const postcode = `${packed.slice(0, -3)} ${packed.slice(-3)}`;
  if (!SHAPE.test(postcode)) return invalid('Write the whole postcode, as in OX1 1ND.');
  return valid(postcode as Postcode);
}

/** The outward part (`OX1`): a town's quarter, some thousands of homes; the lesser form of an address. */
export function outwardPart(postcode: Postcode): string {
  return postcode.slice(0, postcode.indexOf(' '));
}
