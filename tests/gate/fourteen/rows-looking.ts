import type { Row } from './fourteen';
import { POLICE, READERS, TEAM } from './world';

/** Reads who looked at whichever child, and no child. */
const auditor = { as: TEAM, purpose: 'RIGHTS_AND_AUDIT', told: () => `"organisation":"${POLICE}"` };
/** Reads who looked at a child with a case, and the child. */
const officer = {
  as: TEAM,
  purpose: 'LOCATE_CHILD',
  told: ({ child }: { child: { surname: string } }) => child.surname,
};
const whoever = { as: POLICE, purpose: 'RIGHTS_AND_AUDIT' };
// Several at once: who looked first is not among the newest two.
const page = (after: string | null): string =>
  `{ lookBacks(first: 4, after: ${JSON.stringify(after)}) { nodes { id organisation why } pageInfo { endCursor } } }`;

export const looking: Row = {
  hiddenField: {
    ...auditor,
    shut: {
      on: 'LookBack',
      fields: ['child { id name { surname } }'],
      open: 'reference',
      wrap: (_about, selection) => `{ lookBacks(first: 50) { nodes { organisation ${selection} } } }`,
    },
    secrets: ({ child, second }) => [child.publicId, child.surname, second.publicId],
  },
  overlap: {
    notHere: 'Looks are told to the home authority alone, which no other agreement can forbid it.',
  },
  unknownWord: auditor,
  expiry: { ...auditor, page, root: 'lookBacks' },
  nobody: whoever,
  anotherPartner: { ...auditor, other: whoever, page, root: 'lookBacks' },
  partialUpdate: officer,
  // Whoever works on a case is told of looks at that child; for any child only whoever audits is.
  twoClauses: {
    as: TEAM,
    purpose: 'LOCATE_CHILD',
    told: ({ child }) => [child.surname, 'Canary lane'],
    shut: ({ second }) => [second.surname, 'Plover lane'],
  },
  nullsNothing: auditor,
  ledgerDown: auditor,
  staleRules: auditor,
  unanswered: {
    notHere: 'What is told of a look is who looked and from where, and never what came of it.',
  },
  ownWord: { readers: READERS },
  warmCache: { askers: [auditor, officer, whoever] },
};
