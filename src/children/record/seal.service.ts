import type { GraphQLResolveInfo } from 'graphql';
import { act, type Outcome } from '../../gate/act';
import type { GateContext } from '../../gate/context';
import { badInput, conflict } from '../../kernel/errors';
import { idOf } from '../../kernel/given-id';
import { parseNhsNumber } from '../../kernel/nhs-number';
import { parseUpn } from '../../kernel/upn';
import { needed, written } from '../../kernel/written';
import { findReferenced } from '../child-reference';
import { nameOf } from '../lookup-criteria';
import { writerOf } from '../writer';
import type { SealIdentityInput } from './seal.input';
import { findSeal, proposeSeal, seal, takenNumber, type NewIdentity } from './seal.repository';
import { oneOf } from './stated-fact';

const MOST = 20;
const TAKEN = 'another record holds this number: a new identity needs numbers of its own.';

/** Proposes that a child's past be sealed. Nothing changes until a second officer confirms it. */
export function sealIdentity(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: SealIdentityInput,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const identity = newIdentity(input);
  const ground = oneOf(
    input.ground ?? 'adoption',
    ['adoption', 'witness_protection', 'other'],
    'input.ground',
  );
  const reason = needed(input.reason, 'input.reason', 4000, 'say on what decision.');
  return act<string>(context, info, {
    find: (tx) => findReferenced(tx, input.child, writer.today, 'input.child'),
    child: (child) => child,
    perform: async (tx, child) => {
      if (await takenNumber(tx, identity)) throw conflict(`input.upn: ${TAKEN}`);
      const by = context.asking.subject;
      const id = await proposeSeal(tx, child, { ground, reason, identity, by }, writer);
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ step: 'proposed' }),
  });
}

/** A second officer seals: from then on the past answers to nobody outside, and nothing leads from the one to the other. */
export function confirmSeal(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
): Promise<Outcome | null> {
  const given = idOf(id, 'id');
  const writer = writerOf(context);
  const { subject, unit } = context.asking;
  return act(context, info, {
    find: (tx) => findSeal(tx, given),
    child: (proposal) => proposal.former,
    perform: async (tx, proposal) => {
      if (proposal.proposed === null) throw conflict('id: this has been confirmed already.');
      if (proposal.proposedBy === subject)
        throw conflict('id: you have proposed this yourself; a second officer must confirm it.');
      if (await takenNumber(tx, proposal.proposed)) throw conflict(`id: ${TAKEN}`);
      await seal(tx, proposal, proposal.proposed, { subject, unit }, writer);
      return { id: given, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ step: 'confirmed' }),
  });
}

function newIdentity(input: SealIdentityInput): NewIdentity {
  const name = (field: 'surname' | 'forename' | 'middleNames'): string | null =>
    nameOf(written(input[field], `input.${field}`, 100), `input.${field}`);
  const [surname, forename] = [name('surname'), name('forename')];
  if (surname === null) throw badInput('input.surname', 'is missing: write the new name.');
  if (forename === null) throw badInput('input.forename', 'is missing: write the new name.');
  const upn = input.upn ? parseUpn(input.upn) : null;
  if (upn?.ok === false) throw badInput('input.upn', upn.problem);
  const nhs = input.nhsNumber ? parseNhsNumber(input.nhsNumber) : null;
  if (nhs?.ok === false) throw badInput('input.nhsNumber', nhs.problem);
  const knownTo = input.knownTo ?? [];
  if (knownTo.length > MOST) throw badInput('input.knownTo', `name at most ${MOST}.`);
  return {
    surname,
    forename,
    middleNames: name('middleNames'),
    upn: upn?.value ?? null,
    nhsNumber: nhs?.value ?? null,
    knownTo,
  };
}
