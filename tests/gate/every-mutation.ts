import { workId } from '../../src/casework/work-item';
import type { Kind } from '../support/standing-probes';

/** One mutation as anybody might try it. `$child` is a reference to the child; `$foreign` an id of somebody else's; `$work` a step of the work list. */
export interface MutationCase {
  /** Acts that come before it, of the same asker; the id of the last receipt is `$id` in the next. */
  readonly after?: string;
  readonly text: string;
  /** The kind of fact that it says, where it says one: a role may be the authority for it. */
  readonly fact?: Kind;
  /** Whose id it is tried with when it is not one's own: an alert, an enquiry … of `foreignRecords`. */
  readonly foreign?: 'alert' | 'enquiry' | 'notification' | 'proposal' | 'circumstance' | 'case';
}

/** A step of that child that might stand. */
export const workOf = (child: string): string =>
  workId({ child, row: 'OX-05', about: null, since: '2026-11-18T09:30:00.000Z' });

const FROM = '"2026-11-18"';
const ALERT = 'raiseAlert(input: { child: $child, reason: NO_CONTACT, text: "Not seen." })';
const OPEN = 'openCase(input: { child: $child, classification: AT_RISK, rag: RED, reviewOn: "2026-12-01" })';
const ENQUIRY = 'input: { child: $child, recipients: ["of us"], question: "Where?" }';
const WATCH = 'watchChild(input: { child: $child, reason: "Tell us." })';
const EMERGENCY =
  'useEmergency(input: { child: $child, risk: SERIOUS_HARM, text: "Seen by the river, alone and in great distress." })';
const PERSON = 'recordFact(input: { child: $child, person: { surname: "Anders", relationship: "aunt" } })';
const SEAL =
  'sealIdentity(input: { child: $child, reason: "An order.", surname: "Newname", forename: "Nova" })';
const ASK_FLAG = 'askFlag(input: { child: $child, to: "housing/E07000178" })';
const OFFER = 'proposeTransfer(input: { child: $child, to: "to us" })';
const BROADCAST = 'broadcastLostPupil(input: { child: $child })';

