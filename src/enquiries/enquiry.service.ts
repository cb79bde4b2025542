import { honourStandingAlert } from '../casework/standing-alert';
import type { GraphQLResolveInfo } from 'graphql';
import { noteEvent } from '../casework/case-event.repository';
import { findOrKeepSubject, type Writer } from '../children/child-reference';
import { confirmedBy } from '../children/confirmation';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { canonicalJson } from '../kernel/canonical-json';
import { badInput } from '../kernel/errors';
import { needed } from '../kernel/written';
import { idOf } from '../kernel/given-id';
import type { Due } from '../procedures/due';
import type { Row } from '../procedures/procedure';
import { STEP_DONE } from '../procedures/instances';
import type { Addressee } from '../notifications/addressee';
import { careAbout, isCareless, unsafe } from '../notifications/safe-enquiry';
import { correspond } from '../correspondence/correspond';
import { addressOf } from './answered-address';
import { answerDue, dueOn, inboundClock, OURS } from './asked-clock';
import { checkKindOf, refuseUnmet, type CheckKind } from './check-kind';
import { dayAhead } from './day-ahead';
import type { SendEnquiryInput } from './enquiry.input';
import { findSent, insertEnquiry, releaseWaiting, saveState } from './enquiry.repository';
import { askedAfter, enquiryAfter } from './enquiry.transitions';
import { stepOf } from './enquiry-step';
import { mayLook } from './may-look';
import { checkedRecipients, type EnquiryKind } from './recipients';

type Done = Promise<Outcome | null>;

const LONG = 4000;
const ACTIONS: Readonly<Record<EnquiryKind, string>> = {
  ordinary: 'SEND_ENQUIRY',
  conditional: 'SEND_CONDITIONAL_ENQUIRY',
};

/**
 * Asks. The council's own team stands behind its question at once; another authority's question becomes a ground of more
 * than the answer once the team has answered it.
 */
export function sendEnquiry(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: SendEnquiryInput,
  way: EnquiryKind,
): Done {
  const { asking, ports } = context;
  const writer = writerOf(context);
  const question = needed(input.question, 'input.question', LONG, 'say what you ask.');
  const kind = checkKindOf(ports.rules, input.checkKind, 'input.checkKind');
  const step = stepOf(ports, asking, input.step, writer.now);
  const believedAt = addressOf(input.believedAddress ?? null, 'input.believedAddress');
  if (believedAt !== null && asking.organisation === ports.home)
    throw badInput(
      'input.believedAddress',
      'is for another authority that asks the council; say it in `question`.',
    );
  const due = dueOf(context, writer, input.dueOn ?? null, believedAt !== null);
  return act(context, info, {
    once: correspond(context, input.correspondence, 'ENQUIRY', 'input.correspondence'),
    find: async (tx) => {
      const recipients = await checkedRecipients(tx, context, input.recipients, way);
      return { recipients, child: await findOrKeepSubject(tx, input.child, writer, 'input.child') };
    },
    child: ({ child }) => child,
    perform: async (tx, { recipients, child }) => {
      await refuseBarred(tx, context, { way, kind, step, child, recipients });
      await honourStandingAlert(tx, context, child);
      const accepted = (await confirmedBy(tx, context, 'ENQUIRY_FROM_US', child)) !== null;
      const id = await ask(tx, context, {
        child, question, kind, step, due, accepted,
        recipients,
        repeats: null,
        believedAt: believedAt === null ? null : canonicalJson(believedAt),
      }); // prettier-ignore
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: ({ recipients }) => ({ asked: recipients.map(({ id }) => id) }),
  });
}

/** Asks again, whoever has not said that it knows the child. Whoever was still to answer is asked by the new question alone. */
export function repeatEnquiry(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  givenStep: string | null,
): Done {
  const publicId = idOf(id, 'id');
  const { asking, ports } = context;
  const writer = writerOf(context);
  const step = stepOf(ports, asking, givenStep, writer.now, 'step');
  const due = dueOf(context, writer, null, false);
  return act(context, info, {
    find: async (tx) => {
      const sent = await findSent(tx, publicId, asking);
      if (sent === null) return null;
      if (sent.state === 'WITHDRAWN') enquiryAfter(sent.state, 'WITHDRAW');
      if (sent.again.length === 0)
        throw badInput('id', 'everybody who was asked knows the child; there is nobody to ask again.');
      const kind = checkKindOf(ports.rules, sent.checkKind, 'id');
      const way: EnquiryKind = kind?.needs == null ? 'ordinary' : 'conditional';
      if (way === 'conditional')
        throw badInput(
          'id',
          'is a check for child protection alone: ask it anew with `sendConditionalEnquiry`.',
        );
      return {
        sent,
        kind,
        way,
        recipients: await checkedRecipients(tx, context, sent.again, way, () => 'id'),
      };
    },
    child: ({ sent }) => sent.childId,
    perform: async (tx, { sent, kind, way, recipients }) => {
      const child = sent.childId;
      await refuseBarred(tx, context, { way, kind, step, child, recipients });
      await release(tx, context, child, sent.id, 'ASKED_AGAIN');
      if (sent.state === 'OPEN')
        await saveState(tx, sent.id, enquiryAfter('OPEN', 'WITHDRAW'), 'ASKED_AGAIN');
      const accepted = (await confirmedBy(tx, context, 'ENQUIRY_FROM_US', child)) !== null;
      const again = await ask(tx, context, {
        child, kind, step, due, accepted,
        question: sent.question,
        recipients,
        repeats: sent.id,
        believedAt: null,
      }); // prettier-ignore
      return { id: again, receivedAt: writer.now.toISOString() };
    },
    about: ({ recipients }) => ({ asked: recipients.map((one) => one.id) }),
  });
}

/** Takes a question back. Whoever has not answered is released, and sees nothing of the child any more. */
export function withdrawEnquiry(context: GateContext, info: GraphQLResolveInfo, id: string): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => findSent(tx, publicId, context.asking),
    child: ({ childId }) => childId,
    perform: async (tx, enquiry) => {
      const state = enquiryAfter(enquiry.state, 'WITHDRAW');
      askedAfter('WAITING', 'WITHDRAW');
      await release(tx, context, enquiry.childId, enquiry.id, 'TAKEN_BACK');
      await saveState(tx, enquiry.id, state, 'TAKEN_BACK');
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
  });
}

