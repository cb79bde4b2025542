import type { LookCriteria } from '../gate/ports';
import { badInput } from '../kernel/errors';
import { parseLaestab, schoolOrganisationId } from '../kernel/laestab';
import { nameKey } from '../kernel/name-key';
import { parseNhsNumber } from '../kernel/nhs-number';
import { parsePostcode } from '../kernel/postcode';
import { parseUln } from '../kernel/uln';
import { parseUpn } from '../kernel/upn';
import type { ChildLookupInput } from './child-lookup.input';

/** What a lookup is made of, validated and normalised. */
export interface LookupCriteria {
  readonly identifier: {
    readonly kind: 'upn' | 'uln' | 'nhs_number';
    readonly field: string;
    readonly value: string;
  } | null;
  readonly surname: string | null;
  readonly forename: string | null;
  readonly dateOfBirth: string | null;
  readonly gender: string | null;
  readonly postcode: string | null;
  readonly formerSurname: string | null;
  readonly addressLine: string | null;
  /** Organisation id of the school. */
  readonly school: string | null;
}

type Parse = (text: string) => { ok: true; value: string } | { ok: false; problem: string };
const IDENTIFIERS: readonly (readonly [keyof ChildLookupInput, 'upn' | 'uln' | 'nhs_number', Parse])[] = [
  ['upn', 'upn', parseUpn],
  ['nhsNumber', 'nhs_number', parseNhsNumber],
  ['uln', 'uln', parseUln],
];
const OLDEST_YEARS = 25;

/** Checks the input before anything is read. Throws BAD_USER_INPUT that names the field and the fix. */
export function lookupCriteria(input: ChildLookupInput, today: string, at = 'criteria'): LookupCriteria {
  const given = IDENTIFIERS.filter(([field]) => text(input[field]) !== null);
  if (given.length > 1) {
    throw badInput(`${at}.${given[1]?.[0] ?? ''}`, 'give one identifier only, and details beside it.');
  }
  const identifier = given.map(([field, kind, parse]) => {
    const parsed = parse(text(input[field]) ?? '');
    if (!parsed.ok) throw badInput(`${at}.${field}`, parsed.problem);
    return { kind, field, value: parsed.value };
  })[0];
  const surname = nameOf(input.surname, `${at}.surname`);
  const forename = nameOf(input.forename, `${at}.forename`);
  const dateOfBirth = input.dateOfBirth ?? null;
  checkBirth(dateOfBirth, today, at);
  if (identifier && dateOfBirth === null && (surname === null || forename === null)) {
    throw badInput(
      `${at}.dateOfBirth`,
      `an identifier alone is not enough: add \`dateOfBirth\`, or \`surname\` and \`forename\`.`,
    );
  }
  if (!identifier) {
    for (const [field, value] of [
      ['surname', surname],
      ['forename', forename],
      ['dateOfBirth', dateOfBirth],
    ] as const) {
      if (value === null)
        throw badInput(
          `${at}.${field}`,
          'is missing: a lookup without an identifier needs `surname`, `forename` and `dateOfBirth`.',
        );
    }
  }
  return {
    identifier: identifier ?? null,
    surname,
    forename,
    dateOfBirth,
    gender: genderOf(input.gender, at),
    postcode: checked(input.postcode, parsePostcode, `${at}.postcode`),
    formerSurname: nameOf(input.formerSurname, `${at}.formerSurname`),
    addressLine: text(input.addressLine),
    school: schoolOf(input.school, at),
  };
}

/** What a lookup is made of as limits on looking see it: normalised, by field, empty ones left out. */
export function lookOf(criteria: LookupCriteria): LookCriteria {
  const { identifier, surname, forename, formerSurname, addressLine, ...rest } = criteria;
  const names = { surname, forename, formerSurname, addressLine };
  const given = [
    ...(identifier ? [[identifier.field, identifier.value]] : []),
    ...Object.entries(rest),
    ...Object.entries(names).map(([field, value]) => [field, value === null ? null : nameKey(value)]),
  ] as [string, string | null][];
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Identifiers that were given, right or wrong: numbers are counted up by guessing their check letters, too. */
export function identifiersIn(input: ChildLookupInput): LookCriteria {
  const given = IDENTIFIERS.map(([field]) => [
    field,
    text(input[field])?.replaceAll(/\s/g, '').toUpperCase(),
  ]);
  return Object.fromEntries(
    given.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1].length <= 20),
  );
}

const text = (value: string | null | undefined): string | null =>
  value === undefined || value === null || value.trim() === '' ? null : value.trim();

/** A personal name, trimmed; null when there is none. Throws BAD_USER_INPUT naming the field. */
export function nameOf(value: string | null | undefined, field: string): string | null {
  const name = text(value);
  if (name === null) return null;
  if (name.length > 100) throw badInput(field, 'is longer than 100 characters.');
  if (nameKey(name) === '') throw badInput(field, 'holds no letter.');
  return name;
}

/** Throws BAD_USER_INPUT naming `dateOfBirth` for a day that no child or young person can be born on. */
export function checkBirth(dateOfBirth: string | null, today: string, at: string): void {
  if (dateOfBirth === null) return;
  if (dateOfBirth > today) throw badInput(`${at}.dateOfBirth`, 'lies in the future; write it as YYYY-MM-DD.');
  if (Number(today.slice(0, 4)) - Number(dateOfBirth.slice(0, 4)) > OLDEST_YEARS) {
    throw badInput(
      `${at}.dateOfBirth`,
      `is more than ${OLDEST_YEARS} years ago; the hub holds children and young people.`,
    );
  }
}

function genderOf(value: string | null | undefined, at: string): string | null {
  const gender = text(value)?.toUpperCase() ?? null;
  if (gender !== null && !['F', 'M', 'U'].includes(gender))
    throw badInput(`${at}.gender`, 'write F, M or U.');
  return gender === 'U' ? null : gender;
}

function checked(value: string | null | undefined, parse: Parse, field: string): string | null {
  const given = text(value);
  if (given === null) return null;
  const parsed = parse(given);
  if (!parsed.ok) throw badInput(field, parsed.problem);
  return parsed.value;
}

function schoolOf(value: string | null | undefined, at: string): string | null {
  const given = text(value);
  if (given === null) return null;
  const parsed = parseLaestab(given);
  if (!parsed.ok) throw badInput(`${at}.school`, parsed.problem);
  return schoolOrganisationId(parsed.value);
}
