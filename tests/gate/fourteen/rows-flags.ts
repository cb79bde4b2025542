import type { Row } from './fourteen';
import { HOUSING, OTHER_HOUSING, READERS, TEAM, type World } from './world';

const holder = { as: HOUSING, purpose: 'LOCATE_CHILD', told: () => 'Canary cannot hold flags' };
const notAsked = { as: OTHER_HOUSING, purpose: 'LOCATE_CHILD' };
const team = { as: TEAM, purpose: 'LOCATE_CHILD', told: ({ child }: World) => child.surname };
const page = (after: string | null): string =>
  `{ flagPlacements(first: 1, after: ${JSON.stringify(after)}) { nodes { id refusal } pageInfo { endCursor } } }`;

export const flags: Row = {
  hiddenField: {
    ...holder,
    shut: {
      on: 'FlagPlacement',
      fields: ['liftedBecause', 'child { upn nhsNumber carers { phones } addresses { line1 } case { rag } }'],
      open: 'holder',
      wrap: (_about, selection) => `{ flagPlacements(first: 50) { nodes { refusal ${selection} } } }`,
    },
    secrets: ({ child }) => [child.upn, child.nhsNumber, '07700', 'Canary lane'],
  },
  overlap: {
    forbidden: 'of the child',
    told: ({ second }) => second.surname,
    shut: ({ child }) => child.surname,
  },
  unknownWord: holder,
  expiry: { ...holder, page, root: 'flagPlacements' },
  nobody: notAsked,
  anotherPartner: { ...holder, other: notAsked, page, root: 'flagPlacements' },
  partialUpdate: team,
  twoClauses: {
    ...team,
    told: ({ child, second }) => [child.surname, 'Canary lane', second.surname],
    shut: () => ['Plover lane'],
  },
  nullsNothing: holder,
  ledgerDown: holder,
  staleRules: holder,
  unanswered: { ...team, afterwards: false },
  ownWord: { readers: READERS },
  warmCache: { askers: [holder, team, notAsked] },
};
