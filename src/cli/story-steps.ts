import { PERSONA_CME } from '../interchange/demo/personas';

/** What earlier answers gave, for later questions. */
export type Seen = Readonly<Record<string, string>>;

export interface StoryStep {
  readonly title: string;
  readonly as: string;
  readonly user: string;
  readonly job: string;
  readonly purpose: string;
  readonly reference: string;
  readonly query: string;
  readonly variables?: (seen: Seen) => Readonly<Record<string, unknown>>;
  /** Names for ids in this answer, each by its path. */
  readonly keep?: Readonly<Record<string, readonly (string | number)[]>>;
  /** The authority whose hub is asked, where the story has more than one. */
  readonly at?: string;
  /** Asked again until the answer is so, for as long as a delivery may take. */
  readonly until?: (answer: string) => boolean;
  /** The service of the partner is started before this step. */
  readonly meanwhile?: true;
  /** What a reader should notice. */
  readonly notice: string;
}

const { surname, forename, dateOfBirth, upn, school } = PERSONA_CME;
const KACPER = { surname, forename, dateOfBirth };
const SCHOOL = `school/${school.slice(0, 3)}-${school.slice(3)}`;

const FRONT_DOOR = { as: 'la/931/front-door', user: 'W. Front-Door', job: 'front door' };
const POLICE = { as: 'police/E23000029', user: 'O. Incident', job: 'incident officer' };
const TEACHER = { as: SCHOOL, user: 'S. Office', job: 'attendance lead' };
const CME = { as: 'la/931/cme', user: 'C. Officer', job: 'CME officer' };
const HOUSING = { as: 'housing/E07000178', user: 'T. Tenancy', job: 'tenancy officer' };
const SOUTHAMPTON = { as: 'la/852', user: 'N. Neighbour', job: 'CME case officer' };

