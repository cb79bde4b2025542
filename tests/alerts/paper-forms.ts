/** The two forms as a clerk would fill them: every line, each with words of its own. */
export const MEMO = {
  enquirerName: 'Clerk of Elm School',
  enquirerAddress: '2 Chalk Lane, Candlemere',
  enquirerTelephone: '01632 960101',
  enquirerFax: '01632 960102',
  enquirerEmail: 'office@elm.example',
  dateOfEnquiry: '2026-11-17',
  surname: 'Larkfield',
  firstName: 'Juniper',
  dateOfBirth: '2014-05-06',
  schoolLastAttended: 'Elm School, Candlemere',
  upn: 'B801200005001',
  sen: true,
  parentOrCarer: 'Mr H. Larkfield',
  lastKnownAddress: '14 Weir Cottages, Candlemere',
  addressBelievedMovedTo: 'Near Harbour Street, Saltmouth',
  localAuthority: 'Saltmouth',
  lastDateOfAttendance: '2026-10-16',
  otherInformation: 'A removal van was seen.\nNo answer by telephone.',
};

export const REFERRAL = {
  surname: 'Thornbury',
  yearGroup: '8',
  upn: 'B801200005001',
  otherSurnames: 'Thorn, Bury-Hale',
  dateOfBirth: '2013-12-01',
  forenames: 'Ivo Sebastian',
  gender: 'M',
  address: '9 Mill Row, Candlemere',
  postcode: 'OX99 3LL',
  currentSchool: 'Ash School',
  previousSchool: 'Oak Primary',
  referralDate: '2026-11-18',
  referrerName: 'Attendance clerk of Ash',
  referrerPhone: '01632 960103',
  referrerEmail: 'attendance@ash.example',
  livesWith: [
    {
      title: 'Ms', surname: 'Thornbury', forename: 'Agnes', addressIfDifferent: 'The Barge, Lower Quay', postcode: 'OX99 1AA',
      homePhone: '01632 960104', mobile: '07700 900101', parentalResponsibility: true, relationship: 'mother',
    },
    {
      title: 'Mr', surname: 'Hale', forename: 'Oswin', addressIfDifferent: '3 Tannery Yard', postcode: 'OX99 2AB',
      homePhone: '01632 960105', mobile: '07700 900102', parentalResponsibility: false, relationship: 'stepfather',
    },
  ],
  familyInformation: 'A grandmother in Fernley is said to know.',
  tried: {
    parentsContacted: true,
    parentsContactedOn: ['2026-11-12', '2026-11-13'],
    otherContactsPhoned: true,
    otherContactsPhonedOn: ['2026-11-16'],
    professionalsAsked: true,
    professionalsAskedOn: ['2026-11-17'],
    additionalInformation: 'Late twice in October.',
  },
  homeVisitRisk: {
    aggressivePupil: 'LOW',
    aggressiveParent: 'HIGH',
    historyOfAggression: 'MEDIUM',
    threateningEnvironment: 'LOW',
    knownDrugOrDrinkAbuse: 'MEDIUM',
    possibleDrugOrDrinkAbuse: 'HIGH',
    other: 'a large dog loose in the yard',
    otherLevel: 'HIGH',
  },
}; // prettier-ignore

/** Every value of a form, as it was written; yes and no are left out. */
export function wordsOf(form: unknown): string[] {
  if (typeof form === 'string') return form.split('\n');
  if (typeof form !== 'object' || form === null) return [];
  return Object.values(form).flatMap(wordsOf);
}

const selected = (form: object): string =>
  Object.entries(form)
    .map(([line, value]: [string, unknown]) => {
      const one: unknown = Array.isArray(value) ? value[0] : value;
      return typeof one === 'object' && one !== null ? `${line} { ${selected(one)} }` : line;
    })
    .join(' ');

/** The selection that asks for every line of a form. */
export const MEMO_LINES = `memo { ${selected(MEMO)} }`;
export const REFERRAL_LINES = `hubReferral { ${selected(REFERRAL)} }`;

/** A form about a child whose number nobody knows. */
export const unnumbered = <Form extends { readonly upn: string }>(form: Form): Omit<Form, 'upn'> =>
  Object.fromEntries(Object.entries(form).filter(([line]) => line !== 'upn')) as Omit<Form, 'upn'>;
