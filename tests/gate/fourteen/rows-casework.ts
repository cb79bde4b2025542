import type { Row } from './fourteen';
import { LETTER, OTHER_HEALTH, POLICE, READERS, TEAM, type World } from './world';

const officer = { as: TEAM, purpose: 'LOCATE_CHILD', told: ({ child }: World) => child.surname };
const partner = { as: POLICE, purpose: 'ANSWER_ENQUIRY', told: () => '"step":"answer an enquiry"' };
const notAsked = { as: OTHER_HEALTH, purpose: 'ANSWER_ENQUIRY' };
const whoever = { as: POLICE, purpose: 'LOCATE_CHILD' };
const page = (after: string | null): string =>
  `{ workList(first: 1, after: ${JSON.stringify(after)}) { nodes { id step } pageInfo { endCursor } } }`;

/** The register is told to the team that keeps it; every other asker is given an empty list and no entry. */
export const register: Row = {
  hiddenField: {
    notHere:
      'An entry is read by the team alone, to which its fields open together or the entry is not shown.',
  },
  overlap: {
    notHere: 'The register is read by the home authority alone, which no other agreement can forbid it.',
  },
  unknownWord: officer,
  expiry: officer,
  nobody: whoever,
  anotherPartner: { ...officer, other: whoever },
  partialUpdate: officer,
  twoClauses: {
    ...officer,
    told: ({ child }) => [child.surname, 'Canary lane'],
    shut: () => ['Plover lane'],
  },
  nullsNothing: {
    notHere: 'To the team every field of an entry with an open case is open, so that none is withheld.',
  },
  ledgerDown: officer,
  staleRules: officer,
  unanswered: { ...officer, afterwards: false },
  ownWord: { readers: READERS },
  warmCache: { askers: [officer, whoever] },
};

const letter = { as: TEAM, purpose: 'LOCATE_CHILD', told: () => LETTER };

/** A document is opened to the team alone; nobody else is told that there is one. */
export const documents: Row = {
  hiddenField: {
    notHere: 'All of a document is one item, so that its fields open together or it is not shown.',
  },
  overlap: {
    notHere: 'A document is read by the home authority alone, which no other agreement can forbid it.',
  },
  unknownWord: letter,
  expiry: letter,
  nobody: whoever,
  anotherPartner: { ...letter, other: whoever },
  partialUpdate: {
    notHere: 'No partner writes to a document: it is put on a case whole by the team, and taken off whole.',
  },
  twoClauses: {
    notHere: 'A document has no second clause: the item stands with the case, open or answered for.',
  },
  nullsNothing: {
    notHere: 'To the team every field of a document is open, so that none is withheld beside another.',
  },
  ledgerDown: letter,
  staleRules: letter,
  unanswered: { notHere: 'A document is no answer to an enquiry, and tells of none.' },
  ownWord: { readers: READERS },
  warmCache: { askers: [letter, whoever] },
};

export const work: Row = {
  hiddenField: {
    ...partner,
    shut: {
      on: 'WorkItem',
      fields: ['case { rag officer }', 'child { upn nhsNumber carers { phones } }'],
      open: 'row',
      wrap: (_about, selection) => `{ workList(first: 50) { nodes { step ${selection} } } }`,
    },
    secrets: ({ child }) => [child.upn, child.nhsNumber, '07700', 'RED'],
  },
  overlap: {
    forbidden: 'of the child',
    told: ({ second }) => second.surname,
    shut: ({ child }) => child.surname,
  },
  unknownWord: partner,
  expiry: { ...partner, page, root: 'workList' },
  nobody: notAsked,
  anotherPartner: { ...partner, other: notAsked, page, root: 'workList' },
  partialUpdate: officer,
  twoClauses: {
    ...officer,
    told: ({ child, second }) => [child.surname, 'Canary lane', second.surname],
    shut: () => ['Plover lane'],
  },
  nullsNothing: partner,
  ledgerDown: partner,
  staleRules: partner,
  unanswered: { ...officer, afterwards: false },
  ownWord: { readers: READERS },
  warmCache: { askers: [partner, officer, notAsked] },
};
