import type { Branded } from './branded';
import { type Checked, invalid, valid } from './checked';

/** A unique learner number: ten digits, the first not 0, the last one a modulus 11 check digit. */
export type Uln = Branded<string, 'Uln'>;

/**
 * Parses a ULN. Weights 10 to 2 over the first nine digits; 10 less the remainder of 11 is the check digit, and a
 * remainder of 0 is never issued (Learning Records Service). The placeholder 9999999999 fails, as it should.
 */
export function parseUln(text: string): Checked<Uln> {
  const digits = text.replace(/\s/g, '');
  if (!/^[1-9]\d{9}$/.test(digits)) return invalid('A ULN is ten digits and does not begin with 0.');
  let sum = 0;
  for (let index = 0; index < 9; index += 1) sum += (10 - index) * Number(digits.charAt(index));
  const remainder = sum % 11;
  if (remainder === 0 || 10 - remainder !== Number(digits.charAt(9))) {
    return invalid('The last digit of this ULN does not fit the rest: look for a mistyped digit.');
  }
  return valid(digits as Uln);
}
