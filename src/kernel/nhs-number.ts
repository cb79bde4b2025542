import type { Branded } from './branded';
import { type Checked, invalid, valid } from './checked';

/** An NHS number: ten digits without spaces, the last one a modulus 11 check digit. */
export type NhsNumber = Branded<string, 'NhsNumber'>;

/**
 * Parses an NHS number; spaces and hyphens are forgiven. Weights 10 to 2 over the first nine digits; 11 less the
 * remainder is the check digit, 11 counts as 0 and 10 is never issued (NHS Data Dictionary). Ten equal digits pass
 * that sum but are what people type when they have no number, so they are refused.
 */
export function parseNhsNumber(text: string): Checked<NhsNumber> {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{10}$/.test(digits)) return invalid('An NHS number is ten digits.');
  let sum = 0;
  for (let index = 0; index < 9; index += 1) sum += (10 - index) * Number(digits.charAt(index));
  const check = (11 - (sum % 11)) % 11;
  if (check !== Number(digits.charAt(9)) || /^(\d)\1{9}$/.test(digits)) {
    return invalid('The last digit of this NHS number does not fit the rest: look for a mistyped digit.');
  }
  return valid(digits as NhsNumber);
}
