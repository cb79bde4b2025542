import { parseLaestab, schoolOrganisationId } from '../kernel/laestab';
import { type LocalDate, parseLocalDate, yearsBetween } from '../kernel/local-date';
import { parseNhsNumber } from '../kernel/nhs-number';
import { parseOrganisationId, type OrganisationId } from '../kernel/organisation-id';
import { parsePostcode } from '../kernel/postcode';
import { parseUln } from '../kernel/uln';
import { parseUpn, type Upn } from '../kernel/upn';
import type { CtfAddress, CtfHeader, CtfPupil, PupilRecord, CtfSchoolStay } from './ctf';
import { CtfFileError } from './ctf.errors';

/** One thing to put right. It names the element and the rule, never what stood there: that may be personal. */
export interface CtfProblem {
  readonly field: string;
  readonly line: number;
  readonly reason: string;
  readonly fix: string;
}

/** Where a file comes from, checked. `roll` is the school's own organisation; an authority's file has none. */
export interface CtfOrigin {
  readonly source: OrganisationId;
  readonly roll: OrganisationId | null;
  readonly authority: OrganisationId;
  readonly asOf: LocalDate;
  readonly destination: CtfDestination | null;
}

export interface CtfDestination {
  readonly kind: 'school' | 'unknown' | null;
  readonly words: string | null;
}

/** Time on the roll of one school. Where a day is not exact, it is only one on which the child was there, or no more. */
export interface Stay {
  readonly organisation: OrganisationId;
  readonly begins: LocalDate;
  readonly beginsExact: boolean;
  readonly ends: LocalDate | null;
  readonly endsExact: boolean;
}

export interface PupilNumber {
  readonly kind: 'uln' | 'nhs_number';
  readonly value: string;
}

/** A pupil that passed every check. */
export interface CheckedPupil extends Omit<CtfPupil, 'sex' | 'schoolHistory'> {
  readonly numbers: readonly PupilNumber[];
  readonly upn: Upn;
  readonly formerUpn: Upn | null;
  readonly surname: string;
  readonly forename: string;
  readonly dateOfBirth: LocalDate;
  readonly sex: 'F' | 'M' | 'U' | null;
  readonly stays: readonly Stay[];
}

export type CheckedRecord =
  | { readonly ok: true; readonly pupil: CheckedPupil }
  | {
      readonly ok: false;
      readonly problems: readonly CtfProblem[];
      /** Whose row it is, as far as that can be read. */
      readonly upn: Upn | null;
    };

const OLDEST = 25;
const LONGEST_NAME = 200;

/** Checks what every pupil of a file rests on. Throws CtfFileError when it does not hold. */
export function checkHeader(header: CtfHeader, line: number, today: LocalDate): CtfOrigin {
  const { la, estab } = header.sourceSchool;
  const authority = parseOrganisationId(`la/${la ?? ''}`);
  if (!authority.ok) throw new CtfFileError(line, `Header/SourceSchool/LEA: ${authority.problem}`);
  const sentByAuthority = estab === 'LLLL';
  const laestab = parseLaestab(`${la ?? ''}${estab ?? ''}`);
  if (!laestab.ok && !sentByAuthority) {
    throw new CtfFileError(
      line,
      `Header/SourceSchool: LEA and Estab do not name a school. ${laestab.problem}`,
    );
  }
  const roll = laestab.ok ? schoolOrganisationId(laestab.value) : null;
  const written = parseLocalDate((header.dateTime ?? '').slice(0, 10));
  const asOf = written.ok && written.value <= today ? written.value : today;
  return {
    source: roll ?? authority.value,
    roll,
    authority: authority.value,
    asOf,
    destination: destinationOf(header),
  };
}

