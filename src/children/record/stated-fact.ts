import { badInput } from '../../kernel/errors';
import { idOf } from '../../kernel/given-id';
import { nearWord } from '../../kernel/near-word';
import { parseNhsNumber } from '../../kernel/nhs-number';
import { parsePostcode } from '../../kernel/postcode';
import { parseUln } from '../../kernel/uln';
import { parseUpn } from '../../kernel/upn';
import { needed, written } from '../../kernel/written';
import type { ChildReferenceInput } from '../child-reference';
import { nameOf } from '../lookup-criteria';
import type {
  AddressFactInput,
  ArrangedEducationFactInput,
  HomeEducationFactInput,
  IdentifierFactInput,
  NameFactInput,
  PersonFactInput,
  RecordFactInput,
  SpecialNeedsFactInput,
} from './fact.input';

const NAME = 100;
const LINE = 200;
const MOST_CONTACTS = 10;
const IDENTIFIERS = { upn: parseUpn, uln: parseUln, nhs_number: parseNhsNumber };
const PROTECTIONS = [
  'refuge', 'court_order', 'witness_protection', 'forced_marriage', 'honour_based_abuse', 'adoption', 'other',
] as const; // prettier-ignore

type Period = { readonly from: string | null; readonly until: string | null };
type Started = { readonly from: string; readonly until: string | null };
type Maybe = string | null;

export interface StatedPerson {
  readonly fact: 'person';
  readonly replaces: Maybe;
  readonly kind: string;
  readonly title: Maybe;
  readonly forename: Maybe;
  readonly surname: string;
  readonly relationship: Maybe;
  readonly parentalResponsibility: boolean | null;
  readonly livesWithChild: boolean | null;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly language: Maybe;
  readonly interpreterNeeded: boolean | null;
  /** Null: as it stands. */
  readonly doNotTell: boolean | null;
  /** Undefined: as it stands; null lifts it. */
  readonly safeContact: string | null | undefined;
  readonly from: Maybe;
}

/** One fact of a record, checked as far as can be without the record. */
export type StatedFact =
  | ({ readonly fact: 'name'; readonly kind: string; readonly surname: string; readonly forename: string } & {
      readonly middleNames: Maybe;
    } & Period)
  | {
      readonly fact: 'identifier';
      readonly kind: keyof typeof IDENTIFIERS;
      readonly value: string;
      readonly former: boolean;
    }
  | ({
      readonly fact: 'address';
      readonly kind: string;
      readonly line1: string;
      readonly line2: Maybe;
      readonly town: Maybe;
      readonly postcode: string;
      readonly uprn: Maybe;
      readonly authority: Maybe;
      readonly protection: Maybe;
    } & Started)
  | StatedPerson
  | { readonly fact: 'sibling'; readonly other: ChildReferenceInput; readonly kind: string }
  | ({ readonly fact: 'homeEducation'; readonly state: string } & Started)
  | ({
      readonly fact: 'arrangedEducation';
      readonly kind: string;
      readonly provider: Maybe;
      readonly hours: number | null;
    } & Started)
  | ({
      readonly fact: 'specialNeeds';
      readonly support: string;
      readonly needs: readonly string[];
      readonly reviewOn: Maybe;
    } & Started);

/** What the input says. Throws BAD_USER_INPUT naming the field: nothing has been read by then. */
export function statedFact(input: RecordFactInput, today: string): StatedFact {
  const { name, identifier, address, person, sibling, homeEducation, arrangedEducation, specialNeeds } =
    input;
  const all = { name, identifier, address, person, sibling, homeEducation, arrangedEducation, specialNeeds };
  const given = Object.entries(all).filter(([, value]) => value != null);
  const names = Object.keys(all).map((key) => `\`${key}\``);
  if (given.length !== 1)
    throw badInput(`input.${given[1]?.[0] ?? 'name'}`, `send exactly one of ${names.join(', ')}.`);
  if (name) return nameFact(name, today);
  if (identifier) return identifierFact(identifier);
  if (address) return addressFact(address, today);
  if (person) return personFact(person, today);
  if (homeEducation) return homeEducationFact(homeEducation, today);
  if (arrangedEducation) return arrangedFact(arrangedEducation, today);
  if (specialNeeds) return specialNeedsFact(specialNeeds, today);
  if (!sibling) throw badInput('input', `send exactly one of ${names.join(', ')}.`);
  const kinds = ['full', 'half', 'step', 'foster', 'adoptive', 'other'];
  return {
    fact: 'sibling',
    other: sibling.child,
    kind: oneOf(sibling.kind ?? 'full', kinds, 'input.sibling.kind'),
  };
}

function nameFact(name: NameFactInput, today: string): StatedFact {
  const at = 'input.name';
  const middle = written(name.middleNames, `${at}.middleNames`, NAME);
  return {
    fact: 'name',
    kind: oneOf(name.kind ?? 'legal', ['legal', 'known_as', 'former', 'transliteration'], `${at}.kind`),
    surname: neededName(name.surname, `${at}.surname`),
    forename: neededName(name.forename, `${at}.forename`),
    middleNames: nameOf(middle, `${at}.middleNames`),
    ...period(name, at, today),
  };
}

function identifierFact({ kind, value, former }: IdentifierFactInput): StatedFact {
  const at = 'input.identifier';
  const known = oneOf(kind, ['upn', 'uln', 'nhs_number'], `${at}.kind`) as keyof typeof IDENTIFIERS;
  const parsed = IDENTIFIERS[known](value);
  if (!parsed.ok) throw badInput(`${at}.value`, parsed.problem);
  return { fact: 'identifier', kind: known, value: parsed.value, former: former === true };
}

