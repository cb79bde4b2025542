import type { GraphQLResolveInfo } from 'graphql';
import { findReferenced } from '../children/child-reference';
import { confirmedBy } from '../children/confirmation';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Sql } from '../gate/ports';
import { badInput, conflict } from '../kernel/errors';
import { addYears, parseLocalDate } from '../kernel/local-date';
import type { CaseClosing } from './alert';
import type { CaseOpeningInput, OpenCaseInput } from './case.input';
import {
  childState,
  closeEntry,
  findEntry,
  hasOpenEntry,
  insertEntry,
  safeguardingConcern,
} from './case.repository';
import { idOf } from '../kernel/given-id';
import { isTeam } from './team';

export function openCase(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: OpenCaseInput,
): Promise<Outcome | null> {
  checkOpening(context, input, 'input');
  const writer = writerOf(context);
  return act<string>(context, info, {
    find: (tx) =>
      isTeam(context.asking)
        ? findReferenced(tx, input.child, writer.today, 'input.child')
        : Promise.resolve(null),
    child: (child) => child,
    perform: async (tx, child) => {
      const id = await openEntry(tx, context, child, input);
      return { id, receivedAt: writer.now.toISOString() };
    },
  });
}

export function closeCase(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  reason: CaseClosing,
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) =>
      isTeam(context.asking) ? findEntry(tx, publicId, context.asking.organisation) : Promise.resolve(null),
    child: (entry) => entry.childId,
    perform: async (tx, entry) => {
      if (entry.state === 'CLOSED') throw conflict('id: this case has been closed already.');
      if (reason === 'CHECKS_MADE_NOT_FOUND' && (await safeguardingConcern(tx, entry.childId, writer.now))) {
        throw conflict(
          'reason: a child who was not found is not closed while a safeguarding concern stands.',
        );
      }
      await closeEntry(tx, entry.id, reason, writer.now);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ reason }),
  });
}

/** Puts a known child on the register. Throws CONFLICT when it is there already, or nobody has matched the subject. */
export async function openEntry(
  tx: Sql,
  context: GateContext,
  child: string,
  opening: CaseOpeningInput,
): Promise<string> {
  if ((await childState(tx, child)) !== 'known') {
    throw conflict('child: which child this is has not been decided yet; use `matchSubject` first.');
  }
  if (await hasOpenEntry(tx, child)) throw conflict('child: there is an open case about this child already.');
  const confirmed = await confirmedBy(tx, context, 'OPEN_CME_CASE', child);
  return insertEntry(tx, child, opening, confirmed, writerOf(context));
}

/** Throws BAD_USER_INPUT for a review that lies in the past or further away than a year. */
export function checkOpening(context: GateContext, { reviewOn }: CaseOpeningInput, at: string): void {
  const today = parseLocalDate(writerOf(context).today);
  if (!today.ok || reviewOn < today.value)
    throw badInput(`${at}.reviewOn`, 'lies in the past; give today or a later day.');
  if (reviewOn > addYears(today.value, 1)) {
    throw badInput(
      `${at}.reviewOn`,
      'is more than a year away; every case is looked at again within a year.',
    );
  }
}
