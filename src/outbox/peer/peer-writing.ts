import type { MessageKind } from '../message';
import { answerWritten, hasAnswer } from './peer-answer-written';
import { namedChild, saysWho, textOf } from './peer-child';
import type { Writing } from './written';

const mutation = (field: string, types: string, passed: string): string =>
  `mutation (${types}) { done: ${field}(${passed}) { id } }`;
const NOTIFY = mutation('notifyAuthority', '$input: NotifyAuthorityInput!', 'input: $input');
const SEND = mutation('sendEnquiry', '$input: SendEnquiryInput!', 'input: $input');
const LOST = mutation('receiveLostPupil', '$input: ReceiveLostPupilInput!', 'input: $input');
const LOOKS_NO_LONGER = mutation(
  'withdrawLostPupil',
  '$id: ID!, $correspondence: CorrespondenceInput',
  'id: $id, correspondence: $correspondence',
);
const MET = mutation(
  'reportLostPupilMet',
  '$message: ID!, $correspondence: CorrespondenceInput',
  'message: $message, correspondence: $correspondence',
);
const WAS_WRONG = mutation(
  'reportCorrection',
  '$disclosures: [ID!]!, $text: String, $correspondence: CorrespondenceInput',
  'disclosures: $disclosures, text: $text, correspondence: $correspondence',
);
const PROPOSE = mutation('proposeTransfer', '$input: ProposeTransferInput!', 'input: $input');
const WITHDRAW = mutation('withdrawEnquiry', '$id: ID!', 'id: $id');
const notice: Writing = {
  answers: null,
  isEnough: saysWho,
  write: ({ node, route, about, receipt }) => ({
    message: about,
    query: NOTIFY,
    variables: {
      input: {
        child: namedChild(node),
        to: route.peer.organisation,
        type: route.type,
        text: textOf(node['text']),
        correspondence: { id: about, receipt },
      },
    },
  }),
};

const enquiry: Writing = {
  answers: null,
  isEnough: saysWho,
  write: ({ node, route, about, receipt, today }) => {
    const dueOn = textOf(node['dueOn']);
    const input = {
      child: namedChild(node),
      recipients: [route.peer.team],
      question: textOf(node['question']),
      correspondence: { id: about, receipt },
    };
    // A day that has gone by on the way is no day to answer by: theirs counts then.
    const due = dueOn !== null && dueOn > today ? { dueOn } : {};
    return { message: about, query: SEND, variables: { input: { ...input, ...due } } };
  },
};

const proposal: Writing = {
  answers: null,
  isEnough: saysWho,
  write: ({ node, route, about, receipt }) => ({
    message: about,
    query: PROPOSE,
    variables: {
      input: {
        child: namedChild(node),
        to: route.peer.organisation,
        text: textOf(node['text']),
        correspondence: { id: about, receipt },
      },
    },
  }),
};

/** What is said of an offer of a case, by the id under which the other hub knows it. */
function ofOffer(
  field: string,
  argument: 'notificationId' | 'id' = 'notificationId',
  withReason = false,
): Writing {
  const query = mutation(
    field,
    `$id: ID!, $correspondence: CorrespondenceInput${withReason ? ', $reason: String!' : ''}`,
    `${argument}: $id, correspondence: $correspondence${withReason ? ', reason: $reason' : ''}`,
  );
  return {
    answers: 'NOTIFICATION',
    isEnough: () => true,
    write: ({ node, route, about, receipt }) => ({
      message: about,
      word: true,
      query,
      variables: {
        id: route.answers,
        correspondence: { id: about, receipt },
        ...(withReason ? { reason: textOf(node['text']) ?? 'No reason was told.' } : {}),
      },
    }),
  };
}

