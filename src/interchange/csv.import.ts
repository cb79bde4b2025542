import { parseLaestab } from '../kernel/laestab';
import type { LocalDate } from '../kernel/local-date';
import { londonDate } from '../kernel/london-time';
import { parseOrganisationId, type OrganisationId } from '../kernel/organisation-id';
import type { CtfContact, CtfPupil, PupilRecord } from './ctf';
import { checkPupil, type CheckedRecord, type CtfOrigin, type CtfProblem } from './ctf.check';
import { placesOf, type Column, type HeaderMapping, type Places } from './csv.columns';
import { readCsvLines } from './csv.reader';
import { bringIn, type Intake, type IntakeCounts, type IntakeRow } from './intake';

/** Where a file of rows comes from: it does not say so itself. A school's file is its roll. */
export function originOf(source: OrganisationId, home: OrganisationId, asOf: LocalDate): CtfOrigin {
  const roll = source.startsWith('school/') ? source : null;
  const own = parseOrganisationId(`la/${/^(?:school|la)\/(\d{3})/.exec(source)?.[1] ?? ''}`);
  const authority = own.ok ? own.value : home;
  return { source, roll, authority, asOf, destination: null };
}

export interface ImportCsv extends Omit<Intake, 'rows' | 'batch'> {
  readonly stream: AsyncIterable<Uint8Array>;
  readonly origin: CtfOrigin;
  readonly mapping: HeaderMapping;
}

const BATCH = 4_000;

/**
 * Brings a CSV file of pupils in, 4,000 rows to a transaction. A row with a problem is left out and told of; the others
 * come in. Doing it again changes nothing. Throws CsvFileError when the file cannot be read on.
 */
export function importCsv({
  stream,
  origin,
  mapping,
  onRejected,
  ...intake
}: ImportCsv): Promise<IntakeCounts> {
  return bringIn({
    ...intake,
    batch: BATCH,
    rows: csvRows(stream, origin, mapping, londonDate(intake.clock.now())),
    onRejected: (rejected) =>
      onRejected?.(rejected.map((each) => ({ ...each, problems: each.problems.map(named) }))),
  });
}

/** The pupils of a CSV file, checked as they are read. Throws CsvFileError. */
export async function* csvRows(
  stream: AsyncIterable<Uint8Array>,
  origin: CtfOrigin,
  mapping: HeaderMapping,
  today: LocalDate,
): AsyncGenerator<IntakeRow> {
  let places: Places | null = null;
  let width = 0;
  let row = 0;
  for await (const { line, cells } of readCsvLines(stream)) {
    if (places === null) {
      places = placesOf(cells, mapping, line);
      width = cells.length;
      continue;
    }
    row += 1;
    const checked =
      cells.length === width
        ? checkRow(cells, places, mapping, origin, { row, line, today })
        : wrongWidth(line, cells.length, width);
    yield { row, line, lineOf: () => line, origin, checked };
  }
}

function wrongWidth(line: number, has: number, wants: number): CheckedRecord {
  const reason = `The row has ${has} cells, the heading line ${wants}.`;
  return {
    ok: false,
    upn: null,
    problems: [{ field: 'row', line, reason, fix: 'Put a cell that holds a separator in quotation marks.' }],
  };
}

