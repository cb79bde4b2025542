import type { GraphQLResolveInfo } from 'graphql';
import { act, type Outcome } from '../../gate/act';
import type { GateContext } from '../../gate/context';
import { badInput, conflict } from '../../kernel/errors';
import { idOf } from '../../kernel/given-id';
import { parseOrganisationId } from '../../kernel/organisation-id';
import { findReferenced } from '../child-reference';
import { writerOf } from '../writer';
import type { RecordFactInput } from './fact.input';
import { countEdit, endFact, findFact, writeFact, writeSibling, type Saying } from './fact.repository';
import { statedFact } from './stated-fact';

/** Writes one fact into a child's record on somebody's word. Null when the reference fits no one child. */
export function recordFact(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: RecordFactInput,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const fact = statedFact(input, writer.today);
  const source = input.source == null ? null : parseOrganisationId(input.source);
  if (source?.ok === false) throw badInput('input.source', source.problem);
  const asOf = input.asOf ?? writer.today;
  if (asOf > writer.today) throw badInput('input.asOf', 'lies in the future.');
  const said = {
    source: source?.value ?? writer.organisation,
    asOf,
    user: writer.user,
    unit: context.asking.unit,
  };
  return act<{ child: string; other: string | null }>(context, info, {
    find: async (tx) => {
      const child = await findReferenced(tx, input.child, writer.today, 'input.child');
      if (child === null || fact.fact !== 'sibling') return child === null ? null : { child, other: null };
      const other = await findReferenced(tx, fact.other, writer.today, 'input.sibling.child');
      return other === null ? null : { child, other };
    },
    child: ({ child }) => child,
    perform: async (tx, { child, other }) => {
      await countEdit(tx, child, input.version ?? null);
      const by: Saying = { ...said, child, now: writer.now, today: writer.today };
      const id =
        fact.fact === 'sibling'
          ? await writeSibling(tx, other ?? '', fact.kind, by)
          : await writeFact(tx, fact, by);
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ fact: fact.fact }),
  });
}

/** Says that a fact of a record is so no longer. */
export function endRecordedFact(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  on: string | null,
  version: number | null,
): Promise<Outcome | null> {
  const given = idOf(id, 'id');
  const writer = writerOf(context);
  const day = on ?? writer.today;
  if (day > writer.today) throw badInput('on', 'lies in the future.');
  return act(context, info, {
    find: (tx) => findFact(tx, given),
    child: (fact) => fact.child,
    perform: async (tx, fact) => {
      if (fact.ended) throw conflict('id: this has ended already.');
      if (fact.begins !== null && day < fact.begins)
        throw conflict('on: lies before the day on which it began.');
      await countEdit(tx, fact.child, version);
      await endFact(tx, fact.table, fact.id, day);
      return { id: given, receivedAt: writer.now.toISOString() };
    },
    about: (fact) => ({ fact: fact.table }),
  });
}
