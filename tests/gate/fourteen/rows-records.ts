import type { About } from './doors-in-use';
import type { Row } from './fourteen';
import type { Question } from './question';
import { HEALTH, HOUSING, OTHER_HEALTH, POLICE, READERS, TEAM } from './world';

const AUDIT = 'RIGHTS_AND_AUDIT';
const police = { as: POLICE, purpose: AUDIT, told: () => 'Canary emergency' };
const other = { as: OTHER_HEALTH, purpose: AUDIT };
const team = { as: TEAM, purpose: AUDIT, told: () => 'Canary emergency' };
const usesPage = (after: string | null): string =>
  `{ emergencyUses(first: 1, after: ${JSON.stringify(after)}) { nodes { id text } pageInfo { endCursor } } }`;

export const emergencies: Row = {
  hiddenField: {
    ...police,
    shut: {
      on: 'EmergencyUse',
      fields: ['child { id name { surname } }'],
      open: 'reference',
      wrap: (_about, selection) => `{ emergencyUses(first: 50) { nodes { text ${selection} } } }`,
    },
    secrets: ({ child }) => [child.publicId, child.surname],
    alike: () =>
      [HEALTH, OTHER_HEALTH, 'nhs/none'].map((organisation) => ({
        query: `{ emergencyUses(filter: { organisation: "${organisation}" }) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      })),
  },
  overlap: {
    forbidden: 'of the child',
    told: ({ second }) => second.surname,
    shut: ({ child }) => child.surname,
  },
  unknownWord: police,
  expiry: { ...police, page: usesPage, root: 'emergencyUses' },
  nobody: { as: HEALTH, purpose: AUDIT, rows: ['emergencyUses', 'nodes'] },
  anotherPartner: { ...police, other, page: usesPage, root: 'emergencyUses' },
  partialUpdate: team,
  // With a case open its officer sees what was used for that child; for any child only whoever audits does.
  twoClauses: {
    ...{ as: TEAM, purpose: 'CASE_GOVERNANCE' },
    told: () => ['Canary emergency', 'Canary lane'],
    shut: () => ['Plover emergency', 'Plover lane'],
  },
  nullsNothing: police,
  ledgerDown: police,
  staleRules: police,
  unanswered: {
    notHere: 'A use of emergency access is no enquiry, and none of its fields has an outcome of one.',
  },
  ownWord: { readers: READERS },
  warmCache: { askers: [police, team, { as: HEALTH, purpose: AUDIT }, other] },
};

const keeper = { as: TEAM, purpose: AUDIT, told: () => 'Canary correction' };
const keeperOfCase = { ...keeper, purpose: 'CASE_GOVERNANCE' };
const whoever = { as: POLICE, purpose: AUDIT };

export const corrections: Row = {
  hiddenField: {
    ...keeper,
    shut: {
      on: 'Correction',
      fields: ['child { id name { surname } }'],
      open: 'reference',
      wrap: ({ correction }, selection) => `{ correction(id: "${correction}") { reason ${selection} } }`,
    },
    secrets: ({ child }) => [child.publicId, child.surname, 'Canary street'],
  },
  overlap: {
    notHere: 'A correction is read by the home authority alone, which no other agreement can forbid it.',
  },
  unknownWord: keeper,
  expiry: keeper,
  nobody: whoever,
  anotherPartner: { ...keeper, other: whoever },
  partialUpdate: keeperOfCase,
  twoClauses: {
    ...keeperOfCase,
    told: () => ['Canary correction', 'Canary lane'],
    shut: () => ['Plover correction', 'Plover lane'],
  },
  nullsNothing: keeper,
  ledgerDown: keeper,
  staleRules: keeper,
  unanswered: { notHere: 'A correction is of a fact of the record, and of no answer to an enquiry.' },
  ownWord: { readers: READERS },
  warmCache: { askers: [keeper, keeperOfCase, whoever] },
};

const own = {
  as: POLICE,
  purpose: AUDIT,
  told: ({ child }: { child: { publicId: string } }) => child.publicId,
};

export const disclosures: Row = {
  hiddenField: {
    ...own,
    secrets: ({ hidden }) => [hidden.publicId, HOUSING, 'Canary'],
    alike: ({ hidden, aboutNobody, about }) =>
      [hidden, aboutNobody.child].map(({ publicId }) => ({
        query: `{ disclosures(filter: { childId: "${publicId}", until: "${about.before}" }) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      })),
  },
  overlap: {
    forbidden: 'to the other neighbour',
    questions: () => [{ query: '{ disclosures(filter: {}, first: 5) { nodes { id organisation } } }' }],
    told: () => '"organisation":',
  },
  unknownWord: own,
  expiry: own,
  nobody: own,
  anotherPartner: { ...own, other },
  partialUpdate: { ...team, told: own.told },
  twoClauses: {
    notHere: 'Records of use open for every child or not at all; a purpose that opens some is refused.',
  },
  nullsNothing: {
    notHere: 'Every field of an entry is the same item, so that an entry is open or refused as a whole.',
  },
  ledgerDown: own,
  staleRules: own,
  unanswered: {
    notHere: 'The ledger holds which items were told, never their values or the outcome of an enquiry.',
  },
  ownWord: { readers: READERS },
  warmCache: { askers: [own, { as: HOUSING, purpose: AUDIT }, { as: TEAM, purpose: AUDIT }] },
};

const items = ({ entry }: About): Question[] => [
  {
    query: `{ disclosureReceipt(id: "${entry}") { id at kind items { child item form outcome under { agreement clause } } } }`,
  },
];

export const ledgerReceipts: Row = {
  hiddenField: { ...own, secrets: ({ child, hidden }) => [child.id, hidden.publicId, HOUSING, 'Canary'] },
  overlap: {
    notHere:
      'A receipt is opened by the item and the action that open the list of disclosures, and by no others.',
  },
  unknownWord: own,
  expiry: own,
  nobody: { as: HEALTH, purpose: AUDIT },
  anotherPartner: { ...own, other },
  partialUpdate: { ...team, told: own.told },
  twoClauses: {
    notHere: 'Records of use open for every child or not at all; a purpose that opens some is refused.',
  },
  nullsNothing: {
    notHere: 'Every field of a receipt is the same item, so that a receipt is open or refused as a whole.',
  },
  ledgerDown: own,
  staleRules: own,
  unanswered: {
    notHere: 'The ledger holds which items were told, never their values or the outcome of an enquiry.',
  },
  ownWord: { readers: READERS },
  // Without the proof, which leads to a newer head each time.
  warmCache: {
    askers: [own, { as: HOUSING, purpose: AUDIT }, { as: TEAM, purpose: AUDIT }],
    questions: items,
  },
};