function addressFact(address: AddressFactInput, today: string): StatedFact {
  const at = 'input.address';
  const postcode = parsePostcode(address.postcode);
  if (!postcode.ok) throw badInput(`${at}.postcode`, postcode.problem);
  const authority = address.authority ?? null;
  if (authority !== null && !/^la\/\w+$/.test(authority))
    throw badInput(`${at}.authority`, 'write an authority like la/931.');
  return {
    fact: 'address',
    kind: oneOf(address.kind ?? 'home', ['home', 'temporary', 'believed', 'unknown'], `${at}.kind`),
    line1: needed(address.line1, `${at}.line1`, LINE, 'write the first line of the address.'),
    line2: written(address.line2, `${at}.line2`, LINE),
    town: written(address.town, `${at}.town`, LINE),
    postcode: postcode.value,
    uprn: written(address.uprn, `${at}.uprn`, 12),
    authority,
    protection: address.protection ? oneOf(address.protection, PROTECTIONS, `${at}.protection`) : null,
    ...started({ from: address.from ?? today, until: address.until ?? null }, at, today),
  };
}

function personFact(person: PersonFactInput, today: string): StatedFact {
  const at = 'input.person';
  const list = (field: 'phones' | 'emails', shape: RegExp, words: string): string[] => {
    const texts = (person[field] ?? []).flatMap((text) => written(text, `${at}.${field}`, LINE) ?? []);
    if (texts.length > MOST_CONTACTS) throw badInput(`${at}.${field}`, `send at most ${MOST_CONTACTS}.`);
    if (!texts.every((text) => shape.test(text))) throw badInput(`${at}.${field}`, words);
    return texts;
  };
  const { safeContact } = person;
  return {
    fact: 'person',
    replaces: person.id == null ? null : idOf(person.id, `${at}.id`),
    kind: oneOf(person.kind ?? 'carer', ['carer', 'household', 'family', 'associate'], `${at}.kind`),
    title: written(person.title, `${at}.title`, 30),
    forename: nameOf(written(person.forename, `${at}.forename`, NAME), `${at}.forename`),
    surname: neededName(person.surname, `${at}.surname`),
    relationship: written(person.relationship, `${at}.relationship`, NAME),
    parentalResponsibility: person.parentalResponsibility ?? null,
    livesWithChild: person.livesWithChild ?? null,
    phones: list('phones', /^[+\d][\d ()-]{5,19}$/, 'write digits and spaces, as in 01865 496 000.'),
    emails: list('emails', /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'write an address like name@example.org.'),
    language: written(person.language, `${at}.language`, NAME),
    interpreterNeeded: person.interpreterNeeded ?? null,
    doNotTell: person.doNotTell ?? null,
    safeContact: safeContact == null ? undefined : written(safeContact, `${at}.safeContact`, LINE),
    from: period({ from: person.from ?? null }, at, today).from,
  };
}

function homeEducationFact(home: HomeEducationFactInput, today: string): StatedFact {
  const at = 'input.homeEducation';
  const states = ['notified', 'not_yet_established', 'suitable', 'not_suitable'];
  return {
    fact: 'homeEducation',
    state: oneOf(home.state, states, `${at}.state`),
    ...started(home, at, today),
  };
}

function arrangedFact(arranged: ArrangedEducationFactInput, today: string): StatedFact {
  const at = 'input.arrangedEducation';
  const hours = arranged.hours ?? null;
  if (hours !== null && !(hours >= 0 && hours <= 40))
    throw badInput(`${at}.hours`, 'is hours a week: 0 to 40.');
  return {
    fact: 'arrangedEducation',
    kind: oneOf(arranged.kind, ['eotas', 'alternative_provision'], `${at}.kind`),
    provider: written(arranged.provider, `${at}.provider`, LINE),
    hours,
    ...started(arranged, at, today),
  };
}

function specialNeedsFact(special: SpecialNeedsFactInput, today: string): StatedFact {
  const at = 'input.specialNeeds';
  const needs = (special.needs ?? []).flatMap((text) => written(text, `${at}.needs`, LINE) ?? []);
  if (needs.length > MOST_CONTACTS) throw badInput(`${at}.needs`, `send at most ${MOST_CONTACTS}.`);
  return {
    fact: 'specialNeeds',
    support: oneOf(special.support, ['none', 'sen_support', 'ehc_plan'], `${at}.support`),
    needs,
    reviewOn: special.reviewOn ?? null,
    ...started(special, at, today),
  };
}

function period(given: { from?: string | null; until?: string | null }, at: string, today: string): Period {
  const { from = null, until = null } = given;
  if (from !== null && from > today) throw badInput(`${at}.from`, 'lies in the future.');
  if (from !== null && until !== null && until < from) throw badInput(`${at}.until`, 'lies before `from`.');
  return { from, until };
}

const started = (given: { from: string; until?: string | null }, at: string, today: string): Started => ({
  from: given.from,
  until: period(given, at, today).until,
});

function neededName(text: string, field: string): string {
  const name = nameOf(written(text, field, NAME), field);
  if (name === null) throw badInput(field, 'is missing: write the whole name.');
  return name;
}

/** One of the words, as written. Throws BAD_USER_INPUT with the near word. */
export function oneOf(text: string, words: readonly string[], field: string): string {
  if (words.includes(text)) return text;
  const near = nearWord(text, words);
  throw badInput(
    field,
    `write one of ${words.join(', ')}${near === null ? '.' : `; did you mean \`${near}\`?`}`,
  );
}
