import type { Row } from './fourteen';
import { streamOf } from './doors-in-use';
import { HOUSING, OTHER_HOUSING, READERS, STRANGER, TEAM, type World } from './world';

const housing = { as: HOUSING, purpose: 'RAISE_CONCERN', told: () => 'Canary alert' };
const other = { as: OTHER_HOUSING, purpose: 'RAISE_CONCERN' };
const team = { as: TEAM, purpose: 'LOCATE_CHILD', told: ({ child }: World) => child.surname };
const page = (after: string | null): string =>
  `{ alerts(first: 1, after: ${JSON.stringify(after)}) { nodes { id asWritten } pageInfo { endCursor } } }`;
/** The raiser of a concern is told neither whose child the hub took it for, nor what became of it. */
const shut = {
  on: 'Alert',
  fields: ['text', 'raisedBy { user }', 'matched', 'state', 'routedTo', 'child { id name { surname } }'],
  open: 'reason',
};
const secrets = ({ child }: World): readonly string[] => [child.publicId, child.surname, 'A. Tester'];

export const alerts: Row = {
  hiddenField: {
    ...{ ...housing, secrets },
    shut: {
      ...shut,
      wrap: (_about, selection) => `{ alerts(first: 50) { nodes { asWritten ${selection} } } }`,
    },
    alike: ({ child, hidden, aboutNobody }) =>
      [child, hidden, aboutNobody.child].map(({ publicId }) => ({
        query: `{ alerts(filter: { childId: "${publicId}" }) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      })),
  },
  overlap: {
    forbidden: 'of the child',
    told: ({ second }) => second.surname,
    shut: ({ child }) => child.surname,
  },
  unknownWord: housing,
  expiry: { ...housing, page, root: 'alerts' },
  nobody: { ...other, rows: ['alerts', 'nodes'] },
  anotherPartner: { ...housing, other, page, root: 'alerts' },
  partialUpdate: team,
  twoClauses: {
    ...team,
    told: ({ child, second }) => [child.surname, 'Canary lane', second.surname],
    shut: () => ['Plover lane'],
  },
  nullsNothing: housing,
  ledgerDown: housing,
  staleRules: housing,
  unanswered: { ...team, afterwards: false },
  ownWord: { readers: READERS },
  warmCache: { askers: [housing, team, other, { as: STRANGER, purpose: 'RAISE_CONCERN' }] },
};

export const alertStream: Row = {
  ...alerts,
  hiddenField: {
    ...{ ...housing, secrets },
    shut: { ...shut, wrap: (_about, selection) => streamOf(`id asWritten ${selection}`), stream: true },
  },
  // Here the sequence is the cursor: a stream of another’s sends nothing from it either.
  expiry: housing,
  nobody: { ...other, rows: ['alertRaised'] },
  anotherPartner: { ...housing, other },
  warmCache: { askers: [housing, team, other] },
};
