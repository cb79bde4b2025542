import type { GraphQLResolveInfo } from 'graphql';
import { takeAlertsIntoCase } from '../casework/alerts-of-case';
import { noteEvent } from '../casework/case-event.repository';
import { bornOf } from '../casework/case.repository';
import { checkOpening, openEntry } from '../casework/opening.service';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { notPermittedError } from '../gate/field-rule';
import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { parseLocalDate, type LocalDate } from '../kernel/local-date';
import { written } from '../kernel/written';
import type { AlertClosing } from './alert';
import type { ReviewAlertInput } from './alert.input';
import { findReceivedAlert, saveEvent, triedOf, type AlertRow } from './alert.repository';
import { stateAfter, type AlertEvent } from './alert.transitions';
import { LACKS, lackingIn, type Lack } from './referral-form';
import { namedRoute, route, type Route } from './routing.service';
import { isTeam } from './team';
import { checkAge, triageOf, type Triage } from './triage';

/**
 * The single point of access decides about an alert: it is accepted, and may open a case; or the child is not missing
 * education, and is routed by the authority's own procedure; or it goes back with what is lacking.
 */
export function reviewAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  input: ReviewAlertInput,
): Promise<Outcome | null> {
  const today = todayOf(context);
  const opening = input.openCase ?? null;
  if (opening !== null) {
    if (input.decision !== 'ACCEPT') throw badInput('input.openCase', 'goes with the decision ACCEPT only.');
    checkOpening(context, opening, 'input.openCase');
    mayOpenCase(context);
  }
  const lacking = input.lacking ?? [];
  if (lacking.length > 0 && input.decision !== 'RETURN')
    throw badInput('input.lacking', 'goes with the decision RETURN only.');
  const finding = written(input.finding, 'input.finding', 100);
  const triage = finding === null ? null : findingOf(context, finding, today);
  checkFinding(input, triage);
  const routedTo = written(input.routedTo, 'input.routedTo', 200);
  const school = written(input.school, 'input.school', 200);
  if (school !== null && input.decision !== 'NOT_CME')
    throw badInput('input.school', 'goes with the decision NOT_CME only.');

  return onReceivedAlert(context, info, id, `REVIEW ${input.decision}`, async (tx, alert) => {
    const writer = writerOf(context);
    const save = (event: AlertEvent): Promise<void> =>
      saveEvent(tx, alert, event, stateAfter(alert.state, event.kind), writer);
    const note = (kind: string, about: string | null = null): Promise<void> =>
      noteEvent(tx, { child: alert.childId, kind, about, writer });
    if (input.decision === 'RETURN') {
      await save({ kind: 'RETURN_LACKING', lacking: await lackingOf(tx, alert, lacking) });
      await note('TRIAGED', alert.publicId);
      return;
    }
    checkAge(await bornOf(tx, alert.childId), today, finding, input.decision === 'ACCEPT');
    const to: Route = await namedRoute(tx, context, {
      child: alert.childId,
      triage,
      routedTo,
      school,
      tells: input.decision === 'NOT_CME',
    });
    if (input.decision === 'NOT_CME') {
      await save({ kind: 'ROUTE', finding: finding ?? '', ...to });
      await note('TRIAGED', alert.publicId);
      await note(finding ?? '');
      await note('ROUTED');
      await route(tx, context, alert.childId, finding ?? '', triage?.routes ?? [], to);
      return;
    }
    const lacks = lackingIn(await triedOf(tx, alert.id));
    if (lacks.length > 0)
      throw conflict(
        'input.decision: a referral is accepted only with evidence of what the school has tried; decide RETURN.',
      );
    // One that was accepted before may have its case now.
    if (alert.state !== 'ACCEPTED' || opening === null) {
      await save({ kind: 'ACCEPT', finding, routedTo: to.routedTo });
      await note('TRIAGED', alert.publicId);
      await note('REFERRAL_ACCEPTED');
      if (finding !== null) await note(finding);
    }
    if (opening === null) await takeAlertsIntoCase(tx, alert.childId, writer);
    else await openEntry(tx, context, alert.childId, opening);
  });
}

export function closeAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  as: AlertClosing,
): Promise<Outcome | null> {
  return onReceivedAlert(context, info, id, 'DEAL_WITH', (tx, alert) =>
    saveEvent(tx, alert, { kind: 'DEAL_WITH', as }, stateAfter(alert.state, 'DEAL_WITH'), writerOf(context)),
  );
}

function onReceivedAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  event: string,
  perform: (tx: Sql, alert: AlertRow) => Promise<void>,
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const { now } = writerOf(context);
  return act(context, info, {
    find: (tx) =>
      isTeam(context.asking) ? findReceivedAlert(tx, publicId, context.asking) : Promise.resolve(null),
    child: (alert) => alert.childId,
    perform: async (tx, alert) => {
      await perform(tx, alert);
      return { id: publicId, receivedAt: now.toISOString() };
    },
    about: () => ({ event }),
  });
}

const findingOf = (context: GateContext, finding: string, today: LocalDate): Triage =>
  triageOf(context.ports.rules.book, context.ports.home, finding, today, 'input.finding');

/** Decision and finding have to say the same. Throws BAD_USER_INPUT. */
function checkFinding({ decision }: ReviewAlertInput, triage: Triage | null): void {
  if (decision === 'NOT_CME') {
    if (triage === null)
      throw badInput('input.finding', 'is missing: say what was found, as FOUND_HOME_EDUCATED.');
    if (!triage.notCme)
      throw badInput('input.finding', 'is none by which your procedure routes a child; decide ACCEPT.');
  } else if (triage?.notCme === true)
    throw badInput('input.finding', 'is one of a child that is not missing education; decide NOT_CME.');
}

async function lackingOf(tx: Sql, alert: AlertRow, named: readonly Lack[]): Promise<readonly Lack[]> {
  const lacks = new Set<Lack>([...named, ...lackingIn(await triedOf(tx, alert.id))]);
  if (lacks.size === 0)
    throw badInput(
      'input.lacking',
      'is missing: the form lacks nothing by itself; say what has to come first.',
    );
  return LACKS.filter((lack) => lacks.has(lack));
}

function todayOf(context: GateContext): LocalDate {
  const today = parseLocalDate(writerOf(context).today);
  if (!today.ok) throw new Error('today is no day');
  return today.value;
}

/** Opening a case is an action of its own: reviewing does not carry it, unless it is open for every child. */
function mayOpenCase(context: GateContext): void {
  const cell = context.profile.cell('OPEN_CASE', 'full');
  if (cell.verdict !== 'always') throw notPermittedError(context.profile, cell);
}
