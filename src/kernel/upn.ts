import type { Branded } from './branded';
import { type Checked, invalid, valid } from './checked';

/** A unique pupil number: check letter, LA number (3), establishment (4), year of allocation (2), serial (3). */
export type Upn = Branded<string, 'Upn'>;

/** The 23 check letters in the order of their values (A is 0, Z is 22); I, O and S are not used. */
const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';
const SHAPE = /^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/;

/**
 * The check letter of characters 2 to 13: sum of position × value, modulo 23 (DfE guide to UPNs). 23 is prime, so
 * any one changed digit changes the letter. A last digit exchanged for the letter of its own value does not:
 * that turns a permanent number into a temporary one of the same check letter.
 */
function checkLetter(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    const character = body.charAt(index);
    const value = LETTERS.includes(character) ? LETTERS.indexOf(character) : Number(character);
    sum += (index + 2) * value;
  }
  return LETTERS.charAt(sum % LETTERS.length);
}

/** Parses a UPN, permanent or temporary. Spaces around it and lower case are forgiven. */
export function parseUpn(text: string): Checked<Upn> {
  const upn = text.trim().toUpperCase();
  if (!SHAPE.test(upn)) {
    return invalid(
      'A UPN is a check letter and twelve digits (a temporary one ends in a letter), 13 characters.',
    );
  }
  if (upn.charAt(0) !== checkLetter(upn.slice(1))) {
    return invalid('The check letter of this UPN does not fit the rest: look for a mistyped character.');
  }
  return valid(upn as Upn);
}

/** A temporary UPN ends in a letter; it is replaced when the permanent one is known, so never match on it alone. */
export function isTemporaryUpn(upn: Upn): boolean {
  return /[A-Z]$/.test(upn);
}

/** The parts a UPN is made from: `laNumber` 3 digits, `establishment` 4 digits, `year` of allocation, `serial` 0–999. */
export interface UpnParts {
  readonly laNumber: string;
  readonly establishment: string;
  readonly year: number;
  readonly serial: number;
}

/** Makes a permanent UPN with its check letter, for demonstration data. Throws RangeError on parts out of range. */
export function makeUpn({ laNumber, establishment, year, serial }: UpnParts): Upn {
  const body = `${laNumber}${establishment}${String(year % 100).padStart(2, '0')}${String(serial).padStart(3, '0')}`;
  if (!/^\d{3}$/.test(laNumber) || !/^\d{12}$/.test(body))
    throw new RangeError('These parts do not make a UPN.');
  return `${checkLetter(body)}${body}` as Upn;
}
