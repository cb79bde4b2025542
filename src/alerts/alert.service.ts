import type { GraphQLResolveInfo } from 'graphql';
import { noteEvent } from '../casework/case-event.repository';
import { noteMeetings } from '../casework/standing-alert';
import {
  findOrKeepSubject,
  keepUnresolved,
  type ChildReferenceInput,
  type Writer,
} from '../children/child-reference';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import type { JsonValue } from '../kernel/canonical-json';
import { badInput, conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { addYears, parseLocalDate } from '../kernel/local-date';
import { needed, written } from '../kernel/written';
import type { RaiseAlertInput } from './alert.input';
import {
  findOwnAlert,
  insertAlert,
  insertForm,
  saveAddition,
  saveEvent,
  saveTakenBack,
  type AlertRow,
} from './alert.repository';
import { refusal, stateAfter, STANDS } from './alert.transitions';
import { filledMemo, filledReferral, filledTried, type FilledForm } from './referral-form';
import type { TriedBySchool } from './referral-form.type';

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
  const form = formOf(input, writer.today);
  return act<string>(context, info, {
    find: (tx) => subjectOf(tx, input.child ?? null, form, writer),
    child: (child) => child,
    perform: async (tx, child) => {
      const alert = { child, reason: input.reason, text, details, form };
      const id = await insertAlert(tx, alert, context.asking, writer);
      await noteEvent(tx, { child, kind: 'ALERT_RECEIVED', about: id, writer });
      if (form?.kind === 'MEMO') await noteEvent(tx, { child, kind: 'REFERRAL_RECEIVED', writer });
      await noteMeetings(tx, [child], writer);
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ reason: input.reason, form: form?.kind ?? null }),
  });
}

function formOf({ memo, hubReferral }: RaiseAlertInput, today: string): FilledForm | null {
  if (memo && hubReferral) throw badInput('input.memo', 'goes without `hubReferral`: send one form.');
  if (memo) return filledMemo(memo, today, 'input.memo');
  return hubReferral ? filledReferral(hubReferral, today, 'input.hubReferral') : null;
}

/** The child that is named, else the one of the form. A form may hold too little to look anybody up: it is kept as it is. */
function subjectOf(
  tx: Sql,
  named: ChildReferenceInput | null,
  form: FilledForm | null,
  writer: Writer,
): Promise<string> {
  if (named !== null) return findOrKeepSubject(tx, named, writer, 'input.child');
  if (form === null)
    throw badInput('input.child', 'is missing: say which child, or send a form that names it.');
  const line = (name: string): string | null => {
    const value = form.fields[name];
    return typeof value === 'string' ? value : null;
  };
  const reference: ChildReferenceInput = {
    surname: line('surname'),
    forename: line('firstName') ?? line('forenames'),
    dateOfBirth: line('dateOfBirth'),
    upn: line('upn'),
    gender: line('gender'),
  };
  return reference.dateOfBirth === null && reference.upn === null
    ? keepUnresolved(tx, reference, writer)
    : findOrKeepSubject(tx, reference, writer, form.kind === 'MEMO' ? 'input.memo' : 'input.hubReferral');
}

export function addToAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  text: string,
): Promise<Outcome | null> {
  const more = needed(text, 'text', LONG, 'say what is new.');
  return onOwnAlert(context, info, id, 'ADD', (tx, alert, writer) => saveAddition(tx, alert, more, writer));
}

/** What the school has tried since its referral came back: the referral comes again. */
export function completeReferral(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  tried: TriedBySchool,
): Promise<Outcome | null> {
  const fields = { tried: filledTried(tried, writerOf(context).today, 'tried') };
  return onOwnAlert(context, info, id, 'COMPLETE', async (tx, alert, writer) => {
    if (alert.state !== 'RETURNED') throw conflict('id: nothing lacks in this alert; use `addToAlert`.');
    const state = stateAfter(alert.state, 'COMPLETE');
    await insertForm(tx, alert.id, { kind: 'COMPLETION', fields }, writer);
    await saveEvent(tx, alert, { kind: 'COMPLETE' }, state, writer);
    await noteEvent(tx, { child: alert.childId, kind: 'ALERT_RECEIVED', about: alert.publicId, writer });
  });
}

/** Takes back the unit's own alert. It stays in the record, and a case that was opened stays open. */
export function withdrawAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  reason: string,
): Promise<Outcome | null> {
  const why = needed(reason, 'reason', LONG, 'say why you take it back.');
  return onOwnAlert(context, info, id, 'WITHDRAW', (tx, alert, writer) =>
    alert.state === 'IN_CASE'
      ? saveTakenBack(tx, alert, why)
      : saveEvent(tx, alert, { kind: 'WITHDRAW', reason: why }, stateAfter(alert.state, 'WITHDRAW'), writer),
  );
}

/** INVARIANT: what is refused here is refused alike whether or not the team has accepted the alert or opened a case. */
function onOwnAlert(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  event: string,
  perform: (tx: Sql, alert: AlertRow, writer: Writer) => Promise<void>,
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => findOwnAlert(tx, publicId, context.asking),
    child: (alert) => alert.childId,
    perform: async (tx, alert) => {
      if (alert.withdrawn) throw refusal('WITHDRAWN');
      if (!STANDS.has(alert.state)) throw refusal(alert.state);
      await perform(tx, alert, writer);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ event }),
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
