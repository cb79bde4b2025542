import type { GraphQLResolveInfo } from 'graphql';
import { act, type Outcome } from '../../gate/act';
import type { GateContext } from '../../gate/context';
import { badInput, conflict } from '../../kernel/errors';
import { idOf } from '../../kernel/given-id';
import { needed } from '../../kernel/written';
import { writerOf } from '../writer';
import { contradictions, findMerge, holdKnown, isKnown, merge, unmerge } from './merge.repository';

const LONG = 4000;

/** A person says that two records are one child. What is held of the second is held of the first from then on. */
export function mergeChildren(
  context: GateContext,
  info: GraphQLResolveInfo,
  keep: string,
  join: string,
  why: string,
): Promise<Outcome | null> {
  const [keepId, joinId] = [idOf(keep, 'keep'), idOf(join, 'merge')];
  if (keepId === joinId) throw badInput('merge', 'is the same record as `keep`.');
  const reason = needed(why, 'reason', LONG, 'say how it is known that they are one child.');
  const writer = writerOf(context);
  return act<{ kept: string; merged: string }>(context, info, {
    find: async (tx) => {
      // Always in the same order, so that two who join the same two wait for each other.
      const held = new Map<string, string | null>();
      for (const id of [keepId, joinId].sort()) held.set(id, await holdKnown(tx, id));
      const [kept, merged] = [held.get(keepId), held.get(joinId)];
      return kept && merged ? { kept, merged } : null;
    },
    child: ({ kept }) => kept,
    perform: async (tx, { kept, merged }) => {
      const { upn, cases } = await contradictions(tx, kept, merged);
      if (upn)
        throw conflict(
          'merge: the two records hold different permanent pupil numbers. If both are one child, record the superseded one as former first: recordFact(identifier: { former: true }).',
        );
      if (cases) throw conflict('merge: each record has an open case. Close one of the two first.');
      const id = await merge(tx, kept, merged, { reason, unit: context.asking.unit }, writer);
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: ({ kept, merged }) => ({ kept, merged }),
  });
}

/** Two records that were joined by mistake are two again, each with what it had. `id` is that of the joining's receipt. */
export function unmergeChildren(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  why: string,
): Promise<Outcome | null> {
  const given = idOf(id, 'id');
  const reason = needed(why, 'reason', LONG, 'say how it is known that they are two.');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => findMerge(tx, given),
    child: ({ kept }) => kept,
    perform: async (tx, made) => {
      if (made.undone) throw conflict('id: the two records have been parted already.');
      if (!(await isKnown(tx, made.kept)))
        throw conflict(
          'id: the kept record has itself been joined or sealed since. Undo what came later first.',
        );
      await unmerge(tx, made, reason, writer);
      return { id: given, receivedAt: writer.now.toISOString() };
    },
    about: ({ kept, merged }) => ({ kept, merged }),
  });
}
