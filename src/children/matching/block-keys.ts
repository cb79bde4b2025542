import { nameKey } from '../../kernel/name-key';
import { exchanged, slipsOf } from './birth-date';
import type { NameBook } from './name-book';
import type { Person } from './person';

/** What one lookup asks the indexes for; every list may be empty. The statement is the same for all of them. */
export interface BlockKeys {
  /** Birth dates as they may have been meant, with day and month exchanged too. */
  readonly births: readonly string[];
  /** Birth dates a slip away: a namesake born on one of them is seen among however many have the name. */
  readonly nearBirths: readonly string[];
  readonly surnames: readonly string[];
  readonly forenames: readonly string[];
  /** First and last day of the year of birth, when one year was given. */
  readonly year: readonly [string, string] | null;
  readonly postcodes: readonly string[];
  /** How first lines of addresses begin, letters and figures alone. */
  readonly lines: readonly string[];
  /** The same without figures. */
  readonly streets: readonly string[];
  /** `kind:value` */
  readonly identifiers: readonly string[];
}

/** Nobody types one name into the wrong box more often than both: each list holds the words of the other box too. */
export function blockKeys(person: Person, book: NameBook): BlockKeys {
  const surnames = new Set<string>();
  const forenames = new Set<string>();
  for (const { forename, surname } of person.names) {
    for (const word of [surname.whole, surname.words.join(''), ...surname.words]) surnames.add(word);
    for (const word of [forename.whole, ...forename.words]) forenames.add(word);
    if (forename.whole !== '') surnames.add(forename.whole);
    for (const word of surname.words) forenames.add(word);
    for (const word of [surname.whole, ...surname.words])
      for (const family of book.surnames.get(word) ?? [])
        for (const variant of book.surnamesOf[family] ?? []) surnames.add(variant);
    for (const word of forename.words.slice(0, 2)) {
      for (const family of book.forenames.get(word) ?? [])
        for (const variant of book.forenamesOf[family] ?? []) forenames.add(variant);
    }
  }
  const lines = person.addresses.map(({ written }) => nameKey(written)).filter(telltale);
  return {
    nearBirths: nearBirths(person),
    births: person.birth.days.flatMap((day) => [day, exchanged(day) ?? day]).filter(firstOf),
    year: yearOf(person),
    surnames: telling(surnames),
    forenames: telling(forenames),
    postcodes: person.addresses.flatMap(({ postcode }) => (postcode ? [postcode.key] : [])),
    lines: lines.map((line) => line.slice(0, LINE)),
    streets: lines.map((line) => line.replace(/\p{N}/gu, '').slice(0, LINE)),
    identifiers: person.identifiers.map(({ kind, value }) => `${kind}:${value}`),
  };
}

/** What is asked where a name and a birth date may fit to the letter: the words as they stand, and slips of the date. */
export function closeKeys({ names, birth }: Person): BlockKeys {
  const forenames = names.flatMap(({ forename }) => [forename.whole, ...forename.words.slice(0, 1)]);
  return {
    births: birth.days,
    nearBirths: nearBirths({ birth }),
    year: null,
    surnames: telling(new Set(names.map(({ surname }) => surname.whole))),
    forenames: telling(new Set(forenames)),
    postcodes: [],
    lines: [],
    streets: [],
    identifiers: [],
  };
}

const nearBirths = ({ birth }: Pick<Person, 'birth'>): string[] => [...new Set(birth.days.flatMap(slipsOf))];

const firstOf = (value: string, i: number, all: readonly string[]): boolean => all.indexOf(value) === i;

/** One letter finds everybody. */
const telling = (words: ReadonlySet<string>): string[] =>
  [...words].filter((word) => nameKey(word).length > 1);

/** Letters and figures of an address that an index holds: what follows is where most slips are. */
const LINE = 10;

/** A house number alone is no address. */
const telltale = (line: string): boolean => /\p{L}{3}/u.test(line);

/** Impossible days have a year too. */
function yearOf({ birth }: Person): readonly [string, string] | null {
  const years = [...new Set(birth.digits.map((digits) => digits.slice(0, 4)))].filter(
    (year) => year > '0000',
  );
  const [year] = years;
  return years.length === 1 && year !== undefined ? [`${year}-01-01`, `${year}-12-31`] : null;
}