/** Every mutation of the graph, by its name. One that is missing here fails the test that walks the schema. */
export const MUTATIONS: Readonly<Record<string, MutationCase>> = {
  raiseAlert: { text: ALERT, fact: 'ALERT_RAISED_BY_US' },
  addToAlert: { after: ALERT, text: 'addToAlert(id: $id, text: "More.")', foreign: 'alert' },
  completeReferral: {
    after: ALERT,
    text: 'completeReferral(id: $id, tried: { parentsContacted: true, parentsContactedOn: ["2026-11-02"], otherContactsPhoned: false, professionalsAsked: false })',
    foreign: 'alert',
  },
  withdrawAlert: { after: ALERT, text: 'withdrawAlert(id: $id, reason: "A mistake.")', foreign: 'alert' },
  reviewAlert: {
    after: ALERT,
    text: `reviewAlert(id: $id, input: { decision: ACCEPT, openCase: { classification: AT_RISK, rag: RED, reviewOn: "2026-12-01" } })`,
    fact: 'OPEN_CME_CASE',
    foreign: 'alert',
  },
  closeAlert: { after: ALERT, text: 'closeAlert(id: $id, outcomeKind: ON_ROLL)', foreign: 'alert' },
  matchSubject: { after: ALERT, text: 'matchSubject(alertId: $id, childId: $public)', foreign: 'alert' },
  decideLookup: { text: 'decideLookup(id: $foreign, childId: $public)', foreign: 'circumstance' },
  openCase: { text: OPEN, fact: 'OPEN_CME_CASE' },
  closeCase: {
    after: OPEN,
    text: 'closeCase(id: $id, reason: ON_ROLL)',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  proposeClosing: {
    after: OPEN,
    text: 'proposeClosing(id: $id, outcome: ON_ROLL)',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  signOffClosing: {
    after: OPEN,
    text: 'signOffClosing(id: $id, party: "panel")',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  reopenCase: {
    after: OPEN,
    text: 'reopenCase(id: $id, because: "Seen.")',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  proposeCaseChange: {
    after: OPEN,
    text: 'proposeCaseChange(id: $id, input: { rag: GREEN, reason: "Better." })',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  authoriseCaseChange: { text: 'authoriseCaseChange(id: $foreign)', foreign: 'case' },
  refuseCaseChange: { text: 'refuseCaseChange(id: $foreign, because: "No.")', foreign: 'case' },
  withdrawCaseChange: { text: 'withdrawCaseChange(id: $foreign)', foreign: 'case' },
  takeCase: { after: OPEN, text: 'takeCase(id: $id)', fact: 'OPEN_CME_CASE', foreign: 'case' },
  handOverCase: {
    after: OPEN,
    text: 'handOverCase(id: $id, to: "A colleague", text: "All is in the file.")',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  attachDocument: {
    after: OPEN,
    text: 'attachDocument(id: $id, input: { upload: $foreign, kind: LETTER, title: "A letter." })',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  removeDocument: { text: 'removeDocument(id: $foreign, because: "Another child’s.")', foreign: 'case' },
  addCaseNote: {
    after: OPEN,
    text: 'addCaseNote(id: $id, text: "Rang.")',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  recordVisit: {
    after: OPEN,
    text: 'recordVisit(id: $id, input: { at: "2026-11-18T09:00:00Z", outcome: NO_ANSWER, risk: LOW, text: "Nobody." })',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  recordCheck: {
    after: OPEN,
    text: 'recordCheck(id: $id, check: "POLICE_RECORDS")',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  recordEvidence: {
    after: OPEN,
    text: 'recordEvidence(id: $id, evidence: "PANEL_SEEN", text: "The panel.")',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  recordHours: {
    after: OPEN,
    text: 'recordHours(id: $id, hours: 25)',
    fact: 'OPEN_CME_CASE',
    foreign: 'case',
  },
  setServices: { after: OPEN, text: 'setServices(id: $id)', fact: 'OPEN_CME_CASE', foreign: 'case' },
  completeStep: { text: 'completeStep(id: $work)' },
  recordCaseEvent: { text: 'recordCaseEvent(childId: $public, event: "CHILD_LOCATED")' },
  askFlag: { text: ASK_FLAG },
  confirmFlag: { text: 'confirmFlag(id: $foreign)', foreign: 'circumstance' },
  refuseFlag: { text: 'refuseFlag(id: $foreign, reason: "Cannot hold flags.")', foreign: 'circumstance' },
  recheckFlag: { text: 'recheckFlag(id: $foreign)', foreign: 'circumstance' },
  liftFlag: { text: 'liftFlag(id: $foreign, reason: "Found.")', foreign: 'circumstance' },
  useEmergency: { text: EMERGENCY, fact: 'EMERGENCY_DECLARED' },
  endEmergency: { after: EMERGENCY, text: 'endEmergency(id: $id)', foreign: 'circumstance' },
  reviewEmergency: {
    after: EMERGENCY,
    text: 'reviewEmergency(id: $id, outcome: JUSTIFIED, text: "It was.")',
    fact: 'EMERGENCY_DECLARED',
    foreign: 'circumstance',
  },
  watchChild: { text: WATCH },
  endWatch: { after: WATCH, text: 'endWatch(id: $id)' },
  recordInvolvement: { text: 'recordInvolvement(child: $child)', fact: 'OPEN_CASE_WITH_US' },
  endInvolvement: {
    after: 'recordInvolvement(child: $child)',
    text: 'endInvolvement(id: $id)',
    foreign: 'circumstance',
  },
  recordPlaceOffer: { text: 'recordPlaceOffer(child: $child)', fact: 'OFFERED_OUR_PLACE' },
  withdrawPlaceOffer: {
    after: 'recordPlaceOffer(child: $child)',
    text: 'withdrawPlaceOffer(id: $id)',
    foreign: 'circumstance',
  },
  reportMissing: { text: 'reportMissing(child: $child)', fact: 'REPORTED_MISSING' },
  reportReturn: {
    after: 'reportMissing(child: $child)',
    text: 'reportReturn(id: $id)',
    foreign: 'circumstance',
  },
  recordChildProtection: { text: 'recordChildProtection(child: $child)', fact: 'CHILD_PROTECTION' },
  endChildProtection: {
    after: 'recordChildProtection(child: $child)',
    text: 'endChildProtection(id: $id)',
    foreign: 'circumstance',
  },
  recordCare: { text: 'recordCare(child: $child)', fact: 'IN_OUR_CARE' },
  endCare: { after: 'recordCare(child: $child)', text: 'endCare(id: $id)', foreign: 'circumstance' },
  recordRiskGroup: {
    text: 'recordRiskGroup(input: { child: $child, group: "FREQUENT_MOVER" })',
    fact: 'OUR_RISK_GROUP',
  },
  endRiskGroup: {
    after: 'recordRiskGroup(input: { child: $child, group: "FREQUENT_MOVER" })',
    text: 'endRiskGroup(id: $id)',
    foreign: 'circumstance',
  },
  askLocationProtection: { text: 'askLocationProtection(child: $child)', fact: 'LOCATION_PROTECTED' },
  liftLocationProtection: {
    after: 'askLocationProtection(child: $child)',
    text: 'liftLocationProtection(id: $id)',
    fact: 'LOCATION_PROTECTED',
    foreign: 'circumstance',
  },
  recordRegistration: {
    text: `recordRegistration(input: { child: $child, from: ${FROM} })`,
    fact: 'ON_OUR_ROLL',
  },
  recordRemovalFromRoll: {
    after: `recordRegistration(input: { child: $child, from: ${FROM} })`,
    text: `recordRemovalFromRoll(input: { child: $child, on: ${FROM}, ground: "a", destinationKind: "unknown" })`,
    fact: 'LEFT_OUR_ROLL',
  },
  reportAddress: {
    text: 'reportAddress(input: { child: $child, line1: "1 New Street", postcode: "SO96 1NW", authority: "la/852" })',
    fact: 'LIVES_IN_OUR_AREA',
  },
  reportDeparture: {
    text: `reportDeparture(input: { child: $child, from: ${FROM}, line1: "3 Inn Yard", postcode: "SO96 1NW", authority: "la/852", temporary: true })`,
    fact: 'LIVES_IN_OUR_AREA',
  },
  confirmFact: {
    after: 'recordInvolvement(child: $child)',
    text: 'confirmFact(id: $id)',
    fact: 'OPEN_CASE_WITH_US',
    foreign: 'circumstance',
  },
  sendEnquiry: { text: `sendEnquiry(${ENQUIRY})`, fact: 'ENQUIRY_FROM_US' },
  sendConditionalEnquiry: {
    text: `sendConditionalEnquiry(${ENQUIRY.replace('of us', 'national/dwp')})`,
    fact: 'ENQUIRY_FROM_US',
  },
  repeatEnquiry: { after: `sendEnquiry(${ENQUIRY})`, text: 'repeatEnquiry(id: $id)', foreign: 'enquiry' },
  decideCarefulSteps: { text: 'decideCarefulSteps(input: { child: $child, allowed: true })' },
  withdrawEnquiry: { after: `sendEnquiry(${ENQUIRY})`, text: 'withdrawEnquiry(id: $id)', foreign: 'enquiry' },
  answerEnquiry: { text: 'answerEnquiry(id: $foreign, input: { outcome: NOT_KNOWN })', foreign: 'enquiry' },
  withholdAnswer: {
    text: 'withholdAnswer(id: $foreign, input: { reason: "No.", decidedBy: "lead", reviewOn: "2026-12-01" })',
    foreign: 'enquiry',
  },
  notifyAuthority: {
    text: 'notifyAuthority(input: { child: $child, to: "to us", type: MOVED_IN })',
    fact: 'NOTIFIED_TO_US',
  },
  acknowledgeNotification: { text: 'acknowledgeNotification(id: $foreign)', foreign: 'notification' },
  proposeTransfer: {
    text: OFFER,
    fact: 'TRANSFER_TO_US',
  },
  acceptTransfer: { text: 'acceptTransfer(notificationId: $foreign)', foreign: 'proposal' },
  declineTransfer: {
    text: 'declineTransfer(notificationId: $foreign, reason: "Not ours.")',
    foreign: 'proposal',
  },
  withdrawTransfer: {
    after: OFFER,
    text: 'withdrawTransfer(notificationId: $id, reason: "Back again.")',
    fact: 'TRANSFER_TO_US',
    foreign: 'proposal',
  },
  lapseTransfer: { after: OFFER, text: 'lapseTransfer(notificationId: $id)', foreign: 'proposal' },
  confirmTransferTaken: { text: 'confirmTransferTaken(notificationId: $foreign)', foreign: 'proposal' },
  endTransfer: { text: 'endTransfer(id: $foreign)', foreign: 'circumstance' },
  approveAgreement: { text: 'approveAgreement(agreement: $public, version: 1)' },
  suspendAgreement: { text: 'suspendAgreement(agreement: $public, reason: "No.")' },
  endAgreement: { text: 'endAgreement(agreement: $public, reason: "No.")' },
  broadcastLostPupil: { text: BROADCAST, fact: 'LOST_PUPIL' },
  withdrawBroadcast: { after: BROADCAST, text: 'withdrawBroadcast(id: $id)', foreign: 'circumstance' },
  receiveLostPupil: { text: 'receiveLostPupil(input: { child: $child })', fact: 'FOUND_FOR_US' },
  withdrawLostPupil: {
    after: 'receiveLostPupil(input: { child: $child })',
    text: 'withdrawLostPupil(id: $id)',
    foreign: 'circumstance',
  },
  reportLostPupilMet: {
    after: BROADCAST,
    text: 'reportLostPupilMet(message: $id)',
    foreign: 'circumstance',
  },
  correctRecord: {
    text: 'correctRecord(input: { child: $child, reason: "Mistyped.", identifier: { kind: "nhs_number", value: "9434765919" } })',
  },
  reportCorrection: { text: 'reportCorrection(disclosures: [$foreign])', foreign: 'notification' },
  recordFact: { text: PERSON },
  endFact: { after: PERSON, text: 'endFact(id: $id)', foreign: 'circumstance' },
  sealIdentity: { text: SEAL },
  confirmSeal: { after: SEAL, text: 'confirmSeal(id: $id)', foreign: 'circumstance' },
  mergeChildren: {
    text: 'mergeChildren(keep: $public, merge: $foreign, reason: "One child.")',
    foreign: 'circumstance',
  },
  unmergeChildren: {
    text: 'unmergeChildren(id: $foreign, reason: "Two children.")',
    foreign: 'circumstance',
  },
};
