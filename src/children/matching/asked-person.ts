import { parseNhsNumber } from '../../kernel/nhs-number';
import { parseUln } from '../../kernel/uln';
import { parseUpn } from '../../kernel/upn';
import { readBirth } from './birth-date';
import type { NameBook } from './name-book';
import { forenameWords, surnameWords } from './name-words';
import type { IdentifierKind, MatchCriteria, Person, PersonName } from './person';
import { addressLine, postcodeForm, townKey } from './place-words';

const PARSERS = [
  ['upn', 'upn', parseUpn],
  ['uln', 'uln', parseUln],
  ['nhs_number', 'nhsNumber', parseNhsNumber],
] as const;

/** Whoever is looked for, ready for comparing. An identifier whose check digit fails identifies nobody: it is left out. */
export function askedPerson(criteria: MatchCriteria, book: NameBook, today: string): Person {
  const forename = forenameWords(criteria.forename, book);
  const surnames = [criteria.surname, criteria.formerSurname ?? null]
    .map((surname) => surnameWords(surname, book))
    .filter(({ words }, i) => i === 0 || words.length > 0);
  const names: PersonName[] = surnames.map((surname) => ({ forename, middle: [], surname }));
  const postcode = postcodeForm(criteria.postcode ?? null);
  const line = addressLine(criteria.addressLine ?? null);
  const town = townKey(criteria.town ?? null);
  const isPlaced = postcode !== null || line !== null || town !== '';
  return {
    names,
    birth: readBirth(criteria.dateOfBirth, today),
    sex: sexOf(criteria.gender ?? null),
    addresses: isPlaced ? [{ postcode, line, town, written: criteria.addressLine ?? '' }] : [],
    identifiers: PARSERS.flatMap(([kind, field, parse]) => {
      const given = criteria[field] ?? '';
      const parsed = given.trim() === '' ? null : parse(given);
      return parsed?.ok ? [{ kind: kind satisfies IdentifierKind, value: parsed.value }] : [];
    }),
  };
}

/** `F`, `Male`, `female`; anything else is not known. */
export function sexOf(text: string | null): 'F' | 'M' | null {
  const word = (text ?? '').trim().toLowerCase();
  if (['f', 'female', 'girl', 'w', 'woman', '2'].includes(word)) return 'F';
  return ['m', 'male', 'boy', 'man', '1'].includes(word) ? 'M' : null;
}
