import type { GraphQLResolveInfo } from 'graphql';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { badInput } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { newRowId } from '../kernel/id';
import { parsePostcode } from '../kernel/postcode';
import type { AddressInput, DepartureInput } from './address.input';
import { findOrKeepSubject, type ChildReferenceInput } from './child-reference';
import { confirmAsserted, findAsserted, insertAddress } from './roll.repository';
import type { OnAddress, SaidAddress } from './said-address';
import { writerOf } from './writer';

const ADDRESS_KINDS = ['home', 'temporary', 'believed'] as const;

interface Stated {
  readonly child: ChildReferenceInput;
  readonly kind: SaidAddress['kind'];
  readonly line1: string | null;
  readonly line2: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
  readonly uprn: string | null;
  readonly authority: string | null;
  readonly from: string | null;
}

/** An address told to the hub. It stands behind the confirmed one until the CME team confirms it. */
export function reportAddress(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: AddressInput,
  then: OnAddress,
): Promise<Outcome | null> {
  const { child, from = null } = input;
  const given = input.kind ?? 'home';
  const kind = ADDRESS_KINDS.find((known) => known === given);
  if (kind === undefined) throw badInput('input.kind', `write one of ${ADDRESS_KINDS.join(', ')}.`);
  return write(context, info, { child, from, kind, ...placeOf(input) }, 'REPORTED', then);
}

/** That a child has left its address, and where to if that is known. What was confirmed stands until the team has decided. */
export function reportDeparture(
  context: GateContext,
  info: GraphQLResolveInfo,
  input: DepartureInput,
  then: OnAddress,
): Promise<Outcome | null> {
  const { child, from, line1 = null, line2, town, postcode = null, uprn, authority = null } = input;
  if (line1 === null && postcode === null) {
    if ((line2 ?? town ?? uprn ?? null) !== null)
      throw badInput('input.line1', 'write it with the postcode, or leave the address out.');
    return write(context, info, { ...NOWHERE, child, from, authority }, 'LEFT', then);
  }
  if (line1 === null) throw badInput('input.line1', 'write it with the postcode, or leave the address out.');
  if (postcode === null)
    throw badInput('input.postcode', 'write it with the first line, or leave the address out.');
  const kind = input.temporary === true ? 'temporary' : 'home';
  const place = placeOf({ line1, line2, town, postcode, uprn, authority });
  return write(context, info, { child, from, kind, ...place }, 'LEFT', then);
}

const NOWHERE = {
  kind: 'unknown',
  line1: null,
  line2: null,
  town: null,
  postcode: null,
  uprn: null,
} as const;

type Place = Pick<Stated, 'line1' | 'line2' | 'town' | 'postcode' | 'uprn' | 'authority'>;
type Maybe = string | null | undefined;
interface GivenPlace {
  readonly line1: string;
  readonly line2?: Maybe;
  readonly town?: Maybe;
  readonly postcode: string;
  readonly uprn?: Maybe;
  readonly authority?: Maybe;
}

function placeOf({ line1, line2, town, postcode, uprn, authority }: GivenPlace): Place {
  const parsed = parsePostcode(postcode);
  if (!parsed.ok) throw badInput('input.postcode', parsed.problem);
  if (line1.trim() === '' || line1.length > 200)
    throw badInput('input.line1', 'write the first line, at most 200 characters.');
  return {
    line1: line1.trim(),
    line2: line2 ?? null,
    town: town ?? null,
    postcode: parsed.value,
    uprn: uprn ?? null,
    authority: authority ?? null,
  };
}

function write(
  context: GateContext,
  info: GraphQLResolveInfo,
  stated: Stated,
  as: 'REPORTED' | 'LEFT',
  then: OnAddress,
): Promise<Outcome | null> {
  const writer = writerOf(context);
  const { role, unit } = context.asking;
  if (stated.from !== null && stated.from > writer.today) throw badInput('input.from', 'lies in the future.');
  if (stated.authority !== null && !/^la\/\w+$/.test(stated.authority))
    throw badInput('input.authority', 'write an authority like la/931.');
  return act<string>(context, info, {
    find: (tx) => findOrKeepSubject(tx, stated.child, writer, 'input.child'),
    child: (child) => child,
    perform: async (tx, child) => {
      const confirmedBy = role === 'CME_TEAM' ? unit : null;
      const { kind, line1, line2, town, postcode, uprn, authority } = stated;
      const id = await insertAddress(tx, {
        id: newRowId(), child, kind, line1, line2, town, postcode, uprn, authority,
        from: stated.from ?? writer.today, confirmedBy, writer,
      }); // prettier-ignore
      const stands = confirmedBy === null ? as : 'CONFIRMED';
      await then(tx, { child, id, kind, authority, source: writer.organisation, stands, was: 'NEW' });
      return { id, receivedAt: writer.now.toISOString() };
    },
  });
}

/** The controller accepts a fact that somebody asserted: from then on it is a standing. */
export function confirmFact(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  then: OnAddress,
): Promise<Outcome | null> {
  const given = idOf(id, 'id');
  const writer = writerOf(context);
  return act(context, info, {
    find: (tx) => findAsserted(tx, given),
    child: (fact) => fact.child,
    perform: async (tx, fact) => {
      await confirmAsserted(tx, fact, given, context.asking.unit, writer);
      if (fact.address)
        await then(tx, {
          ...fact.address,
          child: fact.child,
          id: given,
          source: fact.source,
          stands: 'CONFIRMED',
          was: 'REPORTED',
        });
      return { id: given, receivedAt: writer.now.toISOString() };
    },
    about: (fact) => ({ fact: fact.table }),
  });
}
