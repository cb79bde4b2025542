/** What a common transfer file says, word for word: nothing here is checked. Absent and empty elements are `null`. */
export interface CtfPupil {
  readonly upn: string | null;
  readonly formerUpn: string | null;
  readonly uln: string | null;
  readonly surname: string | null;
  readonly forename: string | null;
  readonly preferredSurname: string | null;
  readonly preferredForename: string | null;
  readonly formerSurname: string | null;
  readonly middleNames: string | null;
  readonly dateOfBirth: string | null;
  readonly sex: string | null;
  readonly ncYear: string | null;
  readonly enrolStatus: string | null;
  readonly lookedAfter: CtfLookedAfter | null;
  readonly sen: string | null;
  readonly address: CtfAddress | null;
  readonly phones: readonly string[];
  readonly contacts: readonly CtfContact[];
  readonly schoolHistory: readonly CtfSchoolStay[];
}

export interface CtfLookedAfter {
  readonly inCare: boolean | null;
  readonly careAuthority: string | null;
}

export interface CtfAddress {
  readonly lines: readonly string[];
  readonly town: string | null;
  readonly postcode: string | null;
  readonly uprn: string | null;
}

export interface CtfContact {
  readonly order: number | null;
  readonly title: string | null;
  readonly surname: string | null;
  readonly forename: string | null;
  readonly relationship: string | null;
  readonly responsibility: boolean | null;
  readonly address: CtfAddress | null;
  readonly addressAsPupil: boolean | null;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
}

export interface CtfSchoolStay {
  readonly la: string | null;
  readonly estab: string | null;
  readonly entryDate: string | null;
  readonly leavingDate: string | null;
}

export interface CtfHeader {
  readonly version: string | null;
  readonly dateTime: string | null;
  readonly dataDescriptor: string | null;
  readonly supplierId: string | null;
  readonly sourceSchool: {
    readonly la: string | null;
    readonly estab: string | null;
    readonly name: string | null;
    readonly academicYear: string | null;
  };
  readonly destSchool: { readonly la: string | null; readonly estab: string | null };
}

/** One pupil of a file with where it stands. `index` counts from 1. */
export interface PupilRecord {
  readonly index: number;
  readonly line: number;
  /** Line of an element by its path, `SchoolHistory/School[2]/EntryDate`; `undefined` when the file has none. */
  readonly lineOf: (path: string) => number | undefined;
  readonly pupil: CtfPupil;
  /** What a common transfer file has no element for, and other files carry. */
  readonly nhsNumber?: string | null;
}

export interface CtfRecord extends PupilRecord {
  readonly header: CtfHeader;
}
