/**
 * Named children of the demonstration region, for trying the hub out and for writing tests against it. All invented.
 * Their numbers, names and dates of birth never change; dates of what happened to them are counted from the day on
 * which the region was loaded.
 */
export interface Persona {
  /** One sentence: what is so about this child, and what an asker should notice. */
  readonly says: string;
  readonly upn: string;
  readonly nhsNumber: string;
  readonly forename: string;
  readonly surname: string;
  readonly sex: 'F' | 'M';
  readonly dateOfBirth: string;
  /** Seven digits: the school the child is at, or was at last. */
  readonly school: string;
}

export const PERSONA_ON_ROLL: Persona = {
  says: 'On roll at Candlemere School: a front door that asks learns that she is in education.',
  upn: 'L931212318901',
  nhsNumber: '9999000010',
  forename: 'Isla',
  surname: 'Fennimore',
  sex: 'F',
  dateOfBirth: '2014-03-14',
  school: '9314123',
};

export const PERSONA_CME: Persona = {
  says: 'Missing education with an open case and a last known address; social care has an open case too.',
  upn: 'T931211221902',
  nhsNumber: '9999000029',
  forename: 'Kacper',
  surname: 'Wiśniewola-Dale',
  sex: 'M',
  dateOfBirth: '2016-11-02',
  school: '9312112',
};

export const PERSONA_MISSING: Persona = {
  says: 'Reported missing to Thames Valley Police three days ago; she has an open case with the council.',
  upn: 'T931310716903',
  nhsNumber: '9999000037',
  forename: 'Chidera',
  surname: 'Okonjola-Wells',
  sex: 'F',
  dateOfBirth: '2012-06-21',
  school: '9314138',
};

export const PERSONA_PROTECTED: Persona = {
  says: 'In a refuge: to every outsider she looks like a child nobody knows.',
  upn: 'A931214420904',
  nhsNumber: '9999000045',
  forename: 'Freya',
  surname: 'Castellane',
  sex: 'F',
  dateOfBirth: '2016-01-30',
  school: '9312144',
};

export const PERSONA_TWIN_A: Persona = {
  says: 'One of two twins whose names sound alike: a question must not find the other.',
  upn: 'N931312617905',
  nhsNumber: '9999000053',
  forename: 'Aisha',
  surname: 'Rahmani-Cole',
  sex: 'F',
  dateOfBirth: '2013-08-19',
  school: '9314107',
};

export const PERSONA_TWIN_B: Persona = {
  says: 'The other twin: same surname, address and date of birth, another school, no case of any kind.',
  upn: 'C931312617906',
  nhsNumber: '9999000061',
  forename: 'Ayesha',
  surname: 'Rahmani-Cole',
  sex: 'F',
  dateOfBirth: '2013-08-19',
  school: '9314115',
};

export const PERSONA_EHE: Persona = {
  says: 'Educated at home since the parents wrote to the school; the council has found it suitable.',
  upn: 'V931216818907',
  nhsNumber: '9999000088',
  forename: 'Tobias',
  surname: 'Ó Cuinn',
  sex: 'M',
  dateOfBirth: '2013-09-09',
  school: '9314107',
};

export const PERSONA_MOVED: Persona = {
  says: 'Moved from Oxfordshire to Southampton three weeks ago and is on roll there.',
  upn: 'V931313816908',
  nhsNumber: '9999000096',
  forename: 'Leila',
  surname: 'Farrokhzar-Gray',
  sex: 'F',
  dateOfBirth: '2012-02-11',
  school: '8524001',
};

export const PERSONA_HOUSING: Persona = {
  says: 'Flagged as missing education while Oxford’s housing service has an open case for the family.',
  upn: 'M931213120909',
  nhsNumber: '9999000118',
  forename: 'Jayden',
  surname: 'Okafor-Pike',
  sex: 'M',
  dateOfBirth: '2015-12-01',
  school: '9312131',
};

export const PERSONAS: readonly Persona[] = [
  PERSONA_ON_ROLL,
  PERSONA_CME,
  PERSONA_MISSING,
  PERSONA_PROTECTED,
  PERSONA_TWIN_A,
  PERSONA_TWIN_B,
  PERSONA_EHE,
  PERSONA_MOVED,
  PERSONA_HOUSING,
];
