import type { CtfAddress, CtfContact, CtfHeader, CtfPupil, CtfSchoolStay } from './ctf';
import type { CtfElement } from './ctf.element';

/** The header of a file from its element. */
export function toHeader(header: CtfElement): CtfHeader {
  const source = child(header, 'SourceSchool');
  const dest = child(header, 'DestSchool');
  return {
    version: text(header, 'CTFversion'),
    dateTime: text(header, 'DateTime'),
    dataDescriptor: text(header, 'DataDescriptor'),
    supplierId: text(header, 'SupplierID'),
    sourceSchool: {
      la: text(source, 'LEA'),
      estab: text(source, 'Estab'),
      name: text(source, 'SchoolName'),
      academicYear: text(source, 'AcademicYear'),
    },
    destSchool: { la: text(dest, 'LEA'), estab: text(dest, 'Estab') },
  };
}

/** A pupil from its element: elements in any order, those it does not know left alone. */
export function toPupil(pupil: CtfElement): CtfPupil {
  const basic = child(pupil, 'BasicDetails');
  const either = (name: string): string | null => text(pupil, name) ?? text(basic, name);
  const care = child(pupil, 'LookedAfter');
  return {
    upn: text(pupil, 'UPN'),
    formerUpn: either('FormerUPN'),
    uln: either('UniqueLearnerNumber'),
    surname: text(pupil, 'Surname'),
    forename: text(pupil, 'Forename'),
    preferredSurname: either('PreferredSurname'),
    preferredForename: either('PreferredForename'),
    formerSurname: either('FormerSurname'),
    middleNames: either('MiddleNames'),
    dateOfBirth: text(pupil, 'DOB'),
    sex: either('Sex') ?? either('Gender'),
    ncYear: either('NCyearActual'),
    enrolStatus: either('EnrolStatus'),
    lookedAfter:
      care === undefined
        ? null
        : { inCare: truth(text(care, 'InCare')), careAuthority: text(care, 'CareAuthority') },
    sen:
      text(child(child(pupil, 'SENhistory'), 'SEN'), 'SENprovision') ??
      text(child(pupil, 'SENhistory'), 'SENprovision'),
    address: toAddress(child(pupil, 'Address')),
    phones: toPhones(child(pupil, 'Phones')),
    contacts: all(child(pupil, 'Contacts'), 'Contact').map(toContact),
    schoolHistory: all(child(pupil, 'SchoolHistory'), 'School').map(toStay),
  };
}

/** Line of an element by its path; the second of a repeated one is `School[2]`. */
export function lineOf(pupil: CtfElement, path: string): number | undefined {
  let at: CtfElement | undefined = pupil;
  for (const step of path.split('/')) {
    const [, name, number = '1'] = /^(\w+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    at = at?.children.filter((inner) => inner.name === name)[Number(number) - 1];
  }
  return at?.line;
}

function toContact(contact: CtfElement): CtfContact {
  const address = child(contact, 'Address');
  const order = Number(text(contact, 'Order') ?? Number.NaN);
  return {
    order: Number.isInteger(order) ? order : null,
    title: text(contact, 'Title'),
    surname: text(contact, 'Surname'),
    forename: text(contact, 'Forename'),
    relationship: text(contact, 'Relationship'),
    responsibility: truth(text(contact, 'Responsibility')),
    address: toAddress(address),
    addressAsPupil: truth(text(contact, 'AddressAsPupil') ?? text(address, 'AddressAsPupil')),
    phones: toPhones(child(contact, 'Phones')),
    emails: all(contact, 'Email').flatMap((email) => clean(email.text) ?? []),
  };
}

function toStay(school: CtfElement): CtfSchoolStay {
  return {
    la: text(school, 'LEA'),
    estab: text(school, 'Estab'),
    entryDate: text(school, 'EntryDate'),
    leavingDate: text(school, 'LeavingDate'),
  };
}

/** Both ways of writing an address: numbered lines, or the parts of BS 7666. */
function toAddress(address: CtfElement | undefined): CtfAddress | null {
  if (address === undefined) return null;
  const parts = new Map<string, string>();
  const visit = (element: CtfElement): void => {
    for (const inner of element.children) {
      const value = clean(inner.text);
      if (value !== null && inner.children.length === 0) parts.set(inner.name, value);
      visit(inner);
    }
  };
  visit(address);
  const numbered = [1, 2, 3, 4, 5].flatMap((number) => parts.get(`AddressLine${number}`) ?? []);
  const house = [parts.get('SAON'), parts.get('PAON'), parts.get('Street')].filter(
    (part) => part !== undefined,
  );
  const lines = [...numbered, house.join(' '), parts.get('Locality') ?? ''].filter((line) => line !== '');
  const town = parts.get('Town') ?? parts.get('PostTown') ?? null;
  const postcode = parts.get('PostCode') ?? null;
  if (lines.length === 0 && town === null && postcode === null) return null;
  return {
    lines,
    town,
    postcode,
    uprn: parts.get('UniquePropertyReferenceNumber') ?? parts.get('UPRN') ?? null,
  };
}

function toPhones(phones: CtfElement | undefined): string[] {
  const numbers = all(phones, 'Phone').flatMap((phone) => text(phone, 'PhoneNo') ?? clean(phone.text) ?? []);
  return [...new Set(numbers)];
}

function child(element: CtfElement | undefined, name: string): CtfElement | undefined {
  return element?.children.find((inner) => inner.name === name);
}

function all(element: CtfElement | undefined, name: string): CtfElement[] {
  return element?.children.filter((inner) => inner.name === name) ?? [];
}

function text(element: CtfElement | undefined, name: string): string | null {
  return clean(child(element, name)?.text ?? '');
}

/** What most elements hold, and what needs no tidying. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

function clean(text: string): string | null {
  if (PLAIN.test(text)) return detached(text);
  const words = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return words === '' ? null : detached(words);
}

/** V8 keeps a longer piece of a text as a window on the whole of it: the pupils of a batch would hold their file. */
const detached = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString());

function truth(word: string | null): boolean | null {
  if (word === null) return null;
  if (/^(true|1|y|yes)$/i.test(word)) return true;
  return /^(false|0|n|no)$/i.test(word) ? false : null;
}
