import { nearWord } from '../kernel/near-word';
import { CsvFileError } from './csv.errors';

/** What a column of a file of pupils says. Which are there, and in which order, is the file's business. */
export const COLUMNS = {
  upn: 'unique pupil number; every pupil has one, temporary if need be',
  formerUpn: 'the UPN before',
  uln: 'unique learner number',
  nhsNumber: 'NHS number',
  surname: 'legal surname',
  forename: 'legal forename',
  middleNames: 'middle names',
  preferredSurname: 'surname that the pupil goes by',
  preferredForename: 'forename that the pupil goes by',
  formerSurname: 'surname before',
  dateOfBirth: 'day of birth, as in 2014-03-14',
  gender: 'F, M or U',
  addressLine: 'first line of the home address',
  addressLine2: 'second line',
  town: 'post town',
  postcode: 'postcode',
  uprn: 'unique property reference number',
  school: 'LAESTAB of the school whose roll the pupil is on, as in 9314123',
  entryDate: 'first day on that roll',
  leavingDate: 'last day on that roll',
  enrolStatus: 'C current, M main, S subsidiary, P previous, G guest, F or O another provider',
  yearGroup: 'national curriculum year: R, 1 to 14',
  inCare: 'true or false: looked after by an authority',
  careAuthority: 'DfE number of that authority, as in 931',
  carerTitle: 'title of the first contact',
  carerSurname: 'surname of the first contact',
  carerForename: 'forename of the first contact',
  carerRelationship: 'PAM mother, PAF father, STP step-parent, CAR carer, and the other codes of a CTF',
  carerResponsibility: 'true or false: has parental responsibility',
  carerPhone: 'telephone number of the first contact',
  carerEmail: 'e-mail address of the first contact',
} as const;

export type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as readonly Column[];
export const NEEDED: readonly Column[] = ['upn', 'surname', 'forename', 'dateOfBirth'];

/** The place of each column in a row. */
export type Places = ReadonlyMap<Column, number>;

/** How the headings of somebody's file lead to our columns. */
export interface HeaderMapping {
  /** Our column → the heading in the file. */
  readonly columns: Readonly<Partial<Record<Column, string>>>;
  /** Headings that are of no concern here. */
  readonly ignore: readonly string[];
  readonly dates: 'YYYY-MM-DD' | 'DD/MM/YYYY';
}

export const NO_MAPPING: HeaderMapping = { columns: {}, ignore: [], dates: 'YYYY-MM-DD' };

/**
 * Finds the columns in the heading line. Throws CsvFileError that names what is missing, unknown or there twice, with
 * the word that was probably meant.
 */
export function placesOf(headings: readonly string[], mapping: HeaderMapping, line: number): Places {
  const given = headings.map((heading) => heading.normalize('NFC').trim());
  const byHeading = new Map<string, Column>();
  for (const column of NAMES) byHeading.set(plain(mapping.columns[column] ?? column), column);
  const places = new Map<Column, number>();
  const unknown: string[] = [];
  for (const [at, heading] of given.entries()) {
    const column = byHeading.get(plain(heading));
    if (column !== undefined && places.has(column)) {
      throw new CsvFileError(line, `the column ${column} is there twice; leave one out.`);
    }
    if (column !== undefined) places.set(column, at);
    else if (heading !== '' && !mapping.ignore.some((word) => plain(word) === plain(heading)))
      unknown.push(heading);
  }
  // What stands there may be a pupil: then it is not repeated.
  if (places.size === 0)
    throw new CsvFileError(
      line,
      `the first line has none of the headings ${NEEDED.join(', ')}: write them there.`,
    );
  const missing = NEEDED.filter((column) => !places.has(column));
  if (unknown.length === 0 && missing.length === 0) return places;
  const free = NAMES.filter((column) => !places.has(column));
  const words = [
    ...missing.map((column) => `there is no column ${mapping.columns[column] ?? column}.`),
    ...unknown.map((heading) => `the column “${heading}” is not known${meant(heading, free)}.`),
  ];
  throw new CsvFileError(
    line,
    `${words.join(' ')} Rename columns, or write a mapping file (--mapping) that says which is which and which to ignore.`,
  );
}

const meant = (heading: string, free: readonly Column[]): string => {
  const near = nearWord(plain(heading), free.map(plain));
  const column = free.find((name) => plain(name) === near);
  return column === undefined ? '' : `; did you mean ${column}?`;
};

/** `Date of Birth`, `date_of_birth` and `dateOfBirth` are one heading. */
const plain = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
