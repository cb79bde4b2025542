import type { GraphQLResolveInfo } from 'graphql';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { notPermittedError } from '../gate/field-rule';
import type { Sql } from '../gate/ports';
import { badInput } from '../kernel/errors';
import type { AlertClosing } from './alert';
import type { ReviewAlertInput } from './alert.input';
import { findReceivedAlert, isUnitOf, saveEvent, type AlertRow } from './alert.repository';
import { stateAfter, type AlertEvent } from './alert.transitions';
import { checkOpening, openEntry } from './case.service';
import { idOf } from '../kernel/given-id';
import { isTeam } from './team';
import { written } from '../kernel/written';

/** The team accepts an alert, and may open a case with it, or finds that the child is not missing education. */
export function reviewAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  input: ReviewAlertInput,
): Promise<Outcome | null> {
  const opening = input.openCase ?? null;
  if (opening !== null) {
    if (input.decision !== 'ACCEPT') throw badInput('input.openCase', 'goes with the decision ACCEPT only.');
    checkOpening(context, opening, 'input.openCase');
    mayOpenCase(context);
  }
  const routedTo = written(input.routedTo, 'input.routedTo', 200);
  const event: AlertEvent = { kind: input.decision === 'ACCEPT' ? 'ACCEPT' : 'DISMISS', routedTo };
  return onReceivedAlert(context, info, id, event, async (tx, alert) => {
    if (routedTo !== null && !(await isUnitOf(tx, routedTo, context.asking.organisation))) {
      throw badInput('input.routedTo', 'is no unit of your authority; write its id, like `la/931/ehe`.');
    }
    if (opening !== null) await openEntry(tx, context, alert.childId, opening);
  });
}

export function closeAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  as: AlertClosing,
): Promise<Outcome | null> {
  return onReceivedAlert(context, info, id, { kind: 'CLOSE', as });
}

function onReceivedAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  event: AlertEvent,
  also: (tx: Sql, alert: AlertRow) => Promise<void> = () => Promise.resolve(),
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) =>
      isTeam(context.asking) ? findReceivedAlert(tx, publicId, context.asking) : Promise.resolve(null),
    child: (alert) => alert.childId,
    perform: async (tx, alert) => {
      const state = stateAfter(alert.state, event.kind);
      await also(tx, alert);
      await saveEvent(tx, alert, event, state, writer);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ event: event.kind }),
  });
}

/** Opening a case is an action of its own: reviewing does not carry it, unless it is open for every child. */
function mayOpenCase(context: GateContext): void {
  const cell = context.profile.cell('OPEN_CASE', 'full');
  if (cell.verdict !== 'always') throw notPermittedError(context.profile, cell);
}
