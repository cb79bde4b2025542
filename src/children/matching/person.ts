import type { WrittenBirth } from './birth-date';
import type { NameWords } from './name-words';
import type { AddressLine, PostcodeForm } from './place-words';

/** What a lookup gives, as written. Null or absent is "not known": it never counts against anybody. */
export interface MatchCriteria {
  readonly forename: string | null;
  readonly surname: string | null;
  readonly formerSurname?: string | null;
  readonly dateOfBirth: string | null;
  readonly gender?: string | null;
  readonly postcode?: string | null;
  readonly addressLine?: string | null;
  readonly town?: string | null;
  readonly upn?: string | null;
  readonly uln?: string | null;
  readonly nhsNumber?: string | null;
}

export interface PersonName {
  readonly forename: NameWords;
  readonly middle: readonly string[];
  readonly surname: NameWords;
}

export interface PersonAddress {
  readonly postcode: PostcodeForm | null;
  readonly line: AddressLine | null;
  readonly town: string;
  /** The first line as it was written. */
  readonly written: string;
}

export type IdentifierKind = 'upn' | 'uln' | 'nhs_number';

/** A person made ready for comparing: the one looked for, or one in the register. */
export interface Person {
  readonly names: readonly PersonName[];
  readonly birth: WrittenBirth;
  readonly sex: 'F' | 'M' | null;
  readonly addresses: readonly PersonAddress[];
  readonly identifiers: readonly { readonly kind: IdentifierKind; readonly value: string }[];
}
