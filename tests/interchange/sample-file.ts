import type { CtfPupil } from '../../src/interchange/ctf';
import { type CtfFile, writeCtf } from '../../src/interchange/ctf.writer';
import { makeUpn } from '../../src/kernel/upn';

export const SCHOOL: CtfFile = {
  source: { laestab: '9314123', name: 'Candlemere School', academicYear: 2026 },
  destination: { authority: '931' },
  writtenAt: '2026-09-20T08:30:00',
};

/** Invented pupil number `n`, from 0. */
export function samplePupil(n: number, changed: Partial<CtfPupil> = {}): CtfPupil {
  const serial = {
    laNumber: '931',
    establishment: '4123',
    year: 10 + Math.floor(n / 1000),
    serial: n % 1000,
  };
  return {
    upn: makeUpn(serial),
    formerUpn: null,
    uln: null,
    surname: `O’Sample-${word(n)}`,
    forename: `Zoë ${word(n * 7)}`,
    preferredSurname: n % 10 === 0 ? `Known-${word(n)}` : null,
    preferredForename: null,
    formerSurname: n % 15 === 0 ? `Former${word(n)}` : null,
    middleNames: n % 3 === 0 ? 'Mary' : null,
    dateOfBirth: `${2011 + (n % 5)}-0${1 + (n % 9)}-${10 + (n % 18)}`,
    sex: n % 2 === 0 ? 'F' : 'M',
    ncYear: String(7 + (n % 5)),
    enrolStatus: 'C',
    lookedAfter: n % 50 === 0 ? { inCare: true, careAuthority: '931' } : null,
    sen: 'N',
    address: {
      lines: [`${n + 1} Invented Row`, 'Nowhere & Beyond'],
      town: 'Oxbridge',
      postcode: 'OX99 9AB',
      uprn: null,
    },
    phones: [],
    contacts: [
      {
        order: 1,
        title: 'Ms',
        surname: `O’Sample-${word(n)}`,
        forename: 'Ada',
        relationship: 'PAM',
        responsibility: true,
        address: null,
        addressAsPupil: true,
        phones: ['07700 900123'],
        emails: ['ada@example.org'],
      },
    ],
    schoolHistory: [
      { la: '931', estab: '2123', entryDate: '2016-09-01', leavingDate: '2022-07-20' },
      { la: '931', estab: '4123', entryDate: '2022-09-01', leavingDate: null },
    ],
    ...changed,
  };
}

export function* samplePupils(count: number): Generator<CtfPupil> {
  for (let n = 0; n < count; n += 1) yield samplePupil(n);
}

/** A file as a stream of small pieces, cut where no element ends. */
export async function* streamOf(text: string | Iterable<string>, piece = 1000): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(typeof text === 'string' ? text : [...text].join(''));
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

export function fileWith(pupils: Iterable<CtfPupil>, file: CtfFile = SCHOOL): AsyncGenerator<Buffer> {
  return streamOf(writeCtf(file, pupils));
}

function word(n: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return [n % 26, Math.floor(n / 26) % 26, Math.floor(n / 676) % 26].map((at) => letters.charAt(at)).join('');
}
