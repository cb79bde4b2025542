/**
 * Every way in which a value can leave the hub. A root field or a route that is at no door fails the build; a door
 * without its test does not compile. Later work adds its door here, and the named tests fail until it is shown shut.
 */
export interface Door {
  /** Root fields (`Query.child`) and routes (`GET /metrics`) that lead through it. */
  readonly opens: readonly string[];
  /** Whether somebody with a right reads a child's data here: then the test shows that too. */
  readonly tells: boolean;
}

export const DOORS = {
  lookup: { opens: ['Query.lookupChild', 'Query.lookupChildren'], tells: true },
  child: { opens: ['Query.child'], tells: true },
  alerts: { opens: ['Query.alert', 'Query.alerts'], tells: true },
  'alert stream': { opens: ['Subscription.alertRaised'], tells: true },
  'enquiry stream': { opens: ['Subscription.enquiryReceived'], tells: true },
  'notice stream': { opens: ['Subscription.notificationReceived'], tells: true },
  'web socket': { opens: ['WS /graphql'], tells: true },
  webhook: { opens: ['webhook'], tells: true },
  // One question of the outbox's, of which another authority's hub is sent the part that its own mutation takes.
  'peer hub': { opens: ['peer hub'], tells: true },
  flags: { opens: ['Query.flagPlacements'], tells: true },
  register: { opens: ['Query.registerEntry', 'Query.register'], tells: false },
  documents: { opens: ['Query.openDocument', 'POST /uploads'], tells: false },
  work: { opens: ['Query.workList'], tells: true },
  enquiries: { opens: ['Query.enquiry', 'Query.enquiries'], tells: true },
  notifications: {
    opens: ['Query.notification', 'Query.notifications', 'Query.sentNotifications'],
    tells: true,
  },
  emergencies: { opens: ['Query.emergencyUses', 'Query.emergencyRate'], tells: false },
  corrections: { opens: ['Query.correction'], tells: false },
  looking: { opens: ['Query.lookBacks', 'Query.lookingReports'], tells: false },
  'lookup reviews': { opens: ['Query.lookupReviews'], tells: false },
  disclosures: { opens: ['Query.disclosures', 'Query.disclosureSummary'], tells: false },
  'ledger receipts': { opens: ['Query.disclosureReceipt'], tells: false },
  receipts: { opens: ['Mutation'], tells: false },
  rules: {
    opens: [
      'Query.agreements',
      'Query.sharing',
      'Query.cmeOfficer',
      'Query.duties',
      'Query.__schema',
      'Query.__type',
    ],
    tells: false,
  },
  entities: { opens: ['Query._entities', 'Query._service'], tells: true },
  'error text': { opens: ['POST /graphql'], tells: false },
  operations: {
    opens: [
      'GET /graphql',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /.well-known/jwks.json',
      'GET /ledger/checkpoint',
      'GET /ledger/keys',
      'GET /ledger/tile/*',
      'GET /ledger/witness/:log/checkpoint',
      'POST /ledger/witness/add-checkpoint',
      'log',
    ],
    tells: false,
  },
} as const satisfies Readonly<Record<string, Door>>;

export type DoorName = keyof typeof DOORS;
