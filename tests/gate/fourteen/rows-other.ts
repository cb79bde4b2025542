import type { Row } from './fourteen';
import { EVERYTHING, type About } from './doors-in-use';
import type { Question } from './question';
import { HOUSING, OTHER_HOUSING, POLICE, READERS, STRANGER, TEAM, type World } from './world';

const concern = { as: HOUSING, purpose: 'RAISE_CONCERN', told: () => 'receivedAt":"' };
const raised = (reference: string): Question => ({
  query: `mutation { raiseAlert(input: { child: { ${reference} }, reason: NO_CONTACT }) { id receivedAt } }`,
});
const raisedById = ({ child }: About): Question[] => [raised(`id: "${child.publicId}"`)];
const answered = ({ enquiry }: About): Question[] => [
  { query: `mutation { answerEnquiry(id: "${enquiry}", input: { outcome: NOT_KNOWN }) { id receivedAt } }` },
];
const worked = (): Question[] => [
  {
    query:
      'mutation { recordInvolvement(child: { surname: "A", forename: "B", dateOfBirth: "2014-01-01" }) { id receivedAt } }',
  },
];

export const receipts: Row = {
  hiddenField: {
    ...concern,
    questions: raisedById,
    secrets: ({ child }) => [child.publicId, child.surname, child.upn],
    alike: ({ child, hidden, aboutNobody }) =>
      [child, hidden, aboutNobody.child].map(({ upn, dateOfBirth }) =>
        raised(`upn: "${upn}", dateOfBirth: "${dateOfBirth}"`),
      ),
  },
  overlap: { forbidden: 'to the other neighbour', questions: worked, told: concern.told },
  unknownWord: { ...concern, questions: raisedById },
  expiry: { ...concern, questions: raisedById },
  nobody: { as: OTHER_HOUSING, purpose: 'RAISE_CONCERN' },
  anotherPartner: {
    ...{ as: POLICE, purpose: 'ANSWER_ENQUIRY', told: concern.told, questions: answered },
    other: { as: OTHER_HOUSING, purpose: 'ANSWER_ENQUIRY' },
  },
  partialUpdate: {
    notHere: 'A receipt shows nothing of what is held: what a write leaves is read at the doors that tell.',
  },
  twoClauses: {
    notHere: 'A receipt has an id and a time, whatever clause opens what was written about which child.',
  },
  nullsNothing: { notHere: 'An operation has one mutation, and no field of its receipt is ever withheld.' },
  ledgerDown: { ...concern, questions: raisedById },
  staleRules: { ...concern, questions: raisedById },
  unanswered: { notHere: 'A receipt has an id and a time and no outcome.' },
  ownWord: { readers: READERS },
  warmCache: {
    askers: [{ as: HOUSING, purpose: 'SAFEGUARD' }, concern, { as: POLICE, purpose: 'LOCATE_CHILD' }],
    questions: (about) => [
      ...raisedById(about),
      ...worked(),
      { query: `mutation { closeCase(id: "${about.alert}", reason: ON_ROLL) { id } }` },
    ],
  },
};

const police = { as: POLICE, purpose: 'LOCATE_CHILD', job: 'constable' };
const TEAM_NAME = 'Children missing education team';
const officer = (): Question[] => [{ query: '{ cmeOfficer { team } }' }];

