import type { LocalDate } from '../kernel/local-date';
import type { OrganisationId } from '../kernel/organisation-id';

/** Who said it, and on which day it was so. */
export interface Said {
  readonly source: string;
  readonly asOf: LocalDate;
}

/** What the hub holds of a child already, as far as a file can say anything about it. */
export interface KnownChild extends Said {
  readonly id: string;
  readonly dateOfBirth: LocalDate | null;
  readonly sex: 'F' | 'M' | 'U' | null;
  readonly upns: readonly {
    readonly id: string;
    readonly value: string;
    readonly state: 'current' | 'former';
  }[];
  /** ULNs and NHS numbers. */
  readonly numbers: readonly KnownNumber[];
  readonly names: readonly KnownName[];
  readonly addresses: readonly KnownAddress[];
  readonly carers: readonly KnownCarer[];
  readonly registrations: readonly KnownRegistration[];
  readonly circumstances: readonly KnownCircumstance[];
  readonly putRight: PutRight;
}

/** What was recorded wrongly and put right: a file that still says so says nothing new. */
export interface PutRight {
  readonly names: readonly NameWords[];
  readonly addresses: readonly AddressWords[];
  readonly birthDates: readonly LocalDate[];
  readonly upns: readonly string[];
  /** `kind value` */
  readonly numbers: readonly string[];
}

export interface KnownNumber extends Said {
  readonly id: string;
  readonly kind: 'uln' | 'nhs_number';
  readonly value: string;
  readonly state: 'current' | 'former';
}

export interface NameWords {
  readonly forename: string;
  readonly middleNames: string | null;
  readonly surname: string;
}

export interface KnownName extends NameWords, Said {
  readonly id: string;
  readonly kind: 'legal' | 'known_as' | 'former' | 'transliteration';
  readonly endsOn: LocalDate | null;
}

export interface AddressWords {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
  readonly uprn: string | null;
}

export interface KnownAddress extends AddressWords, Said {
  readonly id: string;
  readonly kind: 'home' | 'temporary' | 'believed' | 'unknown';
  readonly protected: boolean;
  readonly endsOn: LocalDate | null;
}

export interface CarerWords {
  readonly title: string | null;
  readonly forename: string | null;
  readonly surname: string | null;
  readonly relationship: string | null;
  readonly parentalResponsibility: boolean | null;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly livesWithChild: boolean | null;
}

export interface KnownCarer extends CarerWords, Said {
  readonly id: string;
  readonly endsOn: LocalDate | null;
}

export interface RollWords {
  readonly beginsOn: LocalDate;
  readonly endsOn: LocalDate | null;
  readonly yearGroup: string | null;
  readonly destinationKind: string | null;
  readonly destination: string | null;
}

export interface KnownRegistration extends RollWords, Said {
  readonly id: string;
  readonly organisationId: OrganisationId;
}

/** Only what is open: the child is looked after, or where it lives is protected. */
export interface KnownCircumstance {
  readonly id: string;
  readonly kind: 'LOOKED_AFTER' | 'LOCATION_PROTECTION';
  readonly organisationId: string;
  readonly source: string;
}
