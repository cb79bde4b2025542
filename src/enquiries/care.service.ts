import type { GraphQLResolveInfo } from 'graphql';
import { noteEvent } from '../casework/case-event.repository';
import { findOrKeepSubject } from '../children/child-reference';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { newPublicId } from '../kernel/id';
import { badInput } from '../kernel/errors';
import { londonDate } from '../kernel/london-time';
import { nearWord } from '../kernel/near-word';
import { rowsInForce } from '../procedures/rows-in-force';
import type { DecideCarefulStepsInput } from './care.input';

const MOST = 50;

/** Social care's word on what the safe-enquiry rule holds back. A mark that is set later is to be decided about again. */
export function decideCarefulSteps(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: DecideCarefulStepsInput,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const steps = checkedSteps(context, input.steps ?? null, writer.now);
  return act<string>(context, info, {
    find: (tx) => findOrKeepSubject(tx, input.child, writer, 'input.child'),
    child: (child) => child,
    perform: async (tx, child) => {
      const detail = { allowed: input.allowed, rows: steps };
      await noteEvent(tx, { child, kind: 'SOCIAL_CARE_DECIDED', detail, writer });
      return { id: newPublicId(), receivedAt: writer.now.toISOString() };
    },
    about: () => ({ allowed: input.allowed }),
  });
}

function checkedSteps({ ports }: GateContext, given: readonly string[] | null, now: Date): string[] | null {
  if (given === null) return null;
  if (given.length === 0 || given.length > MOST)
    throw badInput(
      'input.steps',
      `names ${given.length} steps; name 1 to ${MOST}, or leave it out for all of them.`,
    );
  const rows = rowsInForce(ports.rules.book, ports.home, londonDate(now)).map(({ row }) => row);
  for (const [i, step] of given.entries()) {
    if (rows.includes(step)) continue;
    const near = nearWord(step, rows);
    throw badInput(
      `input.steps[${i}]`,
      `is no row of the procedure${near === null ? '.' : `; did you mean \`${near}\`?`}`,
    );
  }
  return [...new Set(given)];
}
