import { parse, type DocumentNode } from 'graphql';
import type { Channel, MessageKind } from './message';

const NAME = 'name { surname forename }';
const ROOT_OF = {
  NOTIFICATION: 'notificationReceived',
  ENQUIRY: 'enquiryReceived',
  ENQUIRY_ANSWERED: 'enquiryReceived',
  ENQUIRY_WITHDRAWN: 'enquiryReceived',
  ALERT: 'alertRaised',
  ALERT_REVIEWED: 'alertRaised',
} as const satisfies Readonly<Record<MessageKind, string>>;

const FIELDS = {
  notificationReceived: `id type sentAt from fromName to purpose reference text inReplyTo transfer message child { id ${NAME} dateOfBirth }`,
  enquiryReceived: `id state sentAt dueOn question checkKind purpose reference from fromName
    recipients { organisation state outcome answeredAt } answers { organisation outcome answeredAt note } child { id ${NAME} dateOfBirth }`,
  alertRaised: 'id raisedAt outcome reason asWritten',
} as const;

const WHO = `child { ${NAME} dateOfBirth sex upn }`;
/**
 * For another hub: what its own mutation takes, so that what was disclosed is what was sent. A notice that goes by an id alone
 * (a lost pupil met or looked for no longer, a correction) is decided with its child's name, which then stays here.
 */
const TO_A_HUB: Readonly<Record<MessageKind, string>> = {
  NOTIFICATION: `id type text message ${WHO}`,
  ENQUIRY: `id question dueOn ${WHO}`,
  ENQUIRY_ANSWERED: `id recipients { outcome answeredAt } answers { outcome answeredAt inPart replaced knownSince
    address { line1 line2 town postcode } educationElsewhere caseWorkerTeam caseWorkerPhone note withheldBecause withheldBy reviewOn }`,
  ENQUIRY_WITHDRAWN: 'id',
  ALERT: 'id',
  ALERT_REVIEWED: 'id',
};

const documents = new Map<string, DocumentNode>();

/**
 * What is asked on the receiver's behalf: an event of the very subscription that it could have open. A signal asks for the
 * id alone: that there is something is a disclosure too, and decided like any other.
 */
export function documentOf(
  messageKind: MessageKind,
  { kind, carries }: Pick<Channel, 'kind' | 'carries'>,
): DocumentNode {
  const root = ROOT_OF[messageKind];
  const whole = kind === 'PEER_HUB' ? TO_A_HUB[messageKind] : FIELDS[root];
  const text = `subscription { ${root} { ${carries === 'SIGNAL' ? 'id' : whole} } }`;
  const known = documents.get(text);
  if (known) return known;
  const made = parse(text);
  documents.set(text, made);
  return made;
}
