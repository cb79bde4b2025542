import type { GraphQLResolveInfo } from 'graphql';
import { findOrKeepSubject } from '../children/child-reference';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { endWatchRow, findOwnWatch, insertWatch } from './watch.repository';
import type { WatchChildInput } from './watch.input';
import { needed } from '../kernel/written';

const LONGEST = 1000;

/** A standing alert: whoever meets the child again, the watching unit is told. */
export function watchChild(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: WatchChildInput,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const reason = needed(input.reason, 'input.reason', LONGEST, 'say why you want to be told.');
  return act<string>(context, info, {
    find: (tx) => findOrKeepSubject(tx, input.child, writer, 'input.child'),
    child: (child) => child,
    perform: async (tx, child) => {
      const id = await insertWatch(tx, { child, reason, asking: context.asking, writer });
      return { id, receivedAt: writer.now.toISOString() };
    },
  });
}

export function endWatch(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => findOwnWatch(tx, publicId, context.asking),
    child: (watch) => watch.childId,
    perform: async (tx, watch) => {
      if (watch.endsAt !== null) throw conflict('id: this watch has ended already.');
      await endWatchRow(tx, watch.id, writer.now);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
  });
}
