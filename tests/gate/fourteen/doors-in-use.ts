import { getNamedType, isLeafType, isObjectType, isUnionType, type GraphQLObjectType } from 'graphql';
import type { DoorName } from '../../../src/gate/doors';
import { buildHubSchema } from '../../../src/schema';
import type { MadeChild } from '../../support/child-maker';
import type { Question } from './question';

export const schema = buildHubSchema();

/** Whom and what is asked about: an id that nobody has is as good as any. */
export interface About {
  readonly child: Pick<MadeChild, 'publicId' | 'forename' | 'surname' | 'dateOfBirth' | 'upn'>;
  readonly enquiry: string;
  readonly notification: string;
  readonly alert: string;
  readonly emergency: string;
  /** A letter on the case of the canary child. */
  readonly document: string;
  /** Of the canary child: the other one has none. */
  readonly entryOfRegister: string;
  readonly correction: string;
  /** In the ledger: an answer to the police about the child. */
  readonly entry: string;
  /** Records of use from before this instant: asking leaves some of its own. */
  readonly before: string;
}

/** All fields of a type down to a depth, in one selection: whatever a door could show. */
function selection(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (field.args.some((a) => a.type.toString().endsWith('!'))) return [];
    if (isLeafType(named)) return [field.name];
    const below = depth === 0 ? '' : compositeSelection(named, depth - 1);
    return below === '' ? [] : [`${field.name} { ${below} }`];
  });
  return fields.join(' ');
}

function compositeSelection(named: unknown, depth: number): string {
  if (isUnionType(named))
    return named
      .getTypes()
      .map((t) => `... on ${t.name} { ${selection(t, depth)} }`)
      .join(' ');
  return isObjectType(named) ? selection(named, depth) : '';
}

const typeOf = (name: string): GraphQLObjectType => schema.getType(name) as GraphQLObjectType;

/** Every field of a type with what lies one below it, but for those named. */
function fieldsOf(type: string, without: readonly string[] = []): string[] {
  return Object.values(typeOf(type).getFields())
    .filter(({ name }) => !without.includes(name))
    .map(({ name, type: t }) =>
      isLeafType(getNamedType(t)) ? name : `${name} { ${compositeSelection(getNamedType(t), 1)} }`,
    );
}

/** All that a child has, in parts that are not too complex. */
const childParts = (): string[] => {
  const fields = fieldsOf('Child');
  return [fields.slice(0, 20), fields.slice(20, 40), fields.slice(40)].map((part) => part.join(' '));
};

/** A record and its child. */
const partsOf = (type: string): string[] => [
  fieldsOf(type, ['child']).join(' '),
  ...childParts().map((part) => `${idOf(type)} child { ${part} }`),
];
const idOf = (type: string): string => (type === 'EmergencyUse' ? 'id childId' : 'id');

const listed = (root: string, type: string, args = '(first: 50)'): Question[] =>
  partsOf(type).map((part) => ({
    query: `{ ${root}${args} { nodes { ${part} } pageInfo { hasNextPage endCursor } } }`,
  }));
const single = (root: string, type: string, id: string): Question[] =>
  partsOf(type).map((part) => ({ query: `{ ${root}(id: "${id}") { ${part} } }` }));

/** What a gateway asks for by key. */
export const entity = (type: string, id: string, fields: string): { readonly query: string } => ({
  query: `{ _entities(representations: [{ __typename: "${type}", id: "${id}" }]) { ... on ${type} { ${fields} } } }`,
});

const lookups = (root: string, criteria: string): { readonly query: string }[] =>
  childParts().map((part) => ({
    query: `{ ${root}(criteria: ${criteria}) { ... on ChildMatch { confidence matchedOn child { ${part} } } ... on PossibleMatches { advice } ... on NoInformation { advice } } }`,
  }));
const byName = ({ child }: Pick<About, 'child'>): string =>
  `surname: "${child.surname}", forename: "${child.forename}", dateOfBirth: "${child.dateOfBirth}"`;
const byNumber = ({ child }: About): string => `upn: "${child.upn}", dateOfBirth: "${child.dateOfBirth}"`;

