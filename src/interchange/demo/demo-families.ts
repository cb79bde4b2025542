import type { CtfAddress, CtfContact } from '../ctf';
import { demoMail, dramaPhones } from './demo-identifiers';
import type { DemoLists, Tradition } from './demo-lists';
import { DemoRandom } from './demo-random';

/** A family of the region before anything has happened to it. */
export interface DemoFamily {
  readonly random: DemoRandom;
  readonly authority: string;
  readonly address: CtfAddress;
  readonly contacts: readonly CtfContact[];
  readonly children: readonly DemoPerson[];
}

export interface DemoPerson {
  readonly forename: string;
  readonly middleNames: string | null;
  readonly surname: string;
  readonly preferredForename: string | null;
  readonly preferredSurname: string | null;
  readonly formerSurname: string | null;
  readonly sex: 'F' | 'M';
  readonly dateOfBirth: string;
}

const AUTHORITIES = [
  { weight: 72, authority: 'la/931' },
  { weight: 8, authority: 'la/301' },
  { weight: 8, authority: 'la/852' },
  { weight: 6, authority: 'la/314' },
  { weight: 6, authority: 'la/318' },
];

/** Years in which school years of birth begin: nobody is too young for reception or past compulsory age for long. */
const [FIRST_YEAR, LAST_YEAR] = [2010, 2020];

/** Letters that the last part of a postcode may have. */
const INWARD = 'ABDEFGHJLNPQRSTUWXYZ';

/** Families without end, each from a chance of its own, so that a larger region begins with the smaller one. */
export function* demoFamilies(seed: string, lists: DemoLists): Generator<DemoFamily> {
  for (let index = 0; ; index += 1) yield demoFamily(new DemoRandom(seed, 'family', index), lists);
}

function demoFamily(random: DemoRandom, lists: DemoLists): DemoFamily {
  const { authority } = random.weighted(AUTHORITIES);
  const tradition = random.weighted(lists.traditions);
  const surname = random.pick(tradition.surnames);
  const other = random.chance(0.3) ? random.pick(random.weighted(lists.traditions).surnames) : surname;
  const joined = other !== surname && random.chance(0.35) ? `${surname}-${other}` : surname;
  const address = demoAddress(random, authority, lists);
  const contacts = parents(random, tradition, surname, other);
  return {
    random,
    authority,
    address,
    contacts,
    children: siblings(random, tradition, joined, other, lists),
  };
}

export function demoAddress(
  random: DemoRandom,
  authority: string,
  { authorities, streets }: DemoLists,
): CtfAddress {
  const place = authorities[authority];
  if (place === undefined) throw new RangeError('data/demo/places.json lacks an authority of the region.');
  const street = `${random.between(1, 180)} ${random.pick(streets.first)} ${random.pick(streets.last)}`;
  const letter = (): string => INWARD.charAt(random.between(0, INWARD.length - 1));
  const inward = `${random.between(0, 9)}${letter()}${letter()}`;
  const lines = random.chance(0.15) ? [`Flat ${random.between(1, 30)}`, street] : [street];
  return { lines, town: random.pick(place.towns), postcode: `${place.outward} ${inward}`, uprn: null };
}

function parents(random: DemoRandom, tradition: Tradition, surname: string, other: string): CtfContact[] {
  const contact = (order: number, mother: boolean, name: string, livesWith: boolean): CtfContact => {
    const forename = random.pick(mother ? tradition.female : tradition.male);
    return {
      order,
      title: mother ? random.pick(['Ms', 'Mrs', 'Dr']) : 'Mr',
      surname: name,
      forename,
      relationship: mother ? 'PAM' : 'PAF',
      responsibility: true,
      address: null,
      addressAsPupil: livesWith,
      phones: dramaPhones(random),
      emails: random.chance(0.6) ? [demoMail(forename, name)] : [],
    };
  };
  const mother = contact(1, true, other, true);
  return random.chance(0.75) ? [mother, contact(2, false, surname, random.chance(0.8))] : [mother];
}

function siblings(
  random: DemoRandom,
  tradition: Tradition,
  surname: string,
  other: string,
  lists: DemoLists,
): DemoPerson[] {
  const count = random.weighted([
    { weight: 45, count: 1 },
    { weight: 35, count: 2 },
    { weight: 15, count: 3 },
    { weight: 5, count: 4 },
  ]).count;
  const children: DemoPerson[] = [];
  const taken = new Set<string>();
  let year = random.between(FIRST_YEAR, LAST_YEAR - 1);
  while (children.length < count && year <= LAST_YEAR) {
    const born = birthday(random, year);
    const name = random.chance(0.12) ? other : surname;
    if (random.chance(0.06)) children.push(...twins(random, tradition, name, born, lists));
    else children.push(person(random, freshName(random, tradition, taken), name, born, other, lists));
    year += random.between(1, 4);
  }
  return children;
}

function twins(
  random: DemoRandom,
  tradition: Tradition,
  surname: string,
  born: string,
  lists: DemoLists,
): DemoPerson[] {
  const alike = random.pick(lists.alike);
  const sexes = ['F', random.chance(0.5) ? 'F' : 'M'] as const;
  const names = random.chance(0.5)
    ? alike.names.map((forename) => ({ forename, sex: alike.sex }))
    : sexes.map((sex, at) => ({
        forename: (sex === 'F' ? tradition.female : tradition.male)[at] ?? 'Robin',
        sex,
      }));
  return names.map((name) => person(random, name, surname, born, surname, lists));
}

function freshName(
  random: DemoRandom,
  tradition: Tradition,
  taken: Set<string>,
): { forename: string; sex: 'F' | 'M' } {
  const sex = random.chance(0.5) ? 'F' : 'M';
  const names = (sex === 'F' ? tradition.female : tradition.male).filter((name) => !taken.has(name));
  const forename = random.pick(names);
  taken.add(forename);
  return { forename, sex };
}

function person(
  random: DemoRandom,
  { forename, sex }: { forename: string; sex: 'F' | 'M' },
  surname: string,
  dateOfBirth: string,
  other: string,
  { traditions, short }: DemoLists,
): DemoPerson {
  const middle = random.pick(random.weighted(traditions)[sex === 'F' ? 'female' : 'male']);
  const called = short[forename];
  return {
    forename,
    middleNames: random.chance(0.4) && middle !== forename ? middle : null,
    surname,
    preferredForename: called !== undefined && random.chance(0.5) ? called : null,
    preferredSurname: other !== surname && random.chance(0.15) ? other : null,
    formerSurname: random.chance(0.04) ? random.pick(random.weighted(traditions).surnames) : null,
    sex,
    dateOfBirth,
  };
}

/** A day in the school year of birth that begins in September of `year`. */
function birthday(random: DemoRandom, year: number): string {
  const day = new Date(Date.UTC(year, 8, 1 + random.between(0, 364)));
  return day.toISOString().slice(0, 10);
}
