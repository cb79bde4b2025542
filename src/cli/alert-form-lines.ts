/** What the graph answers about one alert and its form; a line that was left empty is null. */
export type Line = string | boolean | readonly string[] | null;
export type Lines = Readonly<Record<string, Line>>;

export interface PrintedAlert {
  readonly id: string;
  readonly raisedAt: string;
  readonly reference: string;
  readonly reason: string;
  readonly state: string;
  readonly finding: string | null;
  readonly lacking: readonly string[];
  readonly text: string | null;
  readonly raisedBy: Lines;
  readonly details: Lines;
  readonly additions: readonly { readonly text: string; readonly at: string }[];
  readonly memo: Lines | null;
  readonly hubReferral: Referral | null;
  readonly completions: readonly { readonly at: string; readonly tried: Lines | null }[];
}

export interface Referral {
  readonly lines: Lines;
  readonly livesWith: readonly Lines[];
  readonly tried: Lines | null;
  readonly homeVisitRisk: Lines | null;
}

export type Labels = readonly (readonly [line: string, label: string])[];

export const DETAILS: Labels = [
  ['lastSeenOn', 'Last seen on'],
  ['lastSeenWhere', 'Last seen where'],
  ['knownAddress', 'Known address'],
  ['lastSchool', 'Last school'],
  ['destination', 'Destination'],
  ['tried', 'Tried already'],
];

/** The lines of the memo in the order of the paper. */
export const MEMO: readonly (readonly [heading: string, labels: Labels])[] = [
  [
    'Enquiry from',
    [
      ['enquirerName', 'Name'],
      ['enquirerAddress', 'Address'],
      ['enquirerTelephone', 'Telephone'],
      ['enquirerFax', 'Fax'],
      ['enquirerEmail', 'Email'],
      ['dateOfEnquiry', 'Date of enquiry'],
    ],
  ],
  [
    'Name of child',
    [
      ['surname', 'Surname'],
      ['firstName', 'First name'],
      ['dateOfBirth', 'Date of birth'],
      ['schoolLastAttended', 'School last attended'],
      ['upn', 'UPN'],
      ['sen', 'SEN'],
      ['parentOrCarer', 'Parent or carer'],
      ['lastKnownAddress', 'Last known address'],
      ['addressBelievedMovedTo', 'Address believed to have moved to'],
      ['localAuthority', 'Local authority'],
      ['lastDateOfAttendance', 'Last date of attendance'],
      ['otherInformation', 'Any other information'],
    ],
  ],
];

export const PUPIL: Labels = [
  ['surname', 'Surname'],
  ['yearGroup', 'NC year'],
  ['upn', 'UPN'],
  ['otherSurnames', 'Other surnames the pupil may be known by'],
  ['dateOfBirth', 'Date of birth'],
  ['forenames', 'Forenames'],
  ['gender', 'Gender'],
  ['address', 'Address'],
  ['postcode', 'Postcode'],
  ['currentSchool', 'Current school'],
  ['previousSchool', 'Previous school'],
];
export const REFERRAL: Labels = [
  ['referralDate', 'Referral date'],
  ['referrerName', 'Referred by'],
  ['referrerPhone', 'Telephone'],
  ['referrerEmail', 'Email'],
];
export const PERSON: Labels = [
  ['title', 'Title'],
  ['surname', 'Surname'],
  ['forename', 'Forename'],
  ['addressIfDifferent', 'Address, if different'],
  ['postcode', 'Postcode'],
  ['homePhone', 'Home telephone'],
  ['mobile', 'Mobile'],
  ['parentalResponsibility', 'Parental responsibility'],
  ['relationship', 'Relationship to the pupil'],
];
export const TRIED: Labels = [
  ['parentsContacted', 'Has the school attempted to contact the parents?'],
  ['otherContactsPhoned', 'Has the school attempted to telephone other named contacts?'],
  [
    'professionalsAsked',
    'Has the school attempted to obtain information from involved professionals or the previous school?',
  ],
];
export const RISKS: Labels = [
  ['aggressivePupil', 'Aggressive pupil'],
  ['aggressiveParent', 'Aggressive parent'],
  ['historyOfAggression', 'Previous history of aggression'],
  ['threateningEnvironment', 'Threatening environment'],
  ['knownDrugOrDrinkAbuse', 'Known drug or drink abuse'],
  ['possibleDrugOrDrinkAbuse', 'Possible drug or drink abuse'],
];

const names = (labels: Labels): string => labels.map(([line]) => line).join(' ');
const tried = `tried { ${TRIED.map(([line]) => `${line} ${line}On`).join(' ')} additionalInformation }`;
const memoLines = (open: boolean): string =>
  MEMO.map(([, labels]) => names(labels.filter(([line]) => open || line !== 'sen'))).join(' ');
const risk = `homeVisitRisk { ${names(RISKS)} other otherLevel }`;

/** Everything of one alert. While a referral is open the team reads what it says of risks and special needs, too. */
export const alertQuery = (open: boolean): string => `query ($id: ID!) { alert(id: $id) {
  id raisedAt reference reason state finding lacking text raisedBy { organisation team user job }
  details { ${names(DETAILS)} } additions { text at }
  memo { ${memoLines(open)} }
  hubReferral { ${names(PUPIL)} ${names(REFERRAL)} familyInformation livesWith { ${names(PERSON)} } ${tried} ${open ? risk : ''} }
  completions { at ${tried} }
} }`;
