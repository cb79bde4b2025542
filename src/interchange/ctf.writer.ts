import type { CtfAddress, CtfContact, CtfHeader, CtfPupil } from './ctf';

export type CtfDestination =
  { readonly laestab: string } | { readonly authority: string } | 'unknown' | 'outside';

export interface CtfFile {
  /** Seven digits. */
  readonly source: { readonly laestab: string; readonly name: string; readonly academicYear: number };
  readonly destination: CtfDestination;
  /** Local time without zone, as the format has it: `2026-09-01T08:30:00`. */
  readonly writtenAt: string;
}

const VERSION = '25.0';

/** `LLLEEEE_CTF_LLLEEEE_NNN.xml`: sender, receiver, and which file of the day it is, from 1. */
export function ctfFileName(source: string, destination: CtfDestination, counter: number): string {
  return `${source}_CTF_${receiver(destination)}_${String(counter).padStart(3, '0')}.xml`;
}

/** A common transfer file piece by piece, so that one of any size can be streamed out. */
export function* writeCtf(file: CtfFile, pupils: Iterable<CtfPupil>): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<CTfile>\n${header(file)}<CTFpupilData>\n`;
  for (const pupil of pupils) yield pupilElement(pupil);
  yield '</CTFpupilData>\n</CTfile>\n';
}

/** The header that a reader of the file will see. */
export function headerOf({ source, destination, writtenAt }: CtfFile): CtfHeader {
  const to = receiver(destination);
  return {
    version: VERSION,
    dateTime: writtenAt,
    dataDescriptor: null,
    supplierId: 'Rollcall',
    sourceSchool: {
      la: source.laestab.slice(0, 3),
      estab: source.laestab.slice(3),
      name: source.name,
      academicYear: String(source.academicYear),
    },
    destSchool: { la: to.slice(0, 3), estab: to.slice(3) },
  };
}

function receiver(destination: CtfDestination): string {
  if (destination === 'unknown') return 'XXXXXXX';
  if (destination === 'outside') return 'MMMMMMM';
  return 'laestab' in destination ? destination.laestab : `${destination.authority}LLLL`;
}

function header(file: CtfFile): string {
  const { version, dateTime, supplierId, sourceSchool, destSchool } = headerOf(file);
  const source = [
    one('LEA', sourceSchool.la),
    one('Estab', sourceSchool.estab),
    one('SchoolName', sourceSchool.name),
    one('AcademicYear', sourceSchool.academicYear),
  ];
  return block('Header', [
    one('DocumentName', 'Common Transfer File'),
    one('CTFversion', version),
    one('DateTime', dateTime),
    one('DocumentQualifier', 'full'),
    one('SupplierID', supplierId),
    block('SourceSchool', source),
    block('DestSchool', [one('LEA', destSchool.la), one('Estab', destSchool.estab)]),
  ]);
}

function pupilElement(pupil: CtfPupil): string {
  const { lookedAfter } = pupil;
  return block('Pupil', [
    one('UPN', pupil.upn),
    one('Surname', pupil.surname),
    one('Forename', pupil.forename),
    one('DOB', pupil.dateOfBirth),
    one('Sex', pupil.sex),
    block('BasicDetails', [
      one('FormerUPN', pupil.formerUpn),
      one('UniqueLearnerNumber', pupil.uln),
      one('PreferredSurname', pupil.preferredSurname),
      one('PreferredForename', pupil.preferredForename),
      one('FormerSurname', pupil.formerSurname),
      one('MiddleNames', pupil.middleNames),
      one('NCyearActual', pupil.ncYear),
      one('EnrolStatus', pupil.enrolStatus),
    ]),
    lookedAfter === null
      ? ''
      : block('LookedAfter', [
          truth('InCare', lookedAfter.inCare),
          one('CareAuthority', lookedAfter.careAuthority),
        ]),
    block('SENhistory', [block('SEN', [one('SENprovision', pupil.sen)])]),
    block('Address', address(pupil.address)),
    phones(pupil.phones),
    block('Contacts', pupil.contacts.map(contact)),
    block(
      'SchoolHistory',
      pupil.schoolHistory.map(({ la, estab, entryDate, leavingDate }) =>
        block('School', [
          one('LEA', la),
          one('Estab', estab),
          one('EntryDate', entryDate),
          one('LeavingDate', leavingDate),
        ]),
      ),
    ),
  ]);
}

function contact(person: CtfContact): string {
  const lives = block('Address', [
    truth('AddressAsPupil', person.addressAsPupil),
    ...(person.addressAsPupil === true ? [] : address(person.address)),
  ]);
  return block('Contact', [
    one('Order', person.order === null ? null : String(person.order)),
    one('Title', person.title),
    one('Surname', person.surname),
    one('Forename', person.forename),
    one('Relationship', person.relationship),
    truth('Responsibility', person.responsibility),
    lives,
    phones(person.phones),
    ...person.emails.map((email) => one('Email', email)),
  ]);
}

function address(where: CtfAddress | null): string[] {
  if (where === null) return [];
  const lines = where.lines.map((line, index) => one(`AddressLine${index + 1}`, line));
  return [
    block('AddressLines', lines),
    one('Town', where.town),
    one('PostCode', where.postcode),
    one('UniquePropertyReferenceNumber', where.uprn),
  ];
}

function phones(numbers: readonly string[]): string {
  const phone = (number: string): string =>
    block('Phone', [one('TelephoneType', 'H'), one('PhoneNo', number)]);
  return block('Phones', numbers.map(phone));
}

function block(name: string, inner: readonly string[]): string {
  const content = inner.join('');
  return content === '' ? '' : `<${name}>\n${content}</${name}>\n`;
}

function truth(name: string, value: boolean | null): string {
  return one(name, value === null ? null : String(value));
}

function one(name: string, text: string | null): string {
  return text === null ? '' : `<${name}>${escape(text)}</${name}>\n`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