/** One child, six agencies: from a front-door check to both authorities knowing where he is. */
export const STORY: readonly StoryStep[] = [
  {
    ...FRONT_DOOR,
    title: 'The front door checks whether a child is in education',
    purpose: 'VERIFY_EDUCATION',
    reference: 'FD/2026/4471',
    query: `query ($criteria: ChildLookupInput!) {
  lookupChild(criteria: $criteria) {
    ... on ChildMatch { matchedOn child { id inEducation { value asOf } educationStatus { status since evidence } flagged cmeOfficer { team phone } } }
    ... on NoInformation { advice }
  }
}`,
    variables: () => ({ criteria: { upn, dateOfBirth } }),
    notice:
      'He is not in education, a flag stands, and there is a number to ring. UPN is not in `matchedOn`: the front door may not see it.',
  },
  {
    ...POLICE,
    title: 'A police officer at an incident looks the child up',
    purpose: 'SAFEGUARD',
    reference: 'TVP/2026/118822',
    query: `query ($criteria: ChildLookupInput!) {
  lookupChild(criteria: $criteria) {
    ... on ChildMatch { child { flagged cmeOfficer { team phone } lastKnownAddress { line1 town postcode } } }
    ... on NoInformation { advice }
  }
}`,
    variables: () => ({ criteria: KACPER }),
    notice:
      'A flag stands and whom to ring; the address is withheld, and the refusal names clause 6.1: only for a child reported missing.',
  },
  {
    ...TEACHER,
    title: 'His last school raises an alert',
    purpose: 'RAISE_CONCERN',
    reference: 'ABS/2026/77',
    query: `mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { id receivedAt } }`,
    variables: () => ({
      input: {
        child: { upn, dateOfBirth },
        reason: 'LEFT_WITHOUT_DESTINATION',
        text: 'A former classmate says the family has moved to the coast.',
      },
    }),
    keep: { alert: ['raiseAlert', 'id'] },
    notice: 'A receipt, whatever the hub knows. Raising an alert opens nothing.',
  },
  {
    ...CME,
    title: 'The CME team reads its register and takes the alert',
    purpose: 'LOCATE_CHILD',
    reference: 'CME/2026/31',
    query: `{ alerts(first: 1) { nodes { id state reason child { id name { forename surname } case { rag state } } } } }`,
    keep: { child: ['alerts', 'nodes', 0, 'child', 'id'] },
    notice: 'The alert was matched to the child by what the school had.',
  },
  {
    ...CME,
    title: 'The CME team asks housing and health',
    purpose: 'LOCATE_CHILD',
    reference: 'CME/2026/31',
    query: `mutation ($input: SendEnquiryInput!) { sendEnquiry(input: $input) { id receivedAt } }`,
    variables: (seen) => ({
      input: {
        child: { id: seen['child'] },
        recipients: ['housing/E07000178', 'nhs/RTH'],
        question: 'Is this family known to you, and where do they live now?',
      },
    }),
    keep: { enquiry: ['sendEnquiry', 'id'] },
    notice:
      'One enquiry, two recipients. From now on each sees what its own agreement opens while it is asked, and no longer.',
  },
  {
    ...HOUSING,
    title: 'Housing reads what it is asked',
    purpose: 'ANSWER_ENQUIRY',
    reference: 'OXF/HSG/9012',
    query: `query ($id: ID!) {
  enquiry(id: $id) { question child { name { forename surname } dateOfBirth carerNames { forename surname } lastKnownAddress { line1 postcode } upn } }
}`,
    variables: (seen) => ({ id: seen['enquiry'] }),
    notice: 'Enough to search its tenancies (clause 8.1); the UPN is for education and is withheld.',
  },
  {
    ...HOUSING,
    title: 'Housing answers',
    purpose: 'ANSWER_ENQUIRY',
    reference: 'OXF/HSG/9012',
    query: `mutation ($id: ID!, $input: AnswerEnquiryInput!) { answerEnquiry(id: $id, input: $input) { id receivedAt } }`,
    variables: (seen) => ({
      id: seen['enquiry'],
      input: {
        outcome: 'KNOWN',
        address: { line1: '4 Invented Quay', town: 'Southampton', postcode: 'SO99 9ZZ' },
        note: 'Tenancy surrendered; this is the forwarding address.',
      },
    }),
    notice: 'Another receipt. Its sight of the child ends with its answer.',
  },
  {
    ...SOUTHAMPTON,
    title: 'Southampton meets the child and tells Oxfordshire',
    purpose: 'NOTIFY_MOVE',
    reference: 'SCC/CME/204',
    query: `mutation ($input: NotifyAuthorityInput!) { notifyAuthority(input: $input) { id receivedAt } }`,
    variables: () => ({
      input: {
        child: KACPER,
        to: 'la/931',
        type: 'LOCATED_HERE',
        text: 'Seen by our admissions desk; a place is being arranged.',
      },
    }),
    notice:
      'What Southampton knows of him was enough; whether Oxfordshire knows him is not said in the receipt.',
  },
  {
    ...CME,
    title: 'Oxfordshire finds it in its inbox',
    purpose: 'NOTIFY_MOVE',
    reference: 'CME/2026/31',
    query: `{ notifications(first: 5) { nodes { type fromName text child { name { forename surname } } } } }`,
    notice: 'The child, matched; the sender; what it says.',
  },
  {
    ...CME,
    title: 'Oxfordshire tells Southampton who he is',
    purpose: 'NOTIFY_MOVE',
    reference: 'CME/2026/31',
    query: `mutation ($input: NotifyAuthorityInput!) { notifyAuthority(input: $input) { id receivedAt } }`,
    variables: (seen) => ({
      input: {
        child: { id: seen['child'] },
        to: 'la/852',
        type: 'MOVED_OUT',
        text: 'He is the child you met. Please keep us told of the school.',
      },
    }),
    notice:
      'Being told by the controller gives Southampton a standing to this child: clause 10.4 opens who and where.',
  },
  {
    ...SOUTHAMPTON,
    title: 'Southampton reads its inbox: now it sees who he is',
    purpose: 'NOTIFY_MOVE',
    reference: 'SCC/CME/204',
    query: `{ notifications(first: 5) { nodes { type fromName child { name { forename surname } dateOfBirth upn lastSchool { name } carers { surname phones } riskGroups } } } }`,
    notice: 'Name, UPN, carers and the last school, under clause 10.4; risk groups stay withheld.',
  },
  {
    ...CME,
    title: 'The ledger: who saw what of him, when, under which clause',
    purpose: 'RIGHTS_AND_AUDIT',
    reference: 'CME/2026/31',
    query: `query ($child: ID!) {
  disclosures(filter: { childId: $child }, first: 20) { nodes { at organisation job purpose items { item form outcome under { agreement clause } } } }
}`,
    variables: (seen) => ({ child: seen['child'] }),
    notice: 'Every answer above, written down before it was given.',
  },
];