/** Checks one pupil and finds all that is wrong with it at once. */
export function checkPupil(record: PupilRecord, origin: CtfOrigin, today: LocalDate): CheckedRecord {
  const { pupil, lineOf } = record;
  const problems: CtfProblem[] = [];
  const say = (field: string, reason: string, fix: string): null => {
    problems.push({
      field,
      line: lineOf(field) ?? lineOf(`BasicDetails/${field}`) ?? record.line,
      reason,
      fix,
    });
    return null;
  };
  const day = (field: string, text: string | null): LocalDate | null => {
    if (text === null) return null;
    const parsed = parseLocalDate(text);
    if (!parsed.ok) return say(field, 'This is not a day of the calendar.', parsed.problem);
    if (parsed.value > today)
      return say(field, 'This day has not come yet.', 'Correct the year, the month or the day.');
    return parsed.value;
  };
  const upnOf = (field: string, text: string | null): Upn | null => {
    if (text === null) return null;
    const parsed = parseUpn(text);
    return parsed.ok
      ? parsed.value
      : say(field, parsed.problem, 'Correct it in the school system and export again.');
  };
  const nameOf = (field: string, name: string | null): string | null => {
    if (name === null)
      return say(field, 'There is none.', 'Every pupil has one; write a single name in both.');
    return name.length <= LONGEST_NAME
      ? name
      : say(field, 'It is longer than any name.', 'Check the export.');
  };

  const upn = upnOf('UPN', pupil.upn);
  if (pupil.upn === null)
    say('UPN', 'There is none.', 'Allocate a UPN, temporary if need be, and export again.');
  const formerUpn = upnOf('FormerUPN', pupil.formerUpn);
  const numbers = checkNumbers(record, say);
  const surname = nameOf('Surname', pupil.surname);
  const forename = nameOf('Forename', pupil.forename);
  const dateOfBirth = day('DOB', pupil.dateOfBirth);
  if (pupil.dateOfBirth === null) say('DOB', 'There is none.', 'Write the date of birth as year-month-day.');
  if (dateOfBirth !== null && yearsBetween(dateOfBirth, today) > OLDEST) {
    say('DOB', `That would be older than ${OLDEST}.`, 'Correct the year of birth.');
  }
  const sexField = lineOf('Sex') === undefined && lineOf('Gender') !== undefined ? 'Gender' : 'Sex';
  const sex = pupil.sex?.toUpperCase() ?? null;
  if (sex !== null && !isSex(sex)) say(sexField, 'This is not a code for sex.', 'Write F or M.');

  const stays = pupil.schoolHistory.flatMap((stay, index) => {
    const path = `SchoolHistory/School${index === 0 ? '' : `[${index + 1}]`}`;
    return checkStay(stay, path, day, say) ?? [];
  });
  const address = pupil.address === null ? null : tidyAddress(pupil.address);
  if (problems.length > 0 || upn === null || surname === null || forename === null || dateOfBirth === null) {
    return { ok: false, problems, upn };
  }
  const withRoll = atSource(stays, pupil.enrolStatus, origin);
  const checked = { upn, formerUpn, numbers, surname, forename, dateOfBirth, address, stays: withRoll };
  return { ok: true, pupil: { ...pupil, ...checked, sex: isSex(sex) ? sex : null } };
}

type Day = (field: string, text: string | null) => LocalDate | null;
type Say = (field: string, reason: string, fix: string) => null;

function checkNumbers({ pupil, nhsNumber }: PupilRecord, say: Say): PupilNumber[] {
  const numbers: PupilNumber[] = [];
  const add = (
    kind: PupilNumber['kind'],
    field: string,
    text: string | null,
    parse: typeof parseUln | typeof parseNhsNumber,
  ): void => {
    if (text === null) return;
    const parsed = parse(text);
    if (parsed.ok) numbers.push({ kind, value: parsed.value });
    else say(field, parsed.problem, 'Correct it, or leave it out, and export again.');
  };
  add('uln', 'UniqueLearnerNumber', pupil.uln, parseUln);
  add('nhs_number', 'NHSNumber', nhsNumber ?? null, parseNhsNumber);
  return numbers;
}

/** A stay at a school without a LAESTAB (abroad, unknown) has no organisation to stand under and is left out. */
function checkStay(stay: CtfSchoolStay, path: string, day: Day, say: Say): Stay | null {
  const entry = day(`${path}/EntryDate`, stay.entryDate);
  const ends = day(`${path}/LeavingDate`, stay.leavingDate);
  if (entry !== null && ends !== null && ends < entry) {
    say(`${path}/LeavingDate`, 'It is before the entry date.', 'Correct one of the two dates.');
  }
  const laestab = parseLaestab(`${stay.la ?? ''}${stay.estab ?? ''}`);
  const begins = entry ?? ends;
  if (!laestab.ok || begins === null) return null;
  return {
    organisation: schoolOrganisationId(laestab.value),
    begins,
    beginsExact: entry !== null,
    ends,
    endsExact: true,
  };
}

/** Guests and pupils who never came are on no roll; for a former pupil the roll has ended even if no date is given. */
function atSource(stays: readonly Stay[], enrolStatus: string | null, origin: CtfOrigin): readonly Stay[] {
  const { roll, asOf } = origin;
  const status = enrolStatus?.toUpperCase();
  if (roll === null || status === 'G' || status === 'X')
    return stays.filter((stay) => stay.organisation !== roll);
  const known = stays.some((stay) => stay.organisation === roll);
  const all = known
    ? stays
    : [...stays, { organisation: roll, begins: asOf, beginsExact: false, ends: null, endsExact: true }];
  if (status !== 'P') return all;
  return all.map((stay) =>
    stay.organisation === roll && stay.ends === null ? { ...stay, ends: asOf, endsExact: false } : stay,
  );
}

/** `XXXXXXX`: nobody knows where. `MMMMMMM`: a school without public funding, or outside England and Wales. */
function destinationOf(header: CtfHeader): CtfDestination | null {
  const code = `${header.destSchool.la ?? ''}${header.destSchool.estab ?? ''}`.toUpperCase();
  if (/^X+$/.test(code)) return { kind: 'unknown', words: null };
  if (/^M+$/.test(code))
    return { kind: null, words: 'outside the publicly funded schools of England and Wales' };
  const laestab = parseLaestab(code);
  return laestab.ok ? { kind: 'school', words: schoolOrganisationId(laestab.value) } : null;
}

function tidyAddress(address: CtfAddress): CtfAddress {
  const postcode = parsePostcode(address.postcode ?? '');
  return postcode.ok ? { ...address, postcode: postcode.value } : address;
}

function isSex(word: string | null): word is 'F' | 'M' | 'U' {
  return word === 'F' || word === 'M' || word === 'U';
}
