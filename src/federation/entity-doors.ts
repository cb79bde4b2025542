import {
  extendSchema,
  isObjectType,
  isUnionType,
  parse,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { Entity, EntityReader } from '../gate/by-key';
import type { GateContext } from '../gate/context';
import { below, plannedRoot } from '../gate/read';
import { HubError, badInput } from '../kernel/errors';
import { parseUuid } from '../kernel/id';

/** The entities that a schema gives by their keys, and its text for `_service`. */
export interface Doors {
  readonly entities: ReadonlyMap<string, { readonly key: string; readonly read: EntityReader }>;
  readonly sdl: string;
}

/** As many as a lookup takes at once. */
const MOST = 1000;
const types = new WeakMap<object, string>();

/**
 * Adds the doors by which a gateway puts subgraphs together. They are root fields like any other: planned, decided and
 * logged by the gate, which opens them to nobody who has not the credential of a gateway (`gate/refuse.ts`).
 */
export function withEntityDoors(schema: GraphQLSchema, { entities, sdl }: Doors): GraphQLSchema {
  const union = `"What a gateway can ask for by its key." union _Entity = ${[...entities.keys()].sort().join(' | ')}
    "The type and key of an entity." scalar _Any
    extend type Query {
      "For gateways: entities by their keys. Each is decided on its own."
      _entities(representations: [_Any!]! @open(reason: "types and opaque ids")): [_Entity]
        @open(reason: "each entity is decided on its own")
    }`;
  const extended = extendSchema(
    schema,
    parse(`${entities.size > 0 ? union : ''}
      "For gateways: what this subgraph is."
      type _Service { sdl: String @open(reason: "the published schema") }
      extend type Query { "For gateways." _service: _Service @open(reason: "the published schema") }`),
  );
  const query = extended.getQueryType() as GraphQLObjectType;
  const { _entities: door, _service: service } = query.getFields();
  if (service) service.resolve = () => ({ sdl });
  const entity = extended.getType('_Entity');
  if (door && isUnionType(entity)) {
    entity.resolveType = (value: object) => types.get(value);
    door.resolve = (
      _source,
      { representations }: { representations: unknown[] },
      context: GateContext,
      info,
    ) => read(representations, entities, context, info);
  }
  return extended;
}

interface Wanted {
  readonly type: string;
  /** Null for what is no id of ours: nobody is behind it. */
  readonly id: string | null;
}

async function read(
  representations: readonly unknown[],
  entities: Doors['entities'],
  context: GateContext,
  info: GraphQLResolveInfo,
): Promise<Entity[]> {
  if (representations.length > MOST)
    throw new HubError('TOO_COMPLEX', `representations: at most ${MOST} at once.`, {
      field: 'representations',
    });
  const wanted = representations.map((each, i) => wantedIn(each, i, entities));
  const field = plannedRoot(context, info);
  const found = new Map<Wanted, Entity>();
  // One statement a type; one type after the other, so that what they note of a child stands in one order.
  for (const [type, { read: reader }] of entities) {
    const some = wanted.filter((each) => each.type === type);
    if (some.length === 0 || !isObjectType(info.schema.getType(type))) continue;
    const ids = some.map(({ id }) => id ?? NOBODY);
    const rows = await reader(context, ids, below(field, type));
    rows.forEach((row, i) => {
      const one = some[i];
      if (row) types.set(row, type);
      if (one) found.set(one, row);
    });
  }
  return wanted.map((each) => found.get(each) ?? null);
}

/** Asked for in the place of what is no id, so that guessing costs the same whatever is guessed. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function wantedIn(given: unknown, i: number, entities: Doors['entities']): Wanted {
  const named = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
  const type = named['__typename'];
  const entity = typeof type === 'string' ? entities.get(type) : undefined;
  if (typeof type !== 'string' || entity === undefined)
    throw badInput(`representations[${i}]`, 'its __typename is no entity of this subgraph.');
  const id = named[entity.key];
  const parsed = typeof id === 'string' ? parseUuid(id) : null;
  return { type, id: parsed?.ok === true ? parsed.value : null };
}
