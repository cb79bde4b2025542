import { checkBirth, nameOf } from '../children/lookup-criteria';
import { badInput } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { nearWord } from '../kernel/near-word';
import { parseNhsNumber } from '../kernel/nhs-number';
import { parsePostcode } from '../kernel/postcode';
import { parseUln } from '../kernel/uln';
import { parseUpn } from '../kernel/upn';
import { needed, written } from '../kernel/written';
import { IDENTIFIER_KINDS, NAME_KINDS, type IdentifierKind, type RightValue } from './correction';
import type {
  CorrectAddressInput,
  CorrectIdentifierInput,
  CorrectNameInput,
  CorrectRecordInput,
} from './correction.input';

const ONE_OF = 'one of `name`, `dateOfBirth`, `address` and `identifier`';
const LINE = 200;
const NAME = 100;

type Parsed = { ok: true; value: string } | { ok: false; problem: string };
const PARSERS: Readonly<Record<IdentifierKind, (text: string) => Parsed>> = {
  upn: parseUpn,
  uln: parseUln,
  nhs_number: parseNhsNumber,
};

/** What the input says is right. Throws BAD_USER_INPUT naming the field: nothing has been read by then. */
export function rightValue(input: CorrectRecordInput, today: string): RightValue {
  const { name = null, dateOfBirth = null, address = null, identifier = null } = input;
  const given = Object.entries({ name, dateOfBirth, address, identifier }).filter(([, v]) => v !== null);
  if (given.length === 0) throw badInput('input', `say what is right: ${ONE_OF}.`);
  if (given.length > 1)
    throw badInput(`input.${given[1]?.[0] ?? ''}`, `one correction at a time: send ${ONE_OF}.`);
  if (name !== null) return rightName(name);
  if (dateOfBirth !== null) {
    checkBirth(dateOfBirth, today, 'input');
    return { fact: 'DATE_OF_BIRTH', dateOfBirth };
  }
  if (address !== null) return rightAddress(address, today);
  if (identifier !== null) return rightIdentifier(identifier);
  throw badInput('input', `say what is right: ${ONE_OF}.`);
}

function rightName(name: CorrectNameInput): RightValue {
  const at = 'input.name';
  const { middleNames } = name;
  return {
    fact: 'NAME',
    kind: oneOf(name.kind ?? 'legal', NAME_KINDS, `${at}.kind`),
    surname: neededName(name.surname, `${at}.surname`),
    forename: neededName(name.forename, `${at}.forename`),
    middleNames:
      middleNames == null
        ? undefined
        : nameOf(written(middleNames, `${at}.middleNames`, NAME), `${at}.middleNames`),
    wrong: name.wrong
      ? {
          surname: neededName(name.wrong.surname, `${at}.wrong.surname`),
          forename: neededName(name.wrong.forename, `${at}.wrong.forename`),
        }
      : null,
  };
}

function rightAddress(address: CorrectAddressInput, today: string): RightValue {
  const at = 'input.address';
  const postcode = parsePostcode(address.postcode);
  if (!postcode.ok) throw badInput(`${at}.postcode`, postcode.problem);
  const from = address.from ?? null;
  if (from !== null && from > today) throw badInput(`${at}.from`, 'lies in the future.');
  const authority = address.authority ?? null;
  if (authority !== null && !/^la\/\w+$/.test(authority))
    throw badInput(`${at}.authority`, 'write an authority like la/931.');
  return {
    fact: 'ADDRESS',
    id: idOf(address.id, `${at}.id`),
    line1: needed(address.line1, `${at}.line1`, LINE, 'write the first line of the right address.'),
    line2: written(address.line2, `${at}.line2`, LINE),
    town: written(address.town, `${at}.town`, LINE),
    postcode: postcode.value,
    uprn: written(address.uprn, `${at}.uprn`, LINE),
    authority,
    from,
  };
}

function rightIdentifier(identifier: CorrectIdentifierInput): RightValue {
  const kind = oneOf(identifier.kind, IDENTIFIER_KINDS, 'input.identifier.kind');
  const parsed = PARSERS[kind](identifier.value);
  if (!parsed.ok) throw badInput('input.identifier.value', parsed.problem);
  return { fact: 'IDENTIFIER', kind, value: parsed.value };
}

function neededName(text: string, field: string): string {
  const name = nameOf(written(text, field, NAME), field);
  if (name === null) throw badInput(field, 'is missing: write the whole name.');
  return name;
}

function oneOf<Word extends string>(text: string, words: readonly Word[], field: string): Word {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  const near = nearWord(text, words);
  throw badInput(
    field,
    `write one of ${words.join(', ')}${near === null ? '.' : `; did you mean \`${near}\`?`}`,
  );
}