export const streamOf = (fields: string): string => `subscription { alertRaised(after: "0") { ${fields} } }`;
export const noticesOf = (fields: string): string =>
  `subscription { notificationReceived(after: "") { ${fields} } }`;
export const enquiriesOf = (fields: string): string =>
  `subscription { enquiryReceived(after: "") { ${fields} } }`;
const streamed = (type: string, of: (fields: string) => string): string[] => partsOf(type).map(of);

const disclosures = (filter: string): Question => ({
  query: `{ disclosures(filter: { ${filter} }, first: 100) { nodes { ${selection(typeOf('Disclosure'), 2)} } pageInfo { hasNextPage endCursor } } }`,
});

/** One receipt of each way in which a mutation names somebody: by id, by details, by somebody else's record. */
const acts = (about: About): Question[] =>
  [
    `raiseAlert(input: { child: { id: "${about.child.publicId}" }, reason: NO_CONTACT })`,
    `raiseAlert(input: { child: { ${byName(about)} }, reason: NO_CONTACT })`,
    `recordInvolvement(child: { id: "${about.child.publicId}" })`,
    `recordInvolvement(child: { ${byNumber(about)} })`,
    `reportMissing(child: { id: "${about.child.publicId}" })`,
    `answerEnquiry(id: "${about.enquiry}", input: { outcome: NOT_KNOWN })`,
    `acknowledgeNotification(id: "${about.notification}")`,
    `closeAlert(id: "${about.alert}", outcomeKind: ON_ROLL)`,
    `endEmergency(id: "${about.emergency}")`,
  ].map((text) => ({ query: `mutation { ${text} { id receivedAt } }` }));

/** Questions with a mistake in them, which right and wrong values alike must not show through. */
const mistakes = (about: About): Question[] =>
  [
    `{ lookupChild(criteria: { upn: "${about.child.upn}" }) { __typename } }`,
    `{ lookupChild(criteria: { surname: "${about.child.surname}", forename: "y" }) { __typename } }`,
    `{ lookupChild(criteria: { ${byName(about)}, gender: "${about.child.surname}" }) { __typename } }`,
    `{ child(id: "${about.child.publicId.slice(0, 20)}") { id } }`,
    `{ child(id: "${about.child.publicId}") { id { name } } }`,
    '{ alerts(first: 500) { nodes { id } } }',
    '{ notifications(after: "bm90aGluZw") { nodes { id } } }',
    '{ enquiry(id: "00000000-0000-4000-8000-000000000000") { id } }',
  ].map((query) => ({ query }));

/**
 * What is asked at each door to be given all that it could show. A door that is new has its questions here: they are
 * asked for every one of the fourteen tests, unless its row of the table has others for one of them.
 */
