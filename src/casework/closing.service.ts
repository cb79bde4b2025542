import type { GraphQLResolveInfo } from 'graphql';
import type { Writer } from '../children/child-reference';
import { writerOf } from '../children/writer';
import type { Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import { CASE_TABLE, transitionOf } from '../procedures/case.transitions';
import { checkListOf, type ClosingObstacle, closingsOf, obstaclesTo } from '../procedures/closing';
import type { CaseOutcome, CaseState, Closing } from '../procedures/procedure';
import { stateAfter } from '../procedures/transition-table';
import { needed } from '../kernel/written';
import { liftFlags, lifterOf, type Lifter } from '../flags/lifting';
import { announceTaken } from '../notifications/transfer-taken';
import { offeredTo } from '../notifications/transfer.repository';
import { dealWithAlerts } from './alerts-of-case';
import { factsOf, noteEvent } from './case-event.repository';
import { bornOf, type EntryRow, hasOpenEntry, saveState } from './case.repository';
import { insertNote } from './case-file.repository';
import { onEntry } from './on-entry';
import { checkOfAge } from './opening.service';
import {
  closingFacts,
  endClosing,
  insertClosing,
  insertSignature,
  proposedClosing,
  signaturesOf,
} from './closing.repository';
import { obstacleInWords } from './obstacle-words';

/** Ends a case in the way that the authority's policy knows for that outcome. Throws CONFLICT with all that is lacking. */
export function closeCase(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  outcome: CaseOutcome,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  return onEntry(context, info, id, { reason: outcome }, async (tx, entry) => {
    if (entry.state === 'CLOSED') throw conflict('id: this case has been closed already.');
    const proposed = await proposedClosing(tx, entry.id);
    const waysOut = await obstaclesOf(
      tx,
      context,
      entry,
      outcome,
      proposed?.outcome === outcome ? proposed.id : null,
    );
    const [way] = waysOut;
    if (way === undefined)
      throw conflict('reason: the policy of this authority knows no such way to close a case.');
    if (way.obstacles.length > 0)
      throw conflict(
        `reason: ${way.obstacles.map((o) => obstacleInWords(o, context.ports.rules.book.words)).join('; ')}.`,
      );
    const to = endingOf(entry.state, way.closing);
    const offered = to === 'DORMANT_OPEN' ? null : await offeredTo(tx, entry.childId, writer.home);
    if (offered !== null)
      throw conflict(
        `id: the case is offered to ${offered}, or accepted there and not yet open; it stays here until they say that theirs is. Withdraw the offer or end the transfer to close it otherwise.`,
      );
    if (proposed !== null)
      await endClosing(tx, proposed.id, proposed.outcome === outcome ? 'DONE' : 'WITHDRAWN');
    await endEntry(tx, entry, { to, outcome }, writer, lifterOf(context));
  });
}

/** Ends an entry of which nothing is lacking any more, and all that hangs on it. */
export async function endEntry(
  tx: Sql,
  entry: EntryRow,
  { to, outcome }: { readonly to: CaseState; readonly outcome: CaseOutcome },
  writer: Writer,
  lifter: Lifter,
): Promise<void> {
  await saveState(tx, entry.id, to, outcome, writer.now);
  // S0 10: whoever raised it hears that it was dealt with. A dormant case goes on.
  if (to !== 'DORMANT_OPEN') await dealWithAlerts(tx, entry.childId, outcome, writer);
  // Found: nobody need hold a flag for the child any more.
  if (to === 'CLOSED' && outcome !== 'CHECKS_MADE_NOT_FOUND')
    await liftFlags(tx, lifter, entry.childId, outcome);
  await noteEvent(tx, {
    child: entry.childId,
    caseId: entry.id,
    kind: ENDS[to],
    detail: { outcome },
    writer,
  });
}

const ENDS = {
  CLOSED: 'CASE_CLOSED',
  DORMANT_OPEN: 'CASE_MADE_DORMANT',
  CLOSED_WITH_ALERT: 'CASE_CLOSED_WITH_ALERT',
  OPEN: 'CASE_REOPENED',
} as const satisfies Record<CaseState, string>;

/** What an entry becomes by that way of ending; null: its state does not allow it. */
export function endOf(state: CaseState, closing: Closing): CaseState | null {
  const by = transitionOf(closing);
  return by === null ? null : stateAfter(CASE_TABLE, state, by);
}

function endingOf(state: CaseState, closing: Closing): CaseState {
  const to = endOf(state, closing);
  if (to === null) throw conflict('id: a case in this state is not ended so; open it again first.');
  return to;
}

interface WayOut {
  readonly closing: Closing;
  readonly obstacles: readonly ClosingObstacle[];
}

/** The ways to end a case with an outcome, and what each still lacks, the nearest first. */
export async function obstaclesOf(
  tx: Sql,
  { ports }: { readonly ports: Pick<GateContext['ports'], 'rules' | 'clock' | 'home'> },
  entry: EntryRow,
  outcome: CaseOutcome,
  proposed: string | null,
): Promise<WayOut[]> {
  const { book, calendars } = ports.rules;
  const now = ports.clock.now();
  const known = await factsOf(tx, { child: entry.childId, authority: ports.home, now });
  const signatures = proposed === null ? new Map<string, string>() : await signaturesOf(tx, proposed);
  const facts = await closingFacts(tx, entry, known, signatures, now);
  const calendar = calendars.of(ports.home, known.school ?? null);
  return closingsOf(book, ports.home, outcome)
    .map((closing) => ({
      closing,
      obstacles: obstaclesTo(closing, checkListOf(book, ports.home, closing), facts, calendar, now),
    }))
    .sort((a, b) => a.obstacles.length - b.obstacles.length);
}

/** Proposes an end that others have to sign. One stands at a time. */
export function proposeClosing(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  outcome: CaseOutcome,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  return onEntry(context, info, id, { outcome }, async (tx, entry) => {
    const [closing] = closingsOf(context.ports.rules.book, writer.home, outcome);
    if (closing === undefined)
      throw conflict('outcome: the policy of this authority knows no such way to close a case.');
    endingOf(entry.state, closing);
    const standing = await proposedClosing(tx, entry.id);
    if (standing?.outcome === outcome) throw conflict('outcome: this has been proposed already.');
    if (standing !== null) await endClosing(tx, standing.id, 'WITHDRAWN');
    await insertClosing(tx, entry.id, outcome, closing.signedBy.length, {
      asking: context.asking,
      now: writer.now,
    });
    await noteEvent(tx, {
      child: entry.childId,
      caseId: entry.id,
      kind: 'CLOSING_PROPOSED',
      detail: { outcome },
      writer,
    });
  });
}

/** Signs a proposed end as one of those whom the policy names: nobody twice, and never alone what one has proposed. */
export function signOffClosing(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  party: string,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const { asking } = context;
  return onEntry(context, info, id, { party }, async (tx, entry) => {
    const proposed = await proposedClosing(tx, entry.id);
    if (proposed === null) throw conflict('id: no end of this case is proposed; propose it first.');
    const named = closingsOf(context.ports.rules.book, writer.home, proposed.outcome).flatMap(
      ({ signedBy }) => signedBy,
    );
    if (!named.includes(party))
      throw badInput('party', `is not named by the policy; write one of ${named.join(', ') || 'none'}.`);
    if (proposed.signers < 2 && proposed.proposedBy === asking.subject)
      throw conflict('id: you have proposed this yourself; somebody else must sign it.');
    const signed = await signaturesOf(tx, proposed.id);
    if (signed.has(party)) throw conflict('party: it has been signed for this party already.');
    if ([...signed.values()].includes(asking.subject))
      throw conflict('party: you have signed for another party; a third person must sign for this one.');
    await insertSignature(tx, proposed.id, party, { asking, now: writer.now });
  });
}

/** Opens a closed entry again, or wakes one that is dormant. */
export function reopenCase(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  because: string,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const why = needed(because, 'because', 4000, 'say what has become known.');
  return onEntry(context, info, id, {}, async (tx, entry) => {
    const by = entry.state === 'DORMANT_OPEN' ? 'WAKE' : 'REOPEN';
    const to = stateAfter(CASE_TABLE, entry.state, by);
    if (to === null) throw conflict('id: this case is open; there is nothing to open again.');
    if (by === 'REOPEN' && (await hasOpenEntry(tx, entry.childId)))
      throw conflict('id: there is an open case about this child already.');
    if (by === 'REOPEN') checkOfAge(await bornOf(tx, entry.childId), writer.today, 'id');
    await saveState(tx, entry.id, to, null, writer.now);
    await insertNote(tx, { caseId: entry.id, kind: 'NOTE', text: why, at: writer.now, writer });
    await noteEvent(tx, { child: entry.childId, caseId: entry.id, kind: 'CASE_REOPENED', writer });
    await announceTaken(tx, entry.childId, writer);
  });
}
