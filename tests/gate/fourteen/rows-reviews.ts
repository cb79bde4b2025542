import type { Row } from './fourteen';
import { POLICE, READERS, TEAM } from './world';

/** Decides which of the children who came near is meant: every child is open to it. */
const officer = { as: TEAM, purpose: 'LOCATE_CHILD', told: () => `"organisation":"${POLICE}"` };
/** Reads that there is something to decide, and neither what was asked nor who came near. */
const elsewhere = { ...officer, purpose: 'SAFEGUARD' };
const whoever = { as: POLICE, purpose: 'LOCATE_CHILD' };
const page = (after: string | null): string =>
  `{ lookupReviews(first: 1, after: ${JSON.stringify(after)}) { nodes { id organisation criteria { upn } } pageInfo { endCursor } } }`;

export const lookupReviews: Row = {
  hiddenField: {
    ...elsewhere,
    shut: {
      on: 'LookupReview',
      fields: ['nearest { name { surname } }', 'criteria { surname upn }'],
      open: 'reference',
      wrap: (_about, selection) => `{ lookupReviews(first: 50) { nodes { organisation ${selection} } } }`,
    },
    secrets: ({ child, second }) => [child.publicId, child.surname, child.upn, second.surname, second.upn],
  },
  overlap: {
    notHere:
      'What is to be decided is told to the home authority alone, which no other agreement can forbid it.',
  },
  unknownWord: officer,
  expiry: { ...officer, page, root: 'lookupReviews' },
  nobody: whoever,
  anotherPartner: { ...officer, other: whoever, page, root: 'lookupReviews' },
  partialUpdate: officer,
  twoClauses: {
    notHere:
      'A lookup is about no certain child, so that what opens of some children alone opens nothing of it.',
  },
  nullsNothing: officer,
  ledgerDown: officer,
  staleRules: officer,
  unanswered: {
    notHere:
      'What is shown of a lookup is what was asked; the children who came near are read as any child is.',
  },
  ownWord: { readers: READERS },
  warmCache: { askers: [officer, elsewhere, whoever] },
};
