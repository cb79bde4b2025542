import type { GraphQLResolveInfo } from 'graphql';
import { writerOf } from '../children/writer';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import { addYears } from '../kernel/local-date';
import { londonDate } from '../kernel/london-time';
import { nearWord } from '../kernel/near-word';
import { needed, written } from '../kernel/written';
import { leadAndSupport } from '../procedures/lead-services';
import { procedureOf } from '../procedures/rows-in-force';
import { factsOf, noteEvent } from './case-event.repository';
import {
  insertCheck,
  insertEvidence,
  insertNote,
  saveHolder,
  saveHours,
  saveOffer,
} from './case-file.repository';
import { riskGroupsOf, saveServices, type EntryRow } from './case.repository';
import type { VisitInput } from './case.input';
import { closingFacts } from './closing.repository';
import { onOpenEntry } from './on-entry';

const LONG = 4000;
type Done = Promise<Outcome | null>;

export function addCaseNote(context: GateContext, info: GraphQLResolveInfo, id: string, text: string): Done {
  const writer = writerOf(context);
  const said = needed(text, 'text', LONG, 'write what is to be kept.');
  return onOpenEntry(context, info, id, {}, (tx, entry) =>
    insertNote(tx, { caseId: entry.id, kind: 'NOTE', text: said, at: writer.now, writer }),
  );
}

/** A visit that was made. Whether one may be made is the work list's to say; that it was is recorded whatever it says. */
export function recordVisit(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  input: VisitInput,
): Done {
  const writer = writerOf(context);
  const text = needed(input.text, 'input.text', LONG, 'write what was found.');
  const at = pastInstant(input.at, 'input.at', writer.now);
  return onOpenEntry(context, info, id, { outcome: input.outcome }, async (tx, entry) => {
    if (at < entry.openedAt)
      throw badInput('input.at', 'lies before the case was opened; keep it as a note.');
    const { outcome, risk } = input;
    await insertNote(tx, { caseId: entry.id, kind: 'VISIT', text, at, outcome, risk, writer });
    const note = (kind: string): Promise<void> =>
      noteEvent(tx, { child: entry.childId, caseId: entry.id, kind, at, writer });
    await note(`VISIT_${outcome}`);
    if (outcome === 'CHILD_SEEN') await note('CHILD_SEEN');
  });
}

/** A line of the authority's list of checks, made now or not applicable because. */
export function recordCheck(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  check: string,
  notApplicable: string | null | undefined,
): Done {
  const writer = writerOf(context);
  const because = written(notApplicable, 'notApplicable', 1000);
  const entries = procedureOf(context.ports.rules.book, writer.home).checks.flatMap((list) => list.entries);
  const line = entries.find((one) => one.check === check);
  if (line === undefined)
    throw unknownWord(
      'check',
      check,
      entries.map((one) => one.check),
      'the list of checks',
    );
  return onOpenEntry(context, info, id, { check }, async (tx, entry) => {
    const known = await factsOf(tx, { child: entry.childId, authority: writer.home, now: writer.now });
    if (because === null && line.needs !== null && !known.marks.some(({ mark }) => mark === line.needs))
      throw conflict('check: this check may not be made for this child; write why it does not apply.');
    await insertCheck(tx, entry.id, check, because, writer.now, writer);
    await noteChecksComplete(tx, context, entry);
  });
}

/** Says that every check of the list is done or does not apply, once, as soon as it is so. */
export async function noteChecksComplete(tx: Sql, context: GateContext, entry: EntryRow): Promise<void> {
  const writer = writerOf(context);
  const known = await factsOf(tx, { child: entry.childId, authority: writer.home, now: writer.now });
  const facts = await closingFacts(tx, entry, known, new Map(), writer.now);
  if (known.events.some(({ kind, at }) => kind === 'CHECKS_COMPLETE' && at >= facts.openedAt)) return;
  const [list] = procedureOf(context.ports.rules.book, writer.home).checks;
  const settled = (list?.entries ?? []).every(
    ({ check, needs }) => facts.checks.has(check) || (needs !== null && !facts.marks.has(needs)),
  );
  if (list === undefined || !settled) return;
  await noteEvent(tx, { child: entry.childId, caseId: entry.id, kind: 'CHECKS_COMPLETE', writer });
}