export const EVERYTHING: Readonly<Record<DoorName, (about: About) => readonly Question[]>> = {
  lookup: (about) => [
    ...lookups('lookupChild', `{ ${byName(about)} }`),
    ...lookups('lookupChildren', `[{ ${byNumber(about)} }, { ${byName(about)} }]`),
  ],
  child: ({ child }) =>
    childParts().map((part) => ({ query: `{ child(id: "${child.publicId}") { ${part} } }` })),
  alerts: ({ alert }) => [...listed('alerts', 'Alert'), ...single('alert', 'Alert', alert)],
  flags: () => listed('flagPlacements', 'FlagPlacement'),
  register: ({ entryOfRegister }) => [
    ...listed('register', 'RegisterEntry'),
    ...single('registerEntry', 'RegisterEntry', entryOfRegister),
  ],
  documents: ({ document }) => [
    { query: `{ openDocument(id: "${document}") { ${selection(typeOf('OpenedDocument'), 0)} } }` },
  ],
  work: () => listed('workList', 'WorkItem', '(first: 50, filter: { everybodys: true })'),
  'alert stream': () => [
    { stream: streamOf(fieldsOf('Alert', ['child']).join(' ')) },
    ...childParts().map((part) => ({ stream: streamOf(`id child { ${part} }`) })),
  ],
  'enquiry stream': () => streamed('Enquiry', enquiriesOf).map((stream) => ({ stream })),
  'notice stream': () => streamed('Notification', noticesOf).map((stream) => ({ stream })),
  'web socket': () => streamed('Notification', noticesOf).map((socket) => ({ socket })),
  webhook: () => [{ webhook: 'ANSWER' }],
  'peer hub': () => [{ peerHub: 'ANSWER' }],
  enquiries: ({ enquiry }) => [...listed('enquiries', 'Enquiry'), ...single('enquiry', 'Enquiry', enquiry)],
  notifications: ({ notification }) => [
    ...listed('notifications', 'Notification'),
    ...listed('sentNotifications', 'Notification'),
    ...single('notification', 'Notification', notification),
  ],
  emergencies: () => [
    ...listed('emergencyUses', 'EmergencyUse'),
    { query: `{ emergencyRate { ${selection(typeOf('EmergencyRate'), 1)} } }` },
  ],
  corrections: ({ correction }) => single('correction', 'Correction', correction),
  looking: () => [
    ...listed('lookBacks', 'LookBack'),
    {
      query: `{ lookingReports(first: 50) { nodes { ${selection(typeOf('LookingReport'), 1)} } pageInfo { hasNextPage endCursor } } }`,
    },
  ],
  'lookup reviews': () =>
    [
      fieldsOf('LookupReview', ['nearest']).join(' '),
      ...childParts().map((part) => `id nearest { ${part} }`),
    ].map((part) => ({
      query: `{ lookupReviews(first: 50) { nodes { ${part} } pageInfo { hasNextPage endCursor } } }`,
    })),
  entities: ({ child, alert, enquiry, notification, correction, emergency }) => [
    ...childParts().map((part) => entity('Child', child.publicId, part)),
    ...(
      [
        ['Alert', alert],
        ['Enquiry', enquiry],
        ['Notification', notification],
        ['Correction', correction],
        ['EmergencyUse', emergency],
      ] as const
    ).flatMap(([type, id]) => partsOf(type).map((part) => entity(type, id, part))),
  ],
  disclosures: ({ child, before }) => [
    disclosures(`until: "${before}"`),
    disclosures(`childId: "${child.publicId}", until: "${before}"`),
  ],
  'ledger receipts': ({ entry }) => [
    { query: `{ disclosureReceipt(id: "${entry}") { ${selection(typeOf('DisclosureReceipt'), 2)} } }` },
  ],
  receipts: acts,
  rules: () =>
    [
      '{ cmeOfficer { team phone mailbox } }',
      '{ __schema { types { name description fields { name description } } } }',
      '{ sharing { organisation unit agreements { name title } purposes { code words agreed } } }',
      `{ agreements { ${selection(typeOf('AgreementVersion'), 1)} } }`,
      `{ duties { ${selection(typeOf('RegularDuty'), 1)} } }`,
    ].map((query) => ({ query })),
  'error text': mistakes,
  operations: () =>
    [
      '/graphql',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/.well-known/jwks.json',
      '/ledger/checkpoint',
      '/ledger/keys',
      '/ledger/tile/0/000.p/1',
      `/ledger/witness/${'0'.repeat(64)}/checkpoint`,
      '/ledger/witness/add-checkpoint',
      'log',
    ].map((route) => ({ route })),
};

/** Many children at once, by id and by name: what is asked of one child at a time would take long. */
export function manyChildren(children: readonly About['child'][]): readonly { readonly query: string }[] {
  const found = lookups(
    'lookupChildren',
    `[${children.map((child) => `{ ${byName({ child })} }`).join(', ')}]`,
  );
  const byId = childParts().flatMap((part) =>
    inFives(children).map((five) => ({
      query: `{ ${five.map(({ publicId }, i) => `c${i}: child(id: "${publicId}") { ...F }`).join(' ')} } fragment F on Child { ${part} }`,
    })),
  );
  return [...found, ...byId];
}

const inFives = <T>(all: readonly T[]): (readonly T[])[] =>
  all.length === 0 ? [] : [all.slice(0, 5), ...inFives(all.slice(5))];

/** Streams from their beginning, each read until words that it must send. */
export const untilWords = (questions: readonly Question[], until: string): Question[] =>
  questions.map((question) =>
    'stream' in question || 'socket' in question ? { ...question, until } : question,
  );
