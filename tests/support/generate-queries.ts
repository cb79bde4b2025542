import fc from 'fast-check';
import {
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
} from 'graphql';
import { composite, fieldsOf, fits, SDL, type Args, type Part, type Root, type Value } from './write-queries';

/** What may stand behind a field or a fragment. `$yes` is true and `$no` is false in every question. */
const SWITCHES = [
  '',
  '@include(if: true)',
  '@include(if: false)',
  '@skip(if: true)',
  '@skip(if: false)',
  '@include(if: $yes)',
  '@include(if: $no)',
  '@skip(if: $yes)',
  '@skip(if: $no)',
] as const;

/** Whom and what the roots can ask about. */
export interface Askable {
  readonly ids: readonly string[];
  readonly criteria: readonly { readonly [key: string]: Value }[];
}

const below = (field: GraphQLField<unknown, unknown>): GraphQLCompositeType | null => {
  const named = getNamedType(field.type);
  return isObjectType(named) || isUnionType(named) ? named : null;
};

const DEPTH = 7;
const seldom = <T>(often: T, ...rest: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(often) }, { weight: 2, arbitrary: fc.constantFrom(...rest) });
const only = seldom<string>(...SWITCHES);

const made = new Map<string, fc.Arbitrary<readonly Part[]>>();

/** Selections of a type, in any way that GraphQL lets one write them. */
export function selections(type: GraphQLCompositeType, depth = DEPTH): fc.Arbitrary<readonly Part[]> {
  const known = made.get(`${type.name} ${depth}`) ?? selectionArbitrary(type, depth);
  made.set(`${type.name} ${depth}`, known);
  return known;
}

function selectionArbitrary(type: GraphQLCompositeType, depth: number): fc.Arbitrary<readonly Part[]> {
  const most = type.name === 'Child' ? 9 : 4;
  const field = fieldArbitrary(type, depth);
  const fragment =
    depth === 0
      ? null
      : fc.constantFrom(...(isUnionType(type) ? type.getTypes().map((t) => t.name) : [type.name, null])).chain((on) =>
          fc.record({
            kind: fc.constant('fragment' as const),
            on: fc.constant(on),
            spread: fc.constantFrom('inline' as const, 'once' as const, 'twice' as const),
            only,
            below: selections(on === null ? type : composite(on), depth - 1),
          }),
        ); // prettier-ignore
  if (isUnionType(type) && fragment) {
    return fc.array(fc.oneof({ weight: 1, arbitrary: typename }, { weight: 5, arbitrary: fragment }), {
      minLength: 1,
      maxLength: 3,
    });
  }
  const part: fc.Arbitrary<Part> = fragment
    ? fc.oneof({ weight: 7, arbitrary: field }, { weight: 1, arbitrary: fragment })
    : field;
  return fc.array(part, { minLength: 1, maxLength: most });
}

/** A list is mostly asked for its rows; and what can be refused without a word is asked for more than once in a while. */
const OFTEN: Readonly<Record<string, number>> = {
  nodes: 4,
  edges: 4,
  node: 4,
  child: 4,
  protectedAddress: 4,
  locationProtected: 4,
  currentAddress: 3,
  provision: 3,
};

const typename: fc.Arbitrary<Part> = fc.constant({
  kind: 'field' as const,
  name: '__typename',
  alias: 'none' as const,
  only: '',
  below: null,
});

function fieldArbitrary(type: GraphQLCompositeType, depth: number): fc.Arbitrary<Part> {
  const all = fieldsOf(type).filter((f) => depth > 0 || isLeafType(getNamedType(f.type)));
  if (all.length === 0) return typename;
  const weight = (name: string): number => OFTEN[name] ?? 1;
  const one = fc.oneof(...all.map((f) => ({ weight: weight(f.name), arbitrary: fc.constant(f) })));
  return one.chain((f) => {
    const under = below(f);
    return fc.record({
      kind: fc.constant('field' as const),
      name: fc.constant(f.name),
      alias: seldom<'none' | 'new' | 'other'>('none', 'new', 'other'),
      only,
      below: under ? selections(under, depth - 1) : fc.constant(null),
    });
  });
}

/** One of the seven roots, or of these, with its arguments. */
export function roots(askable: Askable, names?: readonly string[]): fc.Arbitrary<Root> {
  const id = fc.constantFrom(...askable.ids);
  const criterion = fc.constantFrom(...askable.criteria);
  const first = fc
    .constantFrom(null, 1, 2, 3, 50)
    .map((n): Args => (n === null ? {} : { first: ['Int', n] }));
  const filtered = (type: string, filters: readonly fc.Arbitrary<{ readonly [key: string]: Value }>[]) =>
    fc
      .tuple(first, fc.option(fc.oneof(...filters), { freq: 3 }))
      .map(([args, filter]): Args => (filter ? { ...args, filter: [type, filter] } : args));
  const args: Readonly<Record<string, fc.Arbitrary<Args>>> = {
    child: id.map((v) => ({ id: ['ID!', v] })),
    lookupChild: criterion.map((v) => ({ criteria: ['ChildLookupInput!', v] })),
    lookupChildren: fc
      .array(criterion, { minLength: 1, maxLength: 4 })
      .map((v) => ({ criteria: ['[ChildLookupInput!]!', v] })),
    alerts: filtered('AlertFilter', [
      id.map((childId) => ({ childId })),
      fc.constant({ outcome: 'RECEIVED' }),
    ]),
    enquiries: filtered('EnquiryFilter', [
      id.map((childId) => ({ childId })),
      fc.constantFrom({ direction: 'SENT' }, { direction: 'RECEIVED', state: 'OPEN' }),
    ]),
    notifications: first,
    sentNotifications: first,
  };
  const weights: Readonly<Record<string, number>> = { child: 4, lookupChild: 3, lookupChildren: 2 };
  return fc
    .oneof(
      ...(names ?? Object.keys(args)).map((name) => ({
        weight: weights[name] ?? 2,
        arbitrary: fc.constant(name),
      })),
    )
    .chain((name) => {
      const field = SDL.getQueryType()?.getFields()[name];
      const type = field && below(field);
      if (!type) throw new Error(`${name} is no root of the graph`);
      return fc.record({
        name: fc.constant(name),
        alias: fc.boolean(),
        only,
        args: args[name] ?? fc.constant({}),
        below: selections(type),
      });
    });
}

export const LISTS = ['alerts', 'enquiries', 'notifications', 'sentNotifications'] as const;

/** A question of one to three roots, within the limits of the contract. */
export const rootsOfAQuestion = (askable: Askable): fc.Arbitrary<readonly Root[]> =>
  fc
    .oneof(
      { weight: 4, arbitrary: fc.array(roots(askable), { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(roots(askable), { minLength: 2, maxLength: 3 }) },
      // One list twice, with other arguments and of other fields.
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(...LISTS)
          .chain((name) => fc.tuple(roots(askable, [name]), roots(askable, [name]))),
      },
    )
    .filter(fits);
