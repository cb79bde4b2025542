import { derivedId } from '../../kernel/id';
import { nodeOf, textOf, type Node } from './peer-child';
import type { Write, Written } from './written';

const ANSWER = `mutation ($id: ID!, $input: AnswerEnquiryInput!) { done: answerEnquiry(id: $id, input: $input) { id } }`;
const WITHHOLD = `mutation ($id: ID!, $input: WithholdAnswerInput!) { done: withholdAnswer(id: $id, input: $input) { id } }`;
const WITHHELD = 'KNOWN_BUT_WITHHELD';
const FACTS = ['knownSince', 'educationElsewhere', 'caseWorkerTeam', 'caseWorkerPhone', 'note'] as const;
const LINES = ['line1', 'line2', 'town', 'postcode'] as const;
/** Of withholding itself the asker may be told no more than that it is so. */
const NOT_TOLD = { reason: 'Why is not told to this hub; ring whoever was asked.', decidedBy: 'not told' };

/** Whether anything was answered that the asker may know of. */
export const hasAnswer = (node: Node): boolean => answersIn(node).length > 0;

/** The first answer that the asking hub has not had, as the asker may see it; null when it has all. */
export function answerWritten({ node, route, about, receipt, today }: Write): Written | null {
  const untold = answersIn(node).filter((answer) => !route.told.includes(keyOf(answer)));
  const [next] = untold;
  if (!next) return null;
  const told = keyOf(next);
  // Of the answer, and not of the message that brings it: there may be several of an enquiry.
  const message = derivedId(about, told);
  const how = { message, told, more: untold.length > 1 };
  const correspondence = { id: message, receipt };
  if (next['outcome'] !== WITHHELD) {
    const facts = { ...present(next, FACTS), ...addressOf(next), ...moreOf(next) };
    const input = { outcome: next['outcome'], ...facts, correspondence };
    return { query: ANSWER, variables: { id: route.answers, input }, ...how };
  }
  const reviewOn = textOf(next['reviewOn']);
  const input = {
    reason: textOf(next['withheldBecause']) ?? NOT_TOLD.reason,
    decidedBy: textOf(next['withheldBy']) ?? NOT_TOLD.decidedBy,
    reviewOn: reviewOn !== null && reviewOn > today ? reviewOn : today,
    correspondence,
  };
  return { query: WITHHOLD, variables: { id: route.answers, input }, ...how };
}

/** Those that stand, in their order; else that it is withheld, where the asker reads no more than how it stands. */
function answersIn(node: Node): readonly Node[] {
  const given = listOf(node['answers']).filter((answer) => answer['replaced'] !== true);
  return given.length > 0 ? given : listOf(node['recipients']).filter(({ outcome }) => outcome === WITHHELD);
}

const listOf = (value: unknown): Node[] => (Array.isArray(value) ? (value as unknown[]).map(nodeOf) : []);

/** An answer keeps its instant and its words when a later one takes its place. */
const keyOf = (answer: Node): string =>
  [answer['answeredAt'], answer['outcome'], answer['inPart'] === true ? 'part' : 'whole'].join(' ');

const moreOf = (answer: Node): object => (answer['inPart'] === true ? { moreToCome: true } : {});

function addressOf(answer: Node): object {
  const lines = present(nodeOf(answer['address']), LINES);
  return Object.keys(lines).length === 0 ? {} : { address: lines };
}

function present(node: Node, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = textOf(node[name]);
      return value === null ? [] : [[name, value]];
    }),
  );
}
