import type { GraphQLResolveInfo } from 'graphql';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { badInput, conflict } from '../kernel/errors';
import { newRowId } from '../kernel/id';
import { findOrKeepSubject, findReferenced } from './child-reference';
import { confirmedBy } from './confirmation';
import {
  currentRegistration,
  endRegistration,
  heldByAnotherSchool,
  insertRegistration,
  keepNewPupil,
} from './roll.repository';
import type { RegistrationInput, RemovalInput } from './roll.input';
import { writerOf } from './writer';

const REGISTRATION_KINDS = ['main', 'dual_subsidiary', 'part_time', 'alternative_provision'];
const DESTINATIONS = ['school', 'authority', 'abroad', 'home_education', 'unknown'];

/** A pupil added to the requester's own roll. Confirmed, unless another school has the child. */
export function recordRegistration(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: RegistrationInput,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const kind = oneOf(input.kind ?? 'main', REGISTRATION_KINDS, 'input.kind');
  if (input.from > writer.today)
    throw badInput('input.from', 'lies in the future; record the pupil on the day it joins.');
  const hours = input.hours ?? null;
  if (hours !== null && (hours < 0 || hours > 40)) throw badInput('input.hours', 'is hours a week: 0 to 40.');
  return act<string>(context, info, {
    find: async (tx) =>
      (await findReferenced(tx, input.child, writer.today, 'input.child')) ??
      (await keepNewPupil(tx, input.child, writer)) ??
      findOrKeepSubject(tx, input.child, writer, 'input.child'),
    child: (child) => child,
    perform: async (tx, child) => {
      const own = await currentRegistration(tx, child, context.asking.organisation);
      if (own) throw conflict('input.child: this child is already on your roll.');
      const contradicted =
        kind === 'main' ? () => heldByAnotherSchool(tx, child, context.asking.organisation) : undefined;
      const confirmed = await confirmedBy(tx, context, 'ON_OUR_ROLL', child, contradicted);
      const id = await insertRegistration(tx, {
        id: newRowId(), child, organisation: context.asking.organisation, from: input.from, kind, hours,
        yearGroup: input.yearGroup ?? null, confirmedBy: confirmed, writer,
      }); // prettier-ignore
      return { id, receivedAt: writer.now.toISOString() };
    },
  });
}

/** A name removed from the requester's own roll: the proprietor's act on a statutory ground, never backdated. */
export function recordRemoval(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: RemovalInput,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  if (input.on < writer.today)
    throw badInput(
      'input.on',
      'lies in the past: a name is never removed retrospectively. Give the last day of attendance as `lastAttended`.',
    );
  if (!/^[a-n]$/.test(input.ground))
    throw badInput('input.ground', 'write the letter of SI 2024/208 regulation 9(1), a to n.');
  if (input.lastAttended && input.lastAttended > writer.today)
    throw badInput('input.lastAttended', 'lies in the future.');
  const destinationKind = input.destinationKind
    ? oneOf(input.destinationKind, DESTINATIONS, 'input.destinationKind')
    : null;
  return act(context, info, {
    find: async (tx) => {
      const child = await findReferenced(tx, input.child, writer.today, 'input.child');
      const own = child === null ? null : await currentRegistration(tx, child, context.asking.organisation);
      return own && child !== null ? { ...own, child } : null;
    },
    child: (own) => own.child,
    perform: async (tx, own) => {
      await endRegistration(tx, own.id, {
        on: input.on, ground: input.ground, lastAttended: input.lastAttended ?? null, destinationKind, destination: input.destination ?? null,
      }); // prettier-ignore
      return { id: own.publicId, receivedAt: writer.now.toISOString() };
    },
  });
}

function oneOf(value: string, known: readonly string[], field: string): string {
  if (!known.includes(value)) throw badInput(field, `write one of ${known.join(', ')}.`);
  return value;
}