export const rules: Row = {
  hiddenField: {
    ...police,
    told: () => '"name":"flagged"',
    questions: () => [{ query: '{ __type(name: "Child") { fields { name } } }' }],
    secrets: () => ['"name":"upn"', '"name":"nhsNumber"', '"name":"harmMarkers"'],
  },
  overlap: {
    forbidden: 'to the other neighbour',
    questions: () => [
      { query: '{ sharing { may(field: "Disclosure.at", purpose: "LOCATE_CHILD") { verdict } } }' },
    ],
    told: () => 'ALWAYS',
  },
  unknownWord: { ...police, questions: officer, told: () => TEAM_NAME },
  expiry: { ...police, questions: officer, told: () => TEAM_NAME },
  nobody: {
    ...police,
    pairs: [
      [
        { query: '{ agreements(name: "youth-justice") { name text } }' },
        { query: '{ agreements(name: "no-such") { name text } }' },
      ],
    ],
  },
  anotherPartner: {
    ...{ as: HOUSING, purpose: 'LOCATE_CHILD', told: () => 'Housing services of the Oxfordshire districts' },
    questions: () => [{ query: '{ agreements(name: "housing-oxfordshire") { title text } }' }],
    other: police,
  },
  partialUpdate: { notHere: 'Rules are changed by approving a version: there is no partial update of one.' },
  twoClauses: { notHere: 'The rules say what is agreed for which children, and name no child.' },
  nullsNothing: {
    ...{ ...police, purpose: 'COHORT_PLANNING', told: () => TEAM_NAME },
    questions: ({ child }) => [
      { query: `{ cmeOfficer { team } sharing { unit } child(id: "${child.publicId}") { id } }` },
    ],
  },
  ledgerDown: { ...police, told: () => TEAM_NAME },
  staleRules: { ...police, told: () => TEAM_NAME },
  unanswered: { notHere: 'The rules name NOT_KNOWN as a word of the schema, and no enquiry.' },
  ownWord: { readers: READERS },
  warmCache: {
    askers: [police, { as: HOUSING, purpose: 'LOCATE_CHILD' }, { as: TEAM, purpose: 'LOCATE_CHILD' }],
  },
};

const mistake = ({ child }: About): Question[] => [
  { query: `{ child(id: "${child.publicId.slice(0, 20)}") { id } }` },
];
const wrong = { ...police, told: () => 'BAD_USER_INPUT', questions: mistake };

export const errorText: Row = {
  hiddenField: {
    ...{ ...wrong, questions: EVERYTHING['error text'] },
    secrets: ({ child }) => [child.surname, child.upn, child.publicId],
    alike: ({ child, hidden, aboutNobody }) =>
      [child, hidden, aboutNobody.child].map(({ upn }) => ({
        query: `{ lookupChild(criteria: { upn: "${upn}" }) { __typename } }`,
      })),
  },
  overlap: {
    notHere:
      'An error says nothing that one agreement opens and another forbids: refusals are those of each door.',
  },
  unknownWord: wrong,
  expiry: wrong,
  nobody: police,
  anotherPartner: {
    notHere:
      'What is wrong with a question does not depend on whose record it names: each door asks for those.',
  },
  partialUpdate: { notHere: 'An error changes nothing.' },
  twoClauses: { notHere: 'A refusal is a function of the agreements and never of the child.' },
  nullsNothing: {
    ...{ ...police, told: ({ child }: World) => child.surname },
    questions: ({ child }) => [
      {
        query: `{ child(id: "${child.publicId}") { name { surname } } alerts(after: "bm90aGluZw") { nodes { id } } }`,
      },
    ],
  },
  ledgerDown: wrong,
  staleRules: wrong,
  unanswered: { notHere: 'An error is no answer to an enquiry, and names no outcome.' },
  ownWord: { readers: READERS },
  warmCache: {
    notHere:
      'What is wrong with a question is the same for every role; refusals of fields are those of each door.',
  },
};

const NO_AGREEMENT = 'No route here takes a purpose, an id or a token, or answers under an agreement.';
const ready = (): Question[] => [{ route: '/health/ready' }];
const nobody = { as: STRANGER, purpose: null };

export const operations: Row = {
  hiddenField: {
    ...{ ...nobody, told: () => 'rollcall_answers_total' },
    secrets: ({ child }) => [
      child.publicId,
      child.surname,
      child.upn,
      child.nhsNumber,
      child.dateOfBirth,
      'Canary',
    ],
  },
  overlap: { notHere: NO_AGREEMENT },
  unknownWord: { notHere: NO_AGREEMENT },
  expiry: { notHere: NO_AGREEMENT },
  nobody: { notHere: NO_AGREEMENT },
  anotherPartner: { notHere: NO_AGREEMENT },
  partialUpdate: { notHere: 'Nothing of a child is read here.' },
  twoClauses: { notHere: NO_AGREEMENT },
  nullsNothing: { notHere: 'Nothing here is withheld field by field.' },
  ledgerDown: { ...nobody, told: () => '"status":"ready"', questions: ready },
  staleRules: { ...nobody, told: () => '"status":"ready"', questions: ready },
  unanswered: { notHere: 'Counts and states of the process: nothing of an enquiry.' },
  ownWord: { readers: READERS },
  warmCache: { notHere: 'No document is sent to these routes, and every caller is answered alike.' },
};
