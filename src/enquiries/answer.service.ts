import type { GraphQLResolveInfo } from 'graphql';
import { idOf } from '../kernel/given-id';
import { needed, written } from '../kernel/written';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { badInput } from '../kernel/errors';
import { parsePostcode } from '../kernel/postcode';
import { dayAhead } from './day-ahead';
import type { AnswerEnquiryInput, AnsweredAddressInput, WithholdAnswerInput } from './enquiry.input';
import { accept, anybodyWaits, findAsked, saveReply, saveState, type Reply } from './enquiry.repository';
import { enquiryAfter, recipientAfter, type RecipientEvent } from './enquiry.transitions';
import { isConditional } from './recipients';

type Done = Promise<Outcome | null>;

const LONG = 4000;
const SHORT = 500;
const LINE = 200;

export function answerEnquiry(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  input: AnswerEnquiryInput,
): Done {
  const facts = factsOf(context, input);
  const answer = Object.keys(facts).length === 0 ? null : canonicalJson(facts);
  return reply(context, info, id, 'ANSWER', { outcome: input.outcome, answer, withheld: null });
}

/** Withholding is heard as an answer; it does not make the asker's standing. */
export function withholdAnswer(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  input: WithholdAnswerInput,
): Done {
  const { today } = writerOf(context);
  const withheld = {
    reason: needed(input.reason, 'input.reason', LONG, 'say why the answer is withheld.'),
    decidedBy: needed(input.decidedBy, 'input.decidedBy', LINE, 'name the job of whoever decided.'),
    reviewOn: dayAhead(input.reviewOn, 'input.reviewOn', today) ?? today,
  };
  return reply(context, info, id, 'WITHHOLD', { outcome: 'WITHHELD', answer: null, withheld });
}

function reply(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  event: RecipientEvent,
  given: Omit<Reply, 'state'>,
): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    // The state is looked at before the decision: a withdrawn question gives no standing to answer it any more, and that
    // it was withdrawn is for whoever was asked to know.
    find: async (tx) => {
      const asked = await findAsked(tx, publicId, context.asking);
      return asked && { asked, state: recipientAfter(asked.state, event) };
    },
    child: ({ asked }) => asked.childId,
    perform: async (tx, { asked, state }) => {
      await saveReply(tx, asked, { ...given, state }, writer);
      if (event === 'ANSWER') await accept(tx, asked.enquiryId, writer.now);
      if (!(await anybodyWaits(tx, asked.enquiryId)))
        await saveState(tx, asked.enquiryId, enquiryAfter(asked.enquiryState, 'SETTLE'));
      return { id: asked.publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ outcome: given.outcome }),
  });
}

/** What is known, checked. Only KNOWN carries facts; a body whose data are restricted says found or not found alone. */
function factsOf(context: GateContext, input: AnswerEnquiryInput): Record<string, JsonValue> {
  const { today } = writerOf(context);
  const knownSince = input.knownSince ?? null;
  if (knownSince !== null && knownSince > today) throw badInput('input.knownSince', 'lies in the future.');
  const known: Record<string, JsonValue> = {
    knownSince,
    address: addressOf(input.address ?? null),
    educationElsewhere: written(input.educationElsewhere, 'input.educationElsewhere', SHORT),
    caseWorkerTeam: written(input.caseWorkerTeam, 'input.caseWorkerTeam', LINE),
    caseWorkerPhone: written(input.caseWorkerPhone, 'input.caseWorkerPhone', 50),
  };
  const note = written(input.note, 'input.note', LONG);
  const facts = Object.fromEntries(Object.entries({ ...known, note }).filter(([, value]) => value !== null));
  const [first] = Object.keys(facts);
  if (first !== undefined && isConditional(context.asking.organisation)) {
    throw badInput(
      `input.${first}`,
      'a body whose data are restricted answers found or not found; ring the team with the rest.',
    );
  }
  const [fact] = Object.keys(known).filter((name) => name in facts);
  if (fact !== undefined && input.outcome !== 'KNOWN') {
    throw badInput(`input.${fact}`, `goes with the outcome KNOWN, not with ${input.outcome}; use \`note\`.`);
  }
  return facts;
}

function addressOf(address: AnsweredAddressInput | null): JsonValue {
  if (address === null) return null;
  const given = written(address.postcode, 'input.address.postcode', 20);
  const postcode = given === null ? null : parsePostcode(given);
  if (postcode?.ok === false) throw badInput('input.address.postcode', postcode.problem);
  const lines = {
    line1: written(address.line1, 'input.address.line1', LINE),
    line2: written(address.line2, 'input.address.line2', LINE),
    town: written(address.town, 'input.address.town', LINE),
    postcode: postcode?.value ?? null,
  };
  const present = Object.fromEntries(Object.entries(lines).filter(([, value]) => value !== null));
  if (Object.keys(present).length === 0)
    throw badInput('input.address', 'is empty; leave it out, or give a line or a postcode.');
  return present;
}