/** What proves an end: from whom, on which day, in words. */
export function recordEvidence(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  evidence: string,
  text: string,
): Done {
  const writer = writerOf(context);
  const said = needed(text, 'text', LONG, 'write who has confirmed it, and on which day.');
  const { words } = context.ports.rules.book;
  if (!words.evidence.has(evidence))
    throw unknownWord('evidence', evidence, [...words.evidence.keys()], 'the evidence');
  return onOpenEntry(context, info, id, { evidence }, (tx, entry) =>
    insertEvidence(tx, entry.id, evidence, said, writer),
  );
}

/** Hours a week of registered provision, and what the authority's own definition makes of them. */
export function recordHours(context: GateContext, info: GraphQLResolveInfo, id: string, hours: number): Done {
  const writer = writerOf(context);
  if (!Number.isFinite(hours) || hours < 0 || hours > 60)
    throw badInput('hours', 'write hours a week, 0 to 60.');
  const { definition } = procedureOf(context.ports.rules.book, writer.home);
  return onOpenEntry(context, info, id, {}, async (tx, entry) => {
    await saveHours(tx, entry.id, hours);
    if (definition.hours === null) return;
    const kind = hours < definition.hours ? 'UNDER_HOURS' : 'FULL_HOURS';
    await noteEvent(tx, { child: entry.childId, caseId: entry.id, kind, writer });
  });
}

/** Lead and support services by the table of the authority, from the groups that stand now. */
export function setServices(context: GateContext, info: GraphQLResolveInfo, id: string): Done {
  const writer = writerOf(context);
  return onOpenEntry(context, info, id, {}, async (tx, entry) => {
    const groups = await riskGroupsOf(tx, entry.childId, writer.now);
    await saveServices(tx, entry.id, leadAndSupport(context.ports.rules.book, writer.home, groups));
    await noteEvent(tx, { child: entry.childId, caseId: entry.id, kind: 'LEAD_SET', writer });
  });
}

/** The asking officer holds the case from now on. */
export function takeCase(context: GateContext, info: GraphQLResolveInfo, id: string): Done {
  const { subject, user } = context.asking;
  return onOpenEntry(context, info, id, {}, async (tx, entry) => {
    if (entry.assignedTo === subject) throw conflict('id: you hold this case already.');
    await saveHolder(tx, entry.id, { subject, name: user });
  });
}

/** Offers the case to a colleague. It stays with its holder until somebody takes it. */
export function handOverCase(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  to: string,
  text: string,
): Done {
  const writer = writerOf(context);
  const whom = needed(to, 'to', 200, 'name the colleague or post.');
  const said = needed(text, 'text', LONG, 'write what the next officer has to know.');
  return onOpenEntry(context, info, id, {}, async (tx, entry) => {
    if (entry.assignedTo !== context.asking.subject)
      throw conflict('id: somebody else holds this case, or nobody; take it first.');
    await saveOffer(tx, entry.id, whom);
    await insertNote(tx, { caseId: entry.id, kind: 'NOTE', text: said, at: writer.now, writer });
  });
}

const OLDEST_YEARS = 25;

/** An instant that has passed, in the time of a childhood. Throws BAD_USER_INPUT otherwise. */
export function pastInstant(given: string | Date, field: string, now: Date): Date {
  const at = new Date(given);
  if (Number.isNaN(at.getTime()))
    throw badInput(field, 'is no date and time; write it as in 2026-09-01T08:30:00Z.');
  if (at > now) throw badInput(field, 'lies in the future; write when it happened.');
  if (londonDate(at) < addYears(londonDate(now), -OLDEST_YEARS))
    throw badInput(field, `is more than ${OLDEST_YEARS} years ago; write when it happened.`);
  return at;
}

/** So many words are named where none is near. */
const FEW = 20;

/** A word that is not in the vocabulary, with the near one. */
export function unknownWord(field: string, word: string, all: readonly string[], where: string): Error {
  const near = nearWord(word, all);
  const fix =
    near !== null
      ? `did you mean \`${near}\`?`
      : all.length > FEW
        ? 'look it up there.'
        : `write one of ${all.join(', ')}.`;
  return badInput(field, `is not a word of ${where}; ${fix}`);
}
