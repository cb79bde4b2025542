import type { Branded } from './branded';
import { type Checked, invalid, valid } from './checked';
import type { OrganisationId } from './organisation-id';

/** A school's LAESTAB: seven digits without separator, the DfE number of its authority and its own four. */
export type Laestab = Branded<string, 'Laestab'>;

/** Parses a LAESTAB, written `9314123`, `931-4123` or `931/4123`. */
export function parseLaestab(text: string): Checked<Laestab> {
  const match = /^([1-9]\d{2})[-/]?(\d{4})$/.exec(text.trim());
  if (match === null) return invalid('A LAESTAB is seven digits, as in 9314123 or 931-4123.');
  return valid(`${match[1]}${match[2]}` as Laestab);
}

/** The three-digit DfE number of the authority in whose area the school is. */
export function laNumberOf(laestab: Laestab): string {
  return laestab.slice(0, 3);
}

/** The school's organisation id: `school/931-4123`. */
export function schoolOrganisationId(laestab: Laestab): OrganisationId {
  return `school/${laestab.slice(0, 3)}-${laestab.slice(3)}` as OrganisationId;
}