function checkRow(
  cells: readonly string[],
  places: Places,
  mapping: HeaderMapping,
  origin: CtfOrigin,
  { row, line, today }: { readonly row: number; readonly line: number; readonly today: LocalDate },
): CheckedRecord {
  const cell = (column: Column): string | null => {
    const at = places.get(column);
    return at === undefined ? null : clean(cells[at] ?? '');
  };
  const problems: CtfProblem[] = [];
  const day = (column: Column): string | null => {
    const text = cell(column);
    const iso = text === null || mapping.dates === 'YYYY-MM-DD' ? text : isoDay(text);
    if (text !== null && iso === null) {
      const fix = 'Write day/month/year, as in 14/03/2014.';
      problems.push({ field: column, line, reason: 'This is not a day of the calendar.', fix });
    }
    return iso;
  };
  const truth = (column: Column): boolean | null => {
    const word = cell(column)?.toLowerCase() ?? null;
    if (word === null) return null;
    if (TRUE.has(word)) return true;
    if (!FALSE.has(word))
      problems.push({
        field: column,
        line,
        reason: 'This is neither yes nor no.',
        fix: 'Write true or false.',
      });
    return false;
  };
  const school = cell('school');
  const laestab = school === null ? null : parseLaestab(school);
  if (laestab?.ok === false)
    problems.push({ field: 'school', line, reason: laestab.problem, fix: 'Correct it.' });
  const [entryDate, leavingDate] = [day('entryDate'), day('leavingDate')];
  const at = laestab?.ok === true ? laestab.value : ownLaestab(origin);
  const isStay = at !== null && (school !== null || entryDate !== null || leavingDate !== null);
  const stay = { la: at?.slice(0, 3) ?? null, estab: at?.slice(3) ?? null, leavingDate };
  const contact = contactOf(cell, truth);
  const inCare = truth('inCare');
  const pupil: CtfPupil = {
    upn: cell('upn'),
    formerUpn: cell('formerUpn'),
    uln: cell('uln'),
    surname: cell('surname'),
    forename: cell('forename'),
    preferredSurname: cell('preferredSurname'),
    preferredForename: cell('preferredForename'),
    formerSurname: cell('formerSurname'),
    middleNames: cell('middleNames'),
    dateOfBirth: day('dateOfBirth'),
    sex: cell('gender'),
    ncYear: cell('yearGroup'),
    enrolStatus: cell('enrolStatus'),
    lookedAfter: inCare === null ? null : { inCare, careAuthority: cell('careAuthority') },
    sen: null,
    address: addressOf(cell),
    phones: [],
    contacts: contact === null ? [] : [contact],
    // Without a date, all that is said is that the pupil is there on the day of the file.
    schoolHistory: isStay
      ? [{ ...stay, entryDate: entryDate ?? (leavingDate === null ? origin.asOf : null) }]
      : [],
  };
  const record: PupilRecord = { index: row, line, lineOf: () => line, pupil, nhsNumber: cell('nhsNumber') };
  const checked = checkPupil(record, origin, today);
  const told = new Set(problems.map(({ field }) => field));
  const more = checked.ok ? [] : checked.problems.map(named).filter(({ field }) => !told.has(field));
  const all = [...problems, ...more];
  if (!checked.ok || all.length > 0)
    return { ok: false, problems: all, upn: checked.ok ? checked.pupil.upn : checked.upn };
  if (entryDate !== null) return checked;
  const stays = checked.pupil.stays.map((each) =>
    each.organisation === `school/${at?.slice(0, 3)}-${at?.slice(3)}`
      ? { ...each, beginsExact: false }
      : each,
  );
  return { ok: true, pupil: { ...checked.pupil, stays } };
}

const ownLaestab = ({ roll }: CtfOrigin): string | null => roll?.replace(/\D/g, '') ?? null;

type Cell = (column: Column) => string | null;

function addressOf(cell: Cell): CtfPupil['address'] {
  const lines = [cell('addressLine'), cell('addressLine2')].filter((line) => line !== null);
  const [town, postcode, uprn] = [cell('town'), cell('postcode'), cell('uprn')];
  return lines.length === 0 && town === null && postcode === null ? null : { lines, town, postcode, uprn };
}

function contactOf(cell: Cell, truth: (column: Column) => boolean | null): CtfContact | null {
  const [surname, forename] = [cell('carerSurname'), cell('carerForename')];
  const responsibility = truth('carerResponsibility');
  if (surname === null && forename === null) return null;
  const [phone, email] = [cell('carerPhone'), cell('carerEmail')];
  return {
    order: 1,
    title: cell('carerTitle'),
    surname,
    forename,
    relationship: cell('carerRelationship'),
    responsibility,
    address: null,
    addressAsPupil: null,
    phones: phone === null ? [] : [phone],
    emails: email === null ? [] : [email],
  };
}

/** The checks name the elements of a common transfer file. */
const FIELDS: Readonly<Record<string, Column>> = {
  UPN: 'upn',
  FormerUPN: 'formerUpn',
  'BasicDetails/UniqueLearnerNumber': 'uln',
  UniqueLearnerNumber: 'uln',
  NHSNumber: 'nhsNumber',
  Surname: 'surname',
  Forename: 'forename',
  DOB: 'dateOfBirth',
  Sex: 'gender',
  'SchoolHistory/School/EntryDate': 'entryDate',
  'SchoolHistory/School/LeavingDate': 'leavingDate',
};

/** A problem as a reader of a CSV file knows the field. */
export const named = (problem: CtfProblem): CtfProblem => ({
  ...problem,
  field: FIELDS[problem.field] ?? problem.field,
});

function isoDay(text: string): string | null {
  const [, day, month, year] = /^(\d\d?)\/(\d\d?)\/(\d{4})$/.exec(text) ?? [];
  if (day === undefined || month === undefined) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const TRUE = new Set(['true', 'yes', 'y', '1']);
const FALSE = new Set(['false', 'no', 'n', '0']);
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

function clean(text: string): string | null {
  if (PLAIN.test(text)) return text;
  const words = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return words === '' ? null : words;
}
