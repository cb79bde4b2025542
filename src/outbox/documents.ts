import { parse, type DocumentNode } from 'graphql';
import type { Channel, MessageKind } from './message';

const NAME = 'name { surname forename }';
const FIELDS = {
  notificationReceived: `id type sentAt from fromName to purpose reference text inReplyTo transfer message child { id ${NAME} dateOfBirth }`,
  enquiryReceived: `id state sentAt dueOn question checkKind purpose reference from fromName
    recipients { organisation state outcome answeredAt } answers { organisation outcome answeredAt note } child { id ${NAME} dateOfBirth }`,
  alertRaised: 'id raisedAt outcome reason asWritten',
} as const;
type Root = keyof typeof FIELDS;

const ROOT_OF: Readonly<Record<MessageKind, Root>> = {
  NOTIFICATION: 'notificationReceived',
  ENQUIRY: 'enquiryReceived',
  ENQUIRY_ANSWERED: 'enquiryReceived',
  ALERT: 'alertRaised',
  ALERT_REVIEWED: 'alertRaised',
};

const documents = new Map<string, DocumentNode>();

/**
 * What is asked on the receiver's behalf: an event of the very subscription that it could have open. A signal asks for the
 * id alone: that there is something is a disclosure too, and decided like any other.
 */
export function documentOf(kind: MessageKind, carries: Channel['carries']): DocumentNode {
  const root = ROOT_OF[kind];
  const text = `subscription { ${root} { ${carries === 'SIGNAL' ? 'id' : FIELDS[root]} } }`;
  const known = documents.get(text);
  if (known) return known;
  const made = parse(text);
  documents.set(text, made);
  return made;
}
