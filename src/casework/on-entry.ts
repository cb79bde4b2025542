import type { GraphQLResolveInfo } from 'graphql';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import type { Sql } from '../gate/ports';
import type { JsonValue } from '../kernel/canonical-json';
import { idOf } from '../kernel/given-id';
import { conflict } from '../kernel/errors';
import { findEntry, type EntryRow } from './case.repository';

/** An act of the team on an entry of its register, held until it is done; anybody else's entry reads as not there. */
export function onEntry(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  about: Readonly<Record<string, JsonValue>>,
  perform: (tx: Sql, entry: EntryRow) => Promise<void>,
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => (isHomeTeam(context) ? findEntry(tx, publicId, writer.home) : Promise.resolve(null)),
    child: (entry) => entry.childId,
    perform: async (tx, entry) => {
      await perform(tx, entry);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => about,
  });
}

/** As `onEntry`, of an entry that is being worked: open, or open and dormant. */
export const onOpenEntry: typeof onEntry = (context, info, id, about, perform) =>
  onEntry(context, info, id, about, async (tx, entry) => {
    if (entry.state === 'CLOSED' || entry.state === 'CLOSED_WITH_ALERT')
      throw conflict('id: this case is closed; open it again first.');
    await perform(tx, entry);
  });
