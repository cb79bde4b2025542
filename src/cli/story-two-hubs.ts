import { PERSONA_CME } from '../interchange/demo/personas';
import type { StoryStep } from './story-steps';

/** The two authorities of the story, in the order in which they appear. */
export const OXFORDSHIRE = 'la/931';
export const SOUTHAMPTON = 'la/852';

const { upn, dateOfBirth, surname } = PERSONA_CME;
const OURS = {
  at: OXFORDSHIRE,
  as: `${OXFORDSHIRE}/cme`,
  user: 'C. Officer',
  job: 'CME case officer',
  reference: 'CME/2026/31',
};
const THEIRS = {
  at: SOUTHAMPTON,
  as: `${SOUTHAMPTON}/cme`,
  user: 'S. Officer',
  job: 'CME case officer',
  reference: 'SOTON/2026/7',
};
const LOCATE = 'LOCATE_CHILD';
const ANSWER = 'ANSWER_ENQUIRY';
const MOVE = 'NOTIFY_MOVE';
const ASKED = `query ($id: ID!) { enquiry(id: $id) { state recipients { organisation state outcome delivery } } }`;

/** An enquiry and its answer, and a child who is located: asked in one hub, known in the other. */
export const TWO_HUBS_STORY: readonly StoryStep[] = [
  {
    ...OURS,
    title: 'Oxfordshire, in its own hub, asks Southampton about a child whom it has lost',
    purpose: LOCATE,
    query: `mutation ($input: SendEnquiryInput!) { sendEnquiry(input: $input) { id receivedAt } }`,
    variables: () => ({
      input: {
        child: { upn, dateOfBirth },
        recipients: [SOUTHAMPTON],
        question: 'A classmate says that the family has moved to the coast. Is he with you?',
      },
    }),
    keep: { enquiry: ['sendEnquiry', 'id'] },
    notice: 'Southampton runs a hub of its own, so the question leaves this one by the outbox.',
  },
  {
    ...OURS,
    title: 'Has it come to them?',
    purpose: LOCATE,
    query: ASKED,
    variables: (seen) => ({ id: seen['enquiry'] }),
    until: (text) => text.includes('"DELIVERED"'),
    notice:
      'WAITING: not heard yet. DELIVERED: it is in their hub, posted to the public GraphQL API there as the partner OTHER_AUTHORITY, with a minute’s assertion signed by this hub’s key. No second protocol.',
  },
  {
    ...THEIRS,
    title: 'Southampton reads it, in its own hub',
    purpose: ANSWER,
    query: `{ enquiries(first: 1) { nodes { id from question dueOn reference child { id name { forename surname } dateOfBirth upn lastKnownAddress { line1 } } } } }`,
    keep: {
      theirs: ['enquiries', 'nodes', 0, 'id'],
      child: ['enquiries', 'nodes', 0, 'child', 'id'],
    },
    notice:
      'Another id, and no more of the child than Oxfordshire’s clause 10.1 let out. That it is due by a day is Southampton’s own procedure.',
  },
  {
    ...THEIRS,
    title: 'Southampton knows him, and answers',
    purpose: ANSWER,
    query: `mutation ($id: ID!, $input: AnswerEnquiryInput!) { answerEnquiry(id: $id, input: $input) { id receivedAt } }`,
    variables: (seen) => ({
      id: seen['theirs'],
      input: {
        outcome: 'KNOWN',
        note: 'A school here has him on its list for January.',
        caseWorkerTeam: 'Children missing education',
        caseWorkerPhone: '01632 960199',
        address: { line1: '3 Invented Quay', postcode: 'SO99 1AA' },
      },
    }),
    notice: 'The answer is Southampton’s, under Southampton’s agreements: they decide what of it goes back.',
  },
  {
    ...THEIRS,
    title: 'Has the answer gone back?',
    purpose: ANSWER,
    query: ASKED,
    variables: (seen) => ({ id: seen['theirs'] }),
    until: (text) => text.includes('"DELIVERED"'),
    notice: 'The same field, seen from the other side: how far the answer has come.',
  },
  {
    ...OURS,
    title: 'Oxfordshire reads the answer under its own enquiry',
    purpose: LOCATE,
    query: `query ($id: ID!) { enquiry(id: $id) { state recipients { state outcome } answers { organisation outcome note caseWorkerTeam caseWorkerPhone address { line1 postcode } } } }`,
    variables: (seen) => ({ id: seen['enquiry'] }),
    until: (text) => text.includes('"ANSWERED"'),
    notice:
      'Known, and whom to ring. The address did not leave Southampton: its clause 10.2 tells whoever asks that a child is known, not where.',
  },
  {
    ...THEIRS,
    title: 'Southampton finds him, and tells Oxfordshire so',
    purpose: MOVE,
    query: `mutation ($input: NotifyAuthorityInput!) { notifyAuthority(input: $input) { id receivedAt } }`,
    variables: (seen) => ({
      input: {
        child: { id: seen['child'] },
        to: OXFORDSHIRE,
        type: 'LOCATED_HERE',
        text: 'Seen at home on Monday; starts school here in January.',
      },
    }),
    keep: { notice: ['notifyAuthority', 'id'] },
    notice: 'For a move the purpose is NOTIFY_MOVE, and clause 10.4 lets the name go with the notice.',
  },
  {
    ...OURS,
    title: 'It is in Oxfordshire’s inbox',
    purpose: MOVE,
    query: `{ notifications(first: 5) { nodes { id type from text child { name { forename surname } } } } }`,
    until: (text) => text.includes('LOCATED_HERE') && text.includes(surname),
    notice:
      'Matched to Oxfordshire’s own record of him. Each hub has its own ledger; each names the other’s entry (`correspondence` here, PEER_ANSWERED there).',
  },
];
