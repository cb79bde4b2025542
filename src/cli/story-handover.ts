import { PERSONA_CME } from '../interchange/demo/personas';
import { OURS, OXFORDSHIRE, SOUTHAMPTON, THEIRS } from './story-hubs';
import { LAST, type StoryStep } from './story-steps';

const { upn, dateOfBirth } = PERSONA_CME;
const purpose = 'NOTIFY_MOVE';
const PROPOSE = `mutation ($input: ProposeTransferInput!) { proposeTransfer(input: $input) { id receivedAt } }`;
const STANDS = 'caseTransfer { state caseWith waitsFor dueOn }';
const SENT = `query ($id: ID!) { notification(id: $id) { delivery { state } ${STANDS} } }`;
const WHERE = `query ($id: ID!) { notification(id: $id) { ${STANDS} child { case { state } } } }`;
const INBOX = `{ notifications(first: 100) { nodes { id type from text ${STANDS} child { name { forename surname } } } } }`;
const newest = ['notifications', 'nodes', LAST, 'id'];
const whenDelivered = (answer: string): boolean => answer.includes('"DELIVERED"');
const whenTaken = (answer: string): boolean => answer.includes('"TAKEN"');

/** The case of the child who was found is offered, declined, offered again and taken; and comes back. */
export const HANDOVER_STORY: readonly StoryStep[] = [
  {
    ...OURS,
    title: 'Oxfordshire tells Southampton that he has moved there',
    purpose,
    query: `mutation ($input: NotifyAuthorityInput!) { notifyAuthority(input: $input) { id receivedAt } }`,
    variables: () => ({
      input: {
        child: { upn, dateOfBirth },
        to: SOUTHAMPTON,
        type: 'MOVED_OUT',
        text: 'Thank you. We shall close our file when you have one.',
      },
    }),
    notice:
      'From now on Southampton may know who he is (clause 10.4). Without that, an offer of his case would be HELD: it could not say whose.',
  },
  {
    ...OURS,
    title: 'and offers his case',
    purpose,
    query: PROPOSE,
    variables: () => ({
      input: { child: { upn, dateOfBirth }, to: SOUTHAMPTON, text: 'Will you take him on?' },
    }),
    keep: { first: ['proposeTransfer', 'id'] },
    notice: 'It offers; it does not send. The case stays on Oxfordshire’s register.',
  },
  {
    ...OURS,
    title: 'Has the offer come to them?',
    purpose,
    query: SENT,
    variables: (seen) => ({ id: seen['first'] }),
    until: whenDelivered,
    notice:
      'PROPOSED, and with Oxfordshire. After `dueOn`, ten working days, Oxfordshire’s hub ends the offer by itself (LAPSED) and tells Southampton’s; a yes that comes later opens nothing. The story does not wait so long.',
  },
  {
    ...THEIRS,
    title: 'Southampton reads it',
    purpose,
    query: INBOX,
    keep: { theirFirst: newest },
    notice: 'The same offer under an id of Southampton’s own, standing as it stands in Oxfordshire.',
  },
  {
    ...THEIRS,
    title: 'and declines',
    purpose,
    query: `mutation ($id: ID!) { declineTransfer(notificationId: $id, reason: "The tenancy is not signed yet; ask again in a week.") { id receivedAt } }`,
    variables: (seen) => ({ id: seen['theirFirst'] }),
    notice:
      'Whoever offers decides what counts: until Oxfordshire’s hub has heard the no, it is DECLINING here.',
  },
  {
    ...OURS,
    title: 'Oxfordshire sees that it still has the case',
    purpose,
    query: WHERE,
    variables: (seen) => ({ id: seen['first'] }),
    until: (answer) => answer.includes('"DECLINED"'),
    notice: 'DECLINED, and the case is where it was, open.',
  },
  {
    ...OURS,
    title: 'It offers the case again',
    purpose,
    query: PROPOSE,
    variables: () => ({
      input: { child: { upn, dateOfBirth }, to: SOUTHAMPTON, text: 'A week has gone by.' },
    }),
    keep: { second: ['proposeTransfer', 'id'] },
    notice: 'A new offer. Of one case one stands at a time.',
  },
  {
    ...OURS,
    title: 'and waits until they have it',
    purpose,
    query: SENT,
    variables: (seen) => ({ id: seen['second'] }),
    until: whenDelivered,
    notice: 'Each hub delivers what it has to say about a child in its order.',
  },
  {
    ...THEIRS,
    title: 'Southampton reads the new offer',
    purpose,
    query: INBOX,
    keep: { theirSecond: newest },
    notice: 'Two offers: one DECLINED, one PROPOSED.',
  },
  {
    ...THEIRS,
    title: 'and accepts',
    purpose,
    query: `mutation ($id: ID!) { acceptTransfer(notificationId: $id) { id receivedAt } }`,
    variables: (seen) => ({ id: seen['theirSecond'] }),
    notice: 'Nothing opens yet: had Oxfordshire taken the offer back a moment ago, that would count.',
  },
  {
    ...THEIRS,
    title: 'Does Southampton have the case?',
    purpose,
    query: WHERE,
    variables: (seen) => ({ id: seen['theirSecond'] }),
    until: whenTaken,
    notice:
      'ACCEPTING until Oxfordshire’s hub has said that the yes counts. With that answer Southampton’s own case is open: TAKEN.',
  },
  {
    ...OURS,
    title: 'And Oxfordshire?',
    purpose,
    query: WHERE,
    variables: (seen) => ({ id: seen['second'] }),
    until: whenTaken,
    notice:
      'Told that theirs is open, it closes its own. From the yes to that word both had the case, and at no moment nobody.',
  },
  {
    ...THEIRS,
    title: 'The family goes home: Southampton offers the case back',
    purpose,
    query: PROPOSE,
    variables: (seen) => ({
      input: { child: { id: seen['child'] }, to: OXFORDSHIRE, text: 'They are back at their old address.' },
    }),
    keep: { back: ['proposeTransfer', 'id'] },
    notice: 'The same in the other direction: now Southampton decides what counts.',
  },
  {
    ...THEIRS,
    title: 'Has it come?',
    purpose,
    query: SENT,
    variables: (seen) => ({ id: seen['back'] }),
    until: whenDelivered,
    notice: 'Oxfordshire may know of whom, as Southampton told it that he was found.',
  },
  {
    ...OURS,
    title: 'Oxfordshire reads its inbox: what was said of the offers, and the new one',
    purpose,
    query: INBOX,
    keep: { backHere: newest },
    notice: 'The no with its reason, the yes, that it was taken, and now this.',
  },
  {
    ...OURS,
    title: 'It accepts',
    purpose,
    query: `mutation ($id: ID!) { acceptTransfer(notificationId: $id) { id receivedAt } }`,
    variables: (seen) => ({ id: seen['backHere'] }),
    notice: 'Its yes goes to Southampton’s hub.',
  },
  {
    ...OURS,
    title: 'and has its case again',
    purpose,
    query: WHERE,
    variables: (seen) => ({ id: seen['backHere'] }),
    until: whenTaken,
    notice: 'The old file is open again, with all that is in it.',
  },
];