interface Question {
  readonly child: string;
  readonly question: string;
  readonly kind: CheckKind | null;
  readonly step: Row | null;
  readonly due: Due | null;
  readonly recipients: readonly Addressee[];
  readonly accepted: boolean;
  readonly repeats: string | null;
  readonly believedAt: string | null;
}

/** Writes the question, begins the clock of everybody who is asked, and records the step that is done by asking. */
async function ask(tx: Sql, context: GateContext, { kind, step, ...question }: Question): Promise<string> {
  const { asking, ports } = context;
  const writer = writerOf(context);
  const { ruleset } = context.profile;
  const recipients = question.recipients.map((one) => ({ id: one.id, couldLook: mayLook(ruleset, one) }));
  const enquiry = { ...question, recipients, checkKind: kind?.check ?? null, step: step?.row ?? null };
  const { publicId, asked } = await insertEnquiry(tx, enquiry, asking, writer);
  const begins =
    asking.organisation === ports.home ? OURS.begins : inboundClock(question.believedAt !== null).begins;
  for (const about of asked.values())
    await noteEvent(tx, { child: question.child, kind: begins, about, writer });
  if (step !== null) await noteEvent(tx, { child: question.child, kind: STEP_DONE, row: step.row, writer });
  return publicId;
}

async function release(
  tx: Sql,
  context: GateContext,
  child: string,
  enquiry: string,
  because: 'TAKEN_BACK' | 'ASKED_AGAIN',
): Promise<void> {
  const writer = writerOf(context);
  for (const about of await releaseWaiting(tx, enquiry, because))
    await noteEvent(tx, { child, kind: 'ENQUIRY_WITHDRAWN', about, writer });
}

interface Barred {
  readonly way: EnquiryKind;
  readonly kind: CheckKind | null;
  readonly step: Row | null;
  readonly child: string;
  readonly recipients: readonly Addressee[];
}

/** INVARIANT: what the safe-enquiry rule holds back, or the law allows under a condition that does not hold, is not sent. */
async function refuseBarred(tx: Sql, context: GateContext, asked: Barred): Promise<void> {
  const { way, kind, step, child, recipients } = asked;
  const care = await careAbout(tx, context.ports, child, context.ports.clock.now(), step?.row ?? null);
  refuseUnmet(kind, way, care.marks);
  const bar = step === null ? null : care.barOf(step);
  const reaches = recipients.some(({ roles }) => roles.some(isCareless));
  if (bar !== null || (care.held && reaches)) throw unsafe(context, ACTIONS[way], child);
}

/** The sooner of the day that was named and the procedure's. The council's own people may not give longer than it does. */
function dueOf(
  { asking, ports }: GateContext,
  writer: Writer,
  given: string | null,
  hasAddress: boolean,
): Due | null {
  const day = dayAhead(given, 'input.dueOn', writer.today);
  const ours = asking.organisation === ports.home;
  const clock = ours ? OURS : inboundClock(hasAddress);
  const due = answerDue(ports.rules, { authority: ports.home, at: writer.now, ...clock });
  if (day === null) return due;
  if (due === null || day <= due.on) return dueOn(day);
  if (ours)
    throw badInput('input.dueOn', `is later than the procedure allows: give ${due.on} at the latest.`);
  return due;
}
