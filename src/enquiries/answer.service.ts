import type { GraphQLResolveInfo } from 'graphql';
import { noteEvent } from '../casework/case-event.repository';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { badInput, conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { needed, written } from '../kernel/written';
import { correspond } from '../correspondence/correspond';
import type { CorrespondenceInput } from '../correspondence/correspondence.input';
import { addressOf } from './answered-address';
import { checkKindOf } from './check-kind';
import { noteChecks } from './checks-complete';
import { dayAhead } from './day-ahead';
import { eventsOfAnswer } from './enquiry-events';
import { HEARD_AS, type AnswerGiven } from './enquiry.enums';
import type { AnswerEnquiryInput, WithholdAnswerInput } from './enquiry.input';
import {
  accept,
  anybodyWaits,
  findAsked,
  nothingFromAnybody,
  savePart,
  saveReply,
  saveState,
  type Asked,
  type Reply,
} from './enquiry.repository';
import { askedAfter, enquiryAfter, UNHEARD } from './enquiry.transitions';
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
  const facts = factsGiven(context, input);
  const answer = Object.keys(facts).length === 0 ? null : canonicalJson(facts);
  const inPart = input.moreToCome === true;
  if (inPart && (input.outcome !== 'KNOWN' || answer === null))
    throw badInput(
      'input.moreToCome',
      'goes with KNOWN and what you know so far; leave it out of any other answer.',
    );
  const given = { outcome: input.outcome as AnswerGiven, answer, withheld: null };
  return reply(context, info, id, given, { inPart, correspondence: input.correspondence });
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
  const given = { outcome: 'KNOWN_BUT_WITHHELD', answer: null, withheld } as const;
  return reply(context, info, id, given, { inPart: false, correspondence: input.correspondence });
}

interface How {
  readonly inPart: boolean;
  readonly correspondence: CorrespondenceInput | null | undefined;
}

function reply(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  given: Reply,
  { inPart, correspondence }: How,
): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    once: correspond(context, correspondence, 'ENQUIRY_ANSWERED', 'input.correspondence'),
    // The state is looked at before the decision: a withdrawn question gives no standing to answer it any more, and that
    // it was withdrawn is for whoever was asked to know.
    find: async (tx) => {
      const asked = await findAsked(tx, publicId, context.asking);
      if (asked === null) return null;
      const before = asked.enquiryState === 'WITHDRAWN' ? 'WITHDRAWN' : asked.state;
      const state = askedAfter(before, HEARD_AS[given.outcome]);
      if (inPart && !UNHEARD.some((unheard) => unheard === asked.state))
        throw conflict('id: you have answered this enquiry; give what you know now as a whole.');
      if (
        given.answer !== null &&
        checkKindOf(context.ports.rules, asked.checkKind, 'id')?.restricted === true
      )
        throw badInput('input', 'this check is answered found or not found; ring the team with the rest.');
      return { asked, state };
    },
    child: ({ asked }) => asked.childId,
    // Whoever has been heard may add what it has found since. That opens nothing of the child to it any more.
    holds: ({ asked }) => (asked.state === 'WITHDRAWN' ? [] : ['ENQUIRY_OPEN_TO_US']),
    perform: async (tx, { asked, state }) => {
      const done = { id: asked.publicId, receivedAt: writer.now.toISOString() };
      if (inPart) {
        await savePart(tx, asked, given, writer);
        return done;
      }
      await saveReply(tx, asked, { ...given, state }, writer);
      if (given.outcome !== 'KNOWN_BUT_WITHHELD') await accept(tx, asked.enquiryId, writer.now);
      if (asked.enquiryState === 'OPEN' && !(await anybodyWaits(tx, asked.enquiryId)))
        await saveState(tx, asked.enquiryId, enquiryAfter(asked.enquiryState, 'SETTLE'));
      await noteAnswer(tx, context, asked, given);
      return done;
    },
    about: () => ({ outcome: given.outcome, ...(inPart ? { inPart } : {}) }),
  });
}

/** What the answer means for the case: the steps follow by themselves. */
async function noteAnswer(tx: Sql, context: GateContext, asked: Asked, { outcome }: Reply): Promise<void> {
  const writer = writerOf(context);
  const { home } = context.ports;
  const child = asked.childId;
  const inbound = asked.fromOrganisation !== home;
  const heard = {
    outcome,
    checkKind: asked.checkKind,
    byAuthority: asked.roles.includes('OTHER_AUTHORITY'),
    inbound,
  };
  for (const { kind, own } of eventsOfAnswer(heard))
    await noteEvent(tx, { child, kind, about: own ? asked.publicId : null, writer });
  if (inbound) return;
  if (asked.checkKind !== null) await noteChecks(tx, context, child);
  if (await nothingFromAnybody(tx, child, home))
    await noteEvent(tx, { child, kind: 'NOTHING_FROM_ANYBODY', writer });
}

/** What is known, checked. Only KNOWN carries facts; a body whose data are restricted says found or not found alone. */
function factsGiven(context: GateContext, input: AnswerEnquiryInput): Record<string, JsonValue> {
  const { today } = writerOf(context);
  const knownSince = input.knownSince ?? null;
  if (knownSince !== null && knownSince > today)
    throw badInput('input.knownSince', 'lies in the future; give the day since when you know.');
  const known: Record<string, JsonValue> = {
    knownSince,
    address: addressOf(input.address ?? null, 'input.address'),
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
