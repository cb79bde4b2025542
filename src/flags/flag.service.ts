import type { GraphQLResolveInfo } from 'graphql';
import { noteEvent } from '../casework/case-event.repository';
import { findReferenced } from '../children/child-reference';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';
import { conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { addYears, parseLocalDate } from '../kernel/local-date';
import { needed } from '../kernel/written';
import { insertNotifications } from '../notifications/notification.repository';
import { refuseUnsafe } from '../notifications/safe-enquiry';
import { checkedAddressee } from '../notifications/told';
import type { AskFlagInput } from './flag.input';
import {
  allAnswered,
  findAsked,
  findHeld,
  insertPlacement,
  isFlagged,
  savePlaced,
  saveRechecked,
  saveRefused,
  type PlacementRow,
} from './flag.repository';
import { stateAfter, type PlacementEvent } from './flag.transitions';
import { lift, lifterOf } from './lifting';

const SHORT = 500;

/** Asks a partner to hold a flag on its own system. */
export function askFlag(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: AskFlagInput,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  return act<string>(context, info, {
    find: (tx) =>
      isHomeTeam(context)
        ? findReferenced(tx, input.child, writer.today, 'input.child')
        : Promise.resolve(null),
    child: (child) => child,
    perform: async (tx, child) => {
      const to = await checkedAddressee(tx, context, input.to, true);
      if (!(await isFlagged(tx, child)))
        throw conflict('input.child: no flag stands; open a case first, which others can be asked to show.');
      await refuseUnsafe(tx, context, 'ASK_FLAG', child, [to]);
      const id = await insertPlacement(tx, child, to.id, writer);
      if (id === null) throw conflict('input.to: has been asked to hold this flag already.');
      await insertNotifications(tx, { child, type: 'FLAG_REQUESTED', text: null }, [to.id], {
        asking: context.asking,
        home: writer.home,
        now: writer.now,
      });
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ to: input.to }),
  });
}

export function confirmFlag(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
): Promise<Outcome | null> {
  return onPlacement(context, info, id, 'CONFIRM', findMine(context), async (tx, row) => {
    await savePlaced(tx, row.id, inAYear(context), writerOf(context).now);
    await noteAnswered(tx, context, row);
  });
}

export function refuseFlag(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  reason: string,
): Promise<Outcome | null> {
  const why = needed(reason, 'reason', SHORT, 'say why it cannot be held, as "cannot hold flags".');
  return onPlacement(context, info, id, 'REFUSE', findMine(context), async (tx, row) => {
    await saveRefused(tx, row.id, why, writerOf(context).now);
    await noteAnswered(tx, context, row);
  });
}

/** The yearly look whether a flag still stands where it was placed. */
export function recheckFlag(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
): Promise<Outcome | null> {
  return onPlacement(context, info, id, 'RECHECK', findOurs(context), (tx, row) =>
    saveRechecked(tx, row.id, inAYear(context), writerOf(context).now),
  );
}

/** By the team, for whatever reason; or by whoever holds it, who then tells the team with it. */
export function liftFlag(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  reason: string,
): Promise<Outcome | null> {
  const why = needed(reason, 'reason', SHORT, 'say why it is lifted.');
  const find = isHomeTeam(context) ? findOurs(context) : findMine(context);
  return onPlacement(context, info, id, 'LIFT', find, (tx, row) => lift(tx, lifterOf(context), row, why));
}

type Find = (tx: Sql, publicId: string) => Promise<PlacementRow | null>;

const findMine =
  (context: GateContext): Find =>
  (tx, publicId) =>
    findHeld(tx, publicId, context.asking);
const findOurs =
  (context: GateContext): Find =>
  (tx, publicId) =>
    isHomeTeam(context) ? findAsked(tx, publicId, context.ports.home) : Promise.resolve(null);

function onPlacement(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  event: PlacementEvent,
  find: Find,
  perform: (tx: Sql, row: PlacementRow) => Promise<void>,
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const { now } = writerOf(context);
  return act(context, info, {
    find: (tx) => find(tx, publicId),
    child: ({ childId }) => childId,
    // Whoever was asked was told of the child, however long ago it has read so.
    holds: () => (isHomeTeam(context) ? [] : ['NOTIFIED_TO_US']),
    perform: async (tx, row) => {
      stateAfter(row.state, event);
      await perform(tx, row);
      return { id: publicId, receivedAt: now.toISOString() };
    },
    about: ({ holder }) => ({ event, holder }),
  });
}

async function noteAnswered(tx: Sql, context: GateContext, { childId }: PlacementRow): Promise<void> {
  if (await allAnswered(tx, childId))
    await noteEvent(tx, { child: childId, kind: 'FLAGS_PLACED', writer: writerOf(context) });
}

function inAYear(context: GateContext): string {
  const today = parseLocalDate(writerOf(context).today);
  if (!today.ok) throw new Error('today is no day');
  return addYears(today.value, 1);
}
