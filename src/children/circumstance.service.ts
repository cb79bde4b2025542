import type { GraphQLResolveInfo } from 'graphql';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { badInput, conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { newRowId } from '../kernel/id';
import { findOrKeepSubject, type ChildReferenceInput } from './child-reference';
import {
  endCircumstance,
  insertCircumstance,
  proposeLift,
  readCircumstance,
} from './circumstance.repository';
import { confirmedBy } from './confirmation';
import { writerOf } from './writer';

/** Kinds of dated fact that an organisation holds about a child, and the standing that each gives. */
export const CIRCUMSTANCES = {
  OPEN_CASE: 'OPEN_CASE_WITH_US',
  PLACE_OFFER: 'OFFERED_OUR_PLACE',
  MISSING_EPISODE: 'REPORTED_MISSING',
  CHILD_PROTECTION: 'CHILD_PROTECTION',
  LOOKED_AFTER: 'IN_OUR_CARE',
  RISK_GROUP: 'OUR_RISK_GROUP',
  LOCATION_PROTECTION: 'LOCATION_PROTECTED',
} as const;
export type CircumstanceKind = keyof typeof CIRCUMSTANCES;

export interface Beginning {
  readonly kind: CircumstanceKind;
  readonly child: ChildReferenceInput;
  readonly detail?: string | null;
  /** Whose circumstance it is, where it is not the requester's own organisation. */
  readonly organisation?: string;
}

/** Records that something about a child began. Asserted, unless the requester's role is the authority for it. */
export function beginCircumstance(
  context: GateContext,
  info: GraphQLResolveInfo,
  beginning: Beginning,
): Promise<Outcome | null> {
  const { kind, detail = null } = beginning;
  if (detail !== null && detail.length > 200) throw badInput('detail', 'is longer than 200 characters.');
  const writer = writerOf(context);
  return act<string>(context, info, {
    find: (tx) => findOrKeepSubject(tx, beginning.child, writer),
    child: (child) => child,
    perform: async (tx, child) => {
      const confirmed = await confirmedBy(tx, context, CIRCUMSTANCES[kind], child);
      const id = await insertCircumstance(tx, {
        id: newRowId(),
        child,
        kind,
        organisation: beginning.organisation ?? context.asking.organisation,
        unit: context.asking.unit,
        detail,
        reference: context.asking.reference,
        confirmedBy: confirmed,
        writer,
      });
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ kind }),
  });
}

/** Records that it ended. Only by the unit that holds it, or by the CME team; somebody else's reads as not there. */
export function endOwnCircumstance(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  kind: CircumstanceKind,
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const { asking } = context;
  const writer = writerOf(context);
  return act(context, info, {
    find: async (tx) => {
      const row = await readCircumstance(tx, publicId, kind);
      const ours =
        row &&
        (asking.role === 'CME_TEAM' ||
          row.unitId === asking.unit ||
          row.organisationId === asking.organisation);
      return ours ? row : null;
    },
    child: (row) => row.childId,
    perform: async (tx, row) => {
      if (row.endsAt !== null) throw conflict('id: this has already ended.');
      await endCircumstance(tx, row.id, asking.subject, writer.now);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ kind }),
  });
}

/** Lifting protection takes two people: the first call proposes, a second by somebody else lifts. */
export function liftProtection(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
): Promise<Outcome | null> {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  const { subject } = context.asking;
  return act(context, info, {
    find: (tx) => readCircumstance(tx, publicId, 'LOCATION_PROTECTION'),
    child: (row) => row.childId,
    perform: async (tx, row) => {
      if (row.endsAt !== null) throw conflict('id: this protection has already been lifted.');
      if (row.liftProposedBy === subject)
        throw conflict('id: you have proposed this yourself; a second officer must lift it.');
      if (row.liftProposedBy === null) await proposeLift(tx, row.id, subject, writer.now);
      else await endCircumstance(tx, row.id, subject, writer.now);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
    about: (row) => ({ step: row.liftProposedBy === null ? 'proposed' : 'lifted' }),
  });
}
