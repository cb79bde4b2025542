import { enquiriesOf, noticesOf } from './doors-in-use';
import type { Row } from './fourteen';
import { HOUSING, NEIGHBOUR, OTHER_HOUSING, OTHER_NEIGHBOUR, READERS, TEAM, type World } from './world';

const asked = { as: HOUSING, purpose: 'ANSWER_ENQUIRY', told: () => 'Canary question' };
const notAsked = { as: OTHER_HOUSING, purpose: 'ANSWER_ENQUIRY' };
const sender = { as: TEAM, purpose: 'LOCATE_CHILD', told: ({ child }: World) => child.surname };
const enquiryPage = (after: string | null): string =>
  `{ enquiries(first: 1, after: ${JSON.stringify(after)}) { nodes { id question } pageInfo { endCursor } } }`;
const overlap = {
  forbidden: 'of the child',
  told: ({ second }: World) => second.surname,
  shut: ({ child }: World) => child.surname,
} as const;
const twoClauses = {
  told: ({ child, second }: World) => [child.surname, 'Canary lane', second.surname],
  shut: () => ['Plover lane'],
};

export const enquiries: Row = {
  hiddenField: {
    ...asked,
    shut: {
      on: 'Enquiry',
      fields: ['answers { note }', 'child { upn nhsNumber carers { phones } currentAddress { postcode } }'],
      open: 'reference',
      wrap: ({ enquiry }, selection) => `{ enquiry(id: "${enquiry}") { question ${selection} } }`,
    },
    secrets: ({ child }) => [child.upn, child.nhsNumber, '07700'],
    alike: ({ hidden, aboutNobody }) =>
      [hidden, aboutNobody.child].map(({ publicId }) => ({
        query: `{ enquiries(filter: { childId: "${publicId}" }) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      })),
  },
  overlap,
  unknownWord: asked,
  expiry: { ...asked, page: enquiryPage, root: 'enquiries' },
  nobody: notAsked,
  anotherPartner: { ...asked, other: notAsked, page: enquiryPage, root: 'enquiries' },
  partialUpdate: sender,
  twoClauses: { ...sender, ...twoClauses },
  nullsNothing: asked,
  ledgerDown: asked,
  staleRules: asked,
  unanswered: { ...sender, afterwards: true },
  ownWord: { readers: READERS },
  warmCache: { askers: [asked, sender, notAsked] },
};

const told = { as: NEIGHBOUR, purpose: 'NOTIFY_MOVE', told: () => 'Canary notice' };
const notTold = { as: OTHER_NEIGHBOUR, purpose: 'NOTIFY_MOVE' };
const teller = { as: TEAM, purpose: 'LOCATE_CHILD', told: ({ child }: World) => child.surname };
const inboxPage = (after: string | null): string =>
  `{ notifications(first: 1, after: ${JSON.stringify(after)}) { nodes { id text } pageInfo { endCursor } } }`;

export const notifications: Row = {
  hiddenField: {
    ...told,
    shut: {
      on: 'Notification',
      fields: ['child { nhsNumber addresses { line1 } case { rag } riskGroups }'],
      open: 'reference',
      wrap: ({ notification }, selection) => `{ notification(id: "${notification}") { text ${selection} } }`,
    },
    secrets: ({ child }) => [child.nhsNumber, 'Canary lane'],
  },
  overlap,
  unknownWord: told,
  expiry: { ...told, page: inboxPage, root: 'notifications' },
  nobody: notTold,
  anotherPartner: { ...told, other: notTold, page: inboxPage, root: 'notifications' },
  partialUpdate: teller,
  twoClauses: { ...teller, ...twoClauses },
  nullsNothing: told,
  ledgerDown: told,
  staleRules: told,
  unanswered: { ...teller, afterwards: false },
  ownWord: { readers: READERS },
  warmCache: { askers: [told, teller, notTold] },
};

const inbox = { as: TEAM, purpose: 'LOCATE_CHILD', told: ({ child }: World) => child.surname };

/** A notice is the same by whichever way it comes. */
export const noticeStream: Row = {
  hiddenField: {
    ...told,
    shut: {
      on: 'Notification',
      fields: ['child { nhsNumber addresses { line1 } case { rag } riskGroups }'],
      open: 'reference',
      wrap: (_about, selection) => noticesOf(`text ${selection}`),
      stream: true,
    },
    secrets: ({ child }) => [child.nhsNumber, 'Canary lane'],
  },
  overlap: {
    forbidden: 'of the child',
    told: ({ second }) => second.surname,
    shut: ({ child }) => child.surname,
  },
  unknownWord: told,
  expiry: told,
  nobody: notTold,
  anotherPartner: { ...told, other: notTold },
  partialUpdate: inbox,
  twoClauses: { ...inbox, ...twoClauses },
  nullsNothing: told,
  ledgerDown: told,
  staleRules: told,
  unanswered: { ...inbox, afterwards: false },
  ownWord: { readers: READERS },
  warmCache: { askers: [told, inbox, notTold] },
};

const shutBySocket = 'notHere' in noticeStream.hiddenField ? undefined : noticeStream.hiddenField.shut;

export const webSocket: Row = {
  ...noticeStream,
  hiddenField: {
    ...noticeStream.hiddenField,
    ...(shutBySocket ? { shut: { ...shutBySocket, stream: 'socket' } } : {}),
  } as Row['hiddenField'],
};

/** Nothing is asked of a webhook: what it carries is one document of ours, so that nothing shut can be selected. */
export const webhook: Row = {
  ...noticeStream,
  hiddenField: { ...told, secrets: ({ child }) => [child.nhsNumber, child.upn, 'Canary lane'] },
  // The envelope is open, and not of whom it is.
  nullsNothing: { ...told, purpose: 'LOCATE_CHILD' },
  twoClauses: {
    ...inbox,
    told: ({ child, second }) => [child.surname, second.surname],
    shut: ({ hidden }) => [hidden.surname],
  },
};

const NAMES = { told: ({ child }: World) => child.surname };

/**
 * Nothing is asked of a hub that is written to, either. It is an authority's: the home authority has none, so that what its own
 * team reads at other doors is what the neighbour is told at this one.
 */
export const peerHub: Row = {
  ...webhook,
  hiddenField: { ...told, secrets: ({ child }) => [child.nhsNumber, 'Canary lane', '07700'] },
  partialUpdate: { ...told, ...NAMES },
  twoClauses: {
    ...told,
    told: ({ child, second }) => [child.surname, second.surname],
    shut: ({ hidden }) => [hidden.surname],
  },
  // It goes whole, or where it is withheld of whom it is, not at all; no refusal is sent to anybody.
  nullsNothing: { ...told, inPart: { ...told, purpose: 'LOCATE_CHILD' } },
  unanswered: { ...told, afterwards: false },
  warmCache: { askers: [told, notTold] },
};

export const enquiryStream: Row = {
  hiddenField: {
    ...asked,
    shut: {
      on: 'Enquiry',
      fields: ['answers { note }', 'child { upn nhsNumber carers { phones } currentAddress { postcode } }'],
      open: 'reference',
      wrap: (_about, selection) => enquiriesOf(`question ${selection}`),
      stream: true,
    },
    secrets: ({ child }) => [child.upn, child.nhsNumber, '07700'],
  },
  overlap: {
    forbidden: 'of the child',
    told: ({ second }) => second.surname,
    shut: ({ child }) => child.surname,
  },
  unknownWord: asked,
  expiry: asked,
  nobody: notAsked,
  anotherPartner: { ...asked, other: notAsked },
  partialUpdate: sender,
  twoClauses: { ...sender, ...twoClauses },
  nullsNothing: asked,
  ledgerDown: asked,
  staleRules: asked,
  // Unanswered, there is no event to whoever asked; answered, it comes.
  unanswered: { ...sender, afterwards: true },
  ownWord: { readers: READERS },
  warmCache: { askers: [asked, sender, notAsked] },
};
