import type { GraphQLResolveInfo } from 'graphql';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { addYears } from '../kernel/local-date';
import { londonDate } from '../kernel/london-time';
import { written } from '../kernel/written';
import { agendaOf, type AgendaItem } from '../procedures/agenda';
import { STEP_DONE, STEP_DROPPED } from '../procedures/instances';
import { factsOf, noteEvent } from './case-event.repository';
import { pastInstant, unknownWord } from './case-file.service';
import { entryOf } from './case.repository';
import { isByItsAct, outcomesOf, workKeyOf } from './work-item';
import { holdWorked } from './work.repository';

type Done = Promise<Outcome | null>;

/** Records that a step of the work list is done, with what came of it, or that it does not apply, and why. */
export function completeStep(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  given: { readonly outcome?: string | null; readonly notApplicable?: string | null },
): Done {
  const key = workKeyOf(id);
  const writer = writerOf(context);
  const because = written(given.notApplicable, 'notApplicable', 1000);
  if (because !== null && given.outcome)
    throw badInput('notApplicable', 'goes without an outcome: a step is done or does not apply.');
  return onChild(context, info, key.child, { row: key.row, applies: because === null }, async (tx, child) => {
    const { rules, clock } = context.ports;
    const facts = await factsOf(tx, { child, authority: writer.home, now: writer.now });
    const item = agendaOf(facts, rules.book, rules.calendars, clock.now()).find(
      (one) => one.row.row === key.row && one.about === key.about && one.since.toISOString() === key.since,
    );
    if (item === undefined)
      throw conflict('id: this step does not stand any more; read the work list again.');
    if (item.state === 'done' || item.state === 'dropped')
      throw conflict('id: this step has been finished already.');
    const caseId = await entryOf(tx, child);
    const event = { child, caseId, about: item.about, writer };
    if (because !== null) {
      await noteEvent(tx, { ...event, kind: STEP_DROPPED, row: key.row, detail: { notApplicable: because } });
      return;
    }
    const kind = doneBy(item, given.outcome ?? null);
    await noteEvent(tx, { ...event, kind, ...(kind === STEP_DONE ? { row: key.row } : {}) });
  });
}

/** The event that says that a step is done. Throws CONFLICT where it may not be, or its own act alone says so. */
function doneBy(item: AgendaItem, outcome: string | null): string {
  if (item.state === 'barred')
    throw conflict(
      item.bar?.because === 'askSocialCare'
        ? 'id: this step may not be taken until social care has decided; ask social care first.'
        : 'id: this step may not be taken for this child; say that it does not apply, and why.',
    );
  if (item.state === 'waiting')
    throw conflict(
      `id: this step may not be taken before ${item.opensAt === null ? 'its day' : londonDate(item.opensAt)}.`,
    );
  const outcomes = outcomesOf(item);
  if (outcome !== null) {
    if (!outcomes.includes(outcome))
      throw unknownWord('outcome', outcome, outcomes, 'the outcomes of this step');
    return outcome;
  }
  const [only, another] = outcomes;
  if (only === undefined && item.row.ends.length > 0 && item.row.clock?.kind !== 'every')
    throw conflict('id: the act itself ends this step: record the visit, send the enquiry, close the case.');
  if (another !== undefined) throw badInput('outcome', `is missing; write one of ${outcomes.join(', ')}.`);
  return only ?? STEP_DONE;
}

/** Records something that happened outside of the hub and that steps begin or end with. */
export function recordCaseEvent(
  context: GateContext,
  info: GraphQLResolveInfo,
  childId: string,
  kind: string,
  happenedAt: string | null,
): Done {
  const child = idOf(childId, 'childId');
  const writer = writerOf(context);
  const { events } = context.ports.rules.book.words;
  if (!events.has(kind)) throw unknownWord('event', kind, [...events.keys()], 'procedure-words.yaml');
  if (isByItsAct(kind)) throw badInput('event', 'is left by an act of the hub; do that instead.');
  const at =
    happenedAt === null
      ? writer.now
      : TOLD_AHEAD.has(kind)
        ? aheadAt(happenedAt, writer.now)
        : pastInstant(happenedAt, 'at', writer.now);
  return onChild(context, info, child, { event: kind }, async (tx, id) =>
    noteEvent(tx, { child: id, caseId: await entryOf(tx, id), kind, at, writer }),
  );
}

/** A meeting, and the day that a parent states, are told of before they come. */
const TOLD_AHEAD: ReadonlySet<string> = new Set(['GROUP_MEETING', 'EHE_DATE_STATED']);

function aheadAt(given: string, now: Date): Date {
  const at = new Date(given);
  if (at <= now) return pastInstant(given, 'at', now);
  if (londonDate(at) > addYears(londonDate(now), 1))
    throw badInput('at', 'is more than a year ahead; write the next meeting.');
  return at;
}

function onChild(
  context: GateContext,
  info: GraphQLResolveInfo,
  publicId: string,
  about: Readonly<Record<string, string | boolean>>,
  perform: (tx: Sql, child: string) => Promise<void>,
): Done {
  const writer = writerOf(context);
  return act<string>(context, info, {
    find: (tx) => (isHomeTeam(context) ? holdWorked(tx, publicId) : Promise.resolve(null)),
    child: (child) => child,
    perform: async (tx, child) => {
      await perform(tx, child);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => about,
  });
}
