/** What can be put right. */
export const FACTS = ['NAME', 'DATE_OF_BIRTH', 'ADDRESS', 'IDENTIFIER'] as const;
export type Fact = (typeof FACTS)[number];

export const NAME_KINDS = ['legal', 'known_as', 'former', 'transliteration'] as const;
export type NameKind = (typeof NAME_KINDS)[number];
export const IDENTIFIER_KINDS = ['upn', 'uln', 'nhs_number'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** Why somebody was not told through the hub: it takes part no more, or a message could lead to the child. */
export const NOT_TOLD = ['LEFT', 'PROTECTED'] as const;
export type NotTold = (typeof NOT_TOLD)[number];

/** A right value, checked as far as can be without the record. */
export type RightValue =
  | {
      readonly fact: 'NAME';
      readonly kind: NameKind;
      readonly surname: string;
      readonly forename: string;
      /** Undefined: as it stands. */
      readonly middleNames: string | null | undefined;
      /** Which of several names of the kind is wrong. */
      readonly wrong: { readonly surname: string; readonly forename: string } | null;
    }
  | { readonly fact: 'DATE_OF_BIRTH'; readonly dateOfBirth: string }
  | {
      readonly fact: 'ADDRESS';
      readonly id: string;
      readonly line1: string;
      readonly line2: string | null;
      readonly town: string | null;
      readonly postcode: string;
      readonly uprn: string | null;
      readonly authority: string | null;
      /** Null: as it stands. */
      readonly from: string | null;
    }
  | { readonly fact: 'IDENTIFIER'; readonly kind: IdentifierKind; readonly value: string };

/** Which fact, as the table below has it. */
export type FactKey =
  `NAME ${NameKind}` | 'DATE_OF_BIRTH' | 'ADDRESS' | 'ADDRESS protected' | `IDENTIFIER ${IdentifierKind}`;

/** What of a fact differs: a lesser form was wrong only where the part that it shows is another one now. */
export type Part = 'whole' | 'initials' | 'year' | 'schoolAge' | 'outward' | 'authority';

/** A cell by which a fact is told, the part of the fact that it shows, and what to call that part. */
export interface Telling {
  readonly cell: string;
  readonly part: Part;
  readonly words: string;
}

const name = (item: string, words: string): Telling => ({ cell: `${item}/full`, part: 'whole', words });
const legalName: readonly Telling[] = [
  name('IDENTITY', 'legal name'),
  { cell: 'IDENTITY/initials', part: 'initials', words: 'initials' },
];
/** Worked out from the date of birth, among other things. */
const bySchoolAge = [
  ...['EDUCATION_STATUS/full', 'EDUCATION_STATUS/kindOnly', 'CURRENT_PROVISION/kindOnly'],
  ...['IN_EDUCATION/full', 'IN_EDUCATION/yesNo'],
];
const address = (item: string, words: string): Telling[] => [
  { cell: `${item}/full`, part: 'whole', words },
  { cell: `${item}/outwardPostcode`, part: 'outward', words: 'first half of the postcode' },
];

/** Every cell by which a fact is told: whoever was told one of them has the fact (UK GDPR Art 19). */
export const TELLINGS: Readonly<Record<FactKey, readonly Telling[]>> = {
  'NAME legal': legalName,
  'NAME known_as': [name('IDENTITY', 'known-as name')],
  'NAME former': [name('FORMER_NAMES', 'earlier name')],
  'NAME transliteration': [name('FORMER_NAMES', 'spelling of a name')],
  DATE_OF_BIRTH: [
    { cell: 'IDENTITY/full', part: 'whole', words: 'date of birth' },
    { cell: 'IDENTITY/yearOnly', part: 'year', words: 'year of birth' },
    { cell: 'IDENTITY/initials', part: 'year', words: 'year of birth' },
    ...bySchoolAge.map((cell): Telling => ({
      cell,
      part: 'schoolAge',
      words: 'whether the child is of compulsory school age',
    })),
  ],
  ADDRESS: [
    ...address('CURRENT_ADDRESS', 'address'),
    ...address('LAST_KNOWN_ADDRESS', 'address'),
    { cell: 'ADDRESS_HISTORY/full', part: 'whole', words: 'address' },
    { cell: 'AREA/full', part: 'authority', words: 'authority of residence' },
    { cell: 'AREA/yesNo', part: 'authority', words: 'authority of residence' },
  ],
  'ADDRESS protected': [{ cell: 'PROTECTED_ADDRESS/full', part: 'whole', words: 'address' }],
  'IDENTIFIER upn': [{ cell: 'UPN/full', part: 'whole', words: 'unique pupil number' }],
  'IDENTIFIER uln': [{ cell: 'UPN/full', part: 'whole', words: 'unique learner number' }],
  'IDENTIFIER nhs_number': [{ cell: 'NHS_NUMBER/full', part: 'whole', words: 'NHS number' }],
};

/** A cell that told something wrong, and since when; null = as long as the record is. */
export interface WrongTelling extends Telling {
  readonly since: Date | null;
}
