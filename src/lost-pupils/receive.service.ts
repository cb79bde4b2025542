import type { GraphQLResolveInfo } from 'graphql';
import { honourStandingAlert } from '../casework/standing-alert';
import { findOrKeepSubject, type ChildReferenceInput } from '../children/child-reference';
import { endCircumstance } from '../children/circumstance.repository';
import { lookOf } from '../children/lookup-criteria';
import { writerOf } from '../children/writer';
import { correspond } from '../correspondence/correspond';
import type { CorrespondenceInput } from '../correspondence/correspondence.input';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import type { Selection } from '../gate/plan';
import type { Sql } from '../gate/ports';
import { seek } from '../gate/seek';
import { badInput, conflict } from '../kernel/errors';
import { addDays, addYears } from '../kernel/local-date';
import type { LocalDate } from '../kernel/local-date';
import { londonDate, startOfLondonDay } from '../kernel/london-time';
import { insertNotifications } from '../notifications/notification.repository';
import type { ReceiveLostPupilInput } from './lost-pupil.input';
import { findByTheirs, findKept, keepMessage, renewMessage, type KeptMessage } from './lost-pupil.repository';

type Done = Promise<Outcome | null>;

const THEIRS = /^[A-Za-z0-9/._-]{1,64}$/;
const theirsOf = (id: string, field: string): string => {
  if (!THEIRS.test(id)) throw badInput(field, 'write your own id: up to 64 letters, figures and / . _ -.');
  return id;
};

/**
 * Another authority's message that it looks for a child of its own. It opens nothing to anybody, and says nothing of whom the
 * hub knows; whether the child has been met is found out apart from it (`reconcile.run.ts`).
 * INVARIANT: it is a message of whoever sends it. Nobody says of another that it has lost a child.
 * It is counted as a look, which it is: whom the hub meets by it the authority learns of (`FOUND_FOR_US`).
 */
export async function receiveLostPupil(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: ReceiveLostPupilInput,
): Done {
  const writer = writerOf(context);
  // A message is name, birth date and sex: a number that comes with it is neither looked up nor kept.
  const { id = null, surname = null, forename = null, dateOfBirth = null, gender = null } = input.child;
  const sought: ChildReferenceInput = { id, surname, forename, dateOfBirth, gender };
  const theirs = input.theirs == null ? null : theirsOf(input.theirs, 'input.theirs');
  const last = input.until == null ? null : (input.until as LocalDate);
  if (last !== null && last < writer.today) throw badInput('input.until', 'lies in the past.');
  const until = startOfLondonDay(addDays(last ?? addYears(londonDate(writer.now), 1), 1));
  await seek(context, NOTHING_SHOWN, [id === null ? lookOf({ ...NOTHING_GIVEN, ...namesOf(sought) }) : null]);
  return act<{ child: string; known: KeptMessage | null }>(context, info, {
    once: correspond(context, input.correspondence, 'WORD', 'input.correspondence'),
    find: async (tx) => {
      const known = theirs === null ? null : await findByTheirs(tx, writer.organisation, theirs);
      return {
        known,
        child: known?.child ?? (await findOrKeepSubject(tx, sought, writer, 'input.child')),
      };
    },
    child: ({ child }) => child,
    perform: async (tx, { child, known }) => {
      await honourStandingAlert(tx, context, child);
      if (known) {
        await renewMessage(tx, known.id, until, context.asking.reference);
        if (known.endsAt !== null && known.endsAt <= writer.now)
          await tellTeam(tx, context, 'LOST_PUPIL', known);
        return { id: known.publicId, receivedAt: writer.now.toISOString() };
      }
      const kept = await keepMessage(tx, { child, theirs, until }, context.asking, writer);
      if (kept.isNew) await tellTeam(tx, context, 'LOST_PUPIL', { id: kept.id, child });
      return { id: kept.publicId, receivedAt: writer.now.toISOString() };
    },
  });
}

/** It shows nothing of anybody at once; what may come of it is what a lookup in vain is counted as. */
const NOTHING_SHOWN: Selection = new Map();
const NOTHING_GIVEN = {
  identifier: null,
  formerSurname: null,
  postcode: null,
  addressLine: null,
  school: null,
};
const namesOf = ({ surname, forename, dateOfBirth, gender }: ChildReferenceInput) => ({
  surname: surname ?? null,
  forename: forename ?? null,
  dateOfBirth: dateOfBirth ?? null,
  gender: gender ?? null,
});

/** The authority looks no longer; `id` is the receipt's, or its own. */
export function withdrawLostPupil(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  correspondence: CorrespondenceInput | null,
): Done {
  const given = theirsOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    once: correspond(context, correspondence, 'WORD', 'correspondence'),
    find: (tx) => findKept(tx, writer.organisation, given),
    child: ({ child }) => child,
    perform: async (tx, kept) => {
      if (kept.endsAt !== null && kept.endsAt <= writer.now)
        throw conflict('id: this message has ended already.');
      await endCircumstance(tx, kept.id, context.asking.subject, writer.now);
      await tellTeam(tx, context, 'LOST_PUPIL_WITHDRAWN', kept);
      return { id: kept.publicId, receivedAt: writer.now.toISOString() };
    },
  });
}

const tellTeam = async (
  tx: Sql,
  { asking, ports }: GateContext,
  type: 'LOST_PUPIL' | 'LOST_PUPIL_WITHDRAWN',
  { id, child }: Pick<KeptMessage, 'id' | 'child'>,
): Promise<void> => {
  const from = { asking, home: ports.home, now: ports.clock.now() };
  await insertNotifications(tx, { child, type, text: null, message: id }, [ports.home], from);
};
