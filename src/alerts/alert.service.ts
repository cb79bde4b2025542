import type { GraphQLResolveInfo } from 'graphql';
import { findOrKeepSubject } from '../children/child-reference';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { JsonValue } from '../kernel/canonical-json';
import { badInput } from '../kernel/errors';
import { addYears, parseLocalDate } from '../kernel/local-date';
import type { RaiseAlertInput } from './alert.input';
import { findOwnAlert, insertAlert, saveEvent } from './alert.repository';
import { stateAfter, type AlertEvent } from './alert.transitions';
import { idOf } from '../kernel/given-id';
import { needed, written } from '../kernel/written';

const LONG = 4000;
const SHORT = 500;
const OLDEST_YEARS = 25;

/** Tells the council of a child, known to the hub or not, in one call and with whatever the partner has. */
export function raiseAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: RaiseAlertInput,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const text =
    input.reason === 'OTHER'
      ? needed(input.text, 'input.text', LONG, 'say in words what OTHER stands for.')
      : written(input.text, 'input.text', LONG);
  const details = detailsOf(input, writer.today);
  return act<string>(context, info, {
    find: (tx) => findOrKeepSubject(tx, input.child, writer, 'input.child'),
    child: (child) => child,
    perform: async (tx, child) => {
      const alert = { child, reason: input.reason, text, details };
      const id = await insertAlert(tx, alert, context.asking, writer);
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ reason: input.reason }),
  });
}

export function addToAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  text: string,
): Promise<Outcome | null> {
  return onOwnAlert(context, info, id, { kind: 'ADD', text: needed(text, 'text', LONG, 'say what is new.') });
}

/** Takes back the unit's own alert. It stays in the record, and a case that was opened stays open. */
export function withdrawAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  reason: string,
): Promise<Outcome | null> {
  const why = needed(reason, 'reason', LONG, 'say why you take it back.');
  return onOwnAlert(context, info, id, { kind: 'WITHDRAW', reason: why });
}

function onOwnAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  event: AlertEvent,
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => findOwnAlert(tx, publicId, context.asking),
    child: (alert) => alert.childId,
    perform: async (tx, alert) => {
      await saveEvent(tx, alert, event, stateAfter(alert.state, event.kind), writer);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ event: event.kind }),
  });
}

function detailsOf(input: RaiseAlertInput, today: string): Record<string, JsonValue> {
  const all: Record<string, string | null> = {
    lastSeenOn: seenOn(input.lastSeenOn ?? null, today),
    lastSeenWhere: written(input.lastSeenWhere, 'input.lastSeenWhere', SHORT),
    knownAddress: written(input.knownAddress, 'input.knownAddress', SHORT),
    lastSchool: written(input.lastSchool, 'input.lastSchool', SHORT),
    destination: written(input.destination, 'input.destination', SHORT),
    tried: written(input.tried, 'input.tried', LONG),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

function seenOn(day: string | null, today: string): string | null {
  if (day === null) return null;
  const now = parseLocalDate(today);
  if (day > today) throw badInput('input.lastSeenOn', 'lies in the future; write the day as YYYY-MM-DD.');
  if (now.ok && day < addYears(now.value, -OLDEST_YEARS)) {
    throw badInput('input.lastSeenOn', `is more than ${OLDEST_YEARS} years ago.`);
  }
  return day;
}