/** By the message's own id, which is the same in every posting. */
const lostPupil: Writing = {
  answers: null,
  isEnough: (node) => saysWho(node) && textOf(node['message']) !== null,
  write: ({ node, about, receipt }) => {
    const { surname, forename, dateOfBirth, gender } = namedChild(node);
    const child = { surname, forename, dateOfBirth, gender };
    const correspondence = { id: about, receipt };
    const input = { child, theirs: textOf(node['message']), correspondence };
    return { message: about, word: true, query: LOST, variables: { input } };
  },
};

const lookedForNoLonger: Writing = {
  answers: null,
  isEnough: (node) => textOf(node['message']) !== null,
  write: ({ node, about, receipt }) => ({
    message: about,
    word: true,
    query: LOOKS_NO_LONGER,
    variables: { id: textOf(node['message']), correspondence: { id: about, receipt } },
    // Nobody told them to look, or they have stopped.
    moot: ['NOT_FOUND'],
  }),
};

/**
 * By their own id of the message, and nothing of the child: whom we have met, and by what, their officer hears from ours.
 */
const lostPupilMet: Writing = {
  answers: 'LOST_PUPIL',
  isEnough: (node) => textOf(node['message']) !== null,
  write: ({ route, about, receipt }) => ({
    message: about,
    word: true,
    query: MET,
    variables: { message: route.answers, correspondence: { id: about, receipt } },
    // They never posted it to us from there.
    moot: ['NOT_FOUND'],
  }),
};

/** By the entries alone that the notice itself names: the name by which they know the child may be what was wrong. */
const correction: Writing = {
  answers: 'DISCLOSED',
  isEnough: (node) => textOf(node['text']) !== null,
  write: ({ node, route, about, receipt }) => {
    const text = textOf(node['text']) ?? '';
    const disclosures = route.entries.filter((entry) => text.includes(entry));
    return {
      message: about,
      word: true,
      query: WAS_WRONG,
      variables: { disclosures, text, correspondence: { id: about, receipt } },
      // It was decided that they may be told, and never came to them.
      moot: ['NOT_FOUND'],
    };
  },
};

const withdrawal: Writing = {
  answers: 'OURS',
  isEnough: () => true,
  write: ({ route, about }) => ({
    message: about,
    query: WITHDRAW,
    variables: { id: route.answers },
  }),
};

const answer: Writing = { answers: 'ENQUIRY', isEnough: hasAnswer, write: answerWritten };

/**
 * How each notice is said to another hub: by the mutation by which anybody says it. What is not here is not for another
 * authority, or has no word there yet, and stays in the inbox.
 */
const NOTICES: Readonly<Partial<Record<string, Writing>>> = {
  MOVED_IN: notice,
  MOVED_OUT: notice,
  LOCATED_HERE: notice,
  LOST_PUPIL_FOUND: notice,
  ROLL_CHANGE: notice,
  HOME_EDUCATION: notice,
  FLAG_REQUESTED: notice,
  LOST_PUPIL: lostPupil,
  LOST_PUPIL_WITHDRAWN: lookedForNoLonger,
  FOUND_MATCH: lostPupilMet,
  CORRECTION: correction,
  TRANSFER_PROPOSED: proposal,
  TRANSFER_ACCEPTED: ofOffer('acceptTransfer'),
  TRANSFER_DECLINED: ofOffer('declineTransfer', 'notificationId', true),
  TRANSFER_TAKEN: ofOffer('confirmTransferTaken'),
  TRANSFER_WITHDRAWN: ofOffer('withdrawTransfer', 'notificationId', true),
  TRANSFER_LAPSED: ofOffer('lapseTransfer'),
  TRANSFER_ENDED: ofOffer('endTransfer', 'id'),
};
const OTHERS: Readonly<Partial<Record<MessageKind, Writing>>> = {
  ENQUIRY: enquiry,
  ENQUIRY_ANSWERED: answer,
  ENQUIRY_WITHDRAWN: withdrawal,
};

/** Null for what does not go from hub to hub. */
export function writingOf(kind: MessageKind, type: string | null): Writing | null {
  return (kind === 'NOTIFICATION' ? NOTICES[type ?? ''] : OTHERS[kind]) ?? null;
}
