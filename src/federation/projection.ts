import { filterSchema } from '@graphql-tools/utils';
import {
  GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  type GraphQLNamedType,
} from 'graphql';
import { checkPlacement, rootType } from './placement';
import { ROOTS, type Room, type Rooms } from './rooms';

/** One subgraph of the whole: which fields of each object type it has, and which types it needs besides. */
export interface Projection {
  readonly room: Room;
  /** Object type → its fields here. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  readonly types: ReadonlySet<string>;
  /** Entities of which it has more than the key: these can be asked of it by their key. */
  readonly resolvable: ReadonlySet<string>;
}

/**
 * Takes one subgraph out of the whole graph: its root fields and entities, and whatever they lead to. Of an entity that
 * is owned elsewhere it has the key, and what it adds. Throws when the rooms do not fit the graph.
 */
export function projectionOf(schema: GraphQLSchema, rooms: Rooms, name: string): Projection {
  checkPlacement(schema, rooms);
  const room = rooms.subgraphs.get(name);
  if (!room) throw new Error(`There is no subgraph \`${name}\`: ${[...rooms.subgraphs.keys()].join(', ')}.`);
  const fields = new Map<string, ReadonlySet<string>>();
  const types = new Set<string>();
  const reach = (type: GraphQLNamedType): void => {
    if (types.has(type.name) || isIntrospectionType(type)) return;
    types.add(type.name);
    if (isUnionType(type)) for (const each of type.getTypes()) reach(each);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) reach(getNamedType(field.type));
    if (!isObjectType(type)) return;
    const kept = fields.get(type.name) ?? keptOf(type.name, Object.keys(type.getFields()), room, rooms);
    fields.set(type.name, kept);
    for (const field of Object.values(type.getFields())) {
      if (!kept.has(field.name)) continue;
      reach(getNamedType(field.type));
      for (const argument of field.args) reach(getNamedType(argument.type));
    }
  };
  for (const kind of ROOTS) {
    const root = rootType(schema, kind);
    if (!root) continue;
    fields.set(root.name, room.roots[kind]);
    if (room.roots[kind].size > 0) reach(root);
  }
  for (const entity of [...room.owns, ...room.adds.keys()]) {
    const type = schema.getType(entity);
    if (type) reach(type);
  }
  const resolvable = new Set([...room.owns, ...room.adds.keys()]);
  return { room, fields, types, resolvable };
}

/** Which fields of a type a room has. */
function keptOf(type: string, all: readonly string[], room: Room, rooms: Rooms): ReadonlySet<string> {
  const key = rooms.entities.get(type);
  if (key === undefined) return new Set(all);
  if (!room.owns.has(type)) return new Set([key, ...(room.adds.get(type) ?? [])]);
  const elsewhere = new Set(
    [...rooms.subgraphs.values()].flatMap((other) => [...(other.adds.get(type) ?? [])]),
  );
  return new Set(all.filter((field) => !elsewhere.has(field)));
}

/** The schema of one subgraph, with the resolvers of the whole: the same code, fewer fields. */
export function projected(schema: GraphQLSchema, { fields, types }: Projection): GraphQLSchema {
  const has = (type: string, field: string): boolean => fields.get(type)?.has(field) ?? false;
  const filtered = filterSchema({
    schema,
    rootFieldFilter: (operation, field) => has(operation, field),
    objectFieldFilter: (type, field) => has(type, field),
    typeFilter: (name, type) => types.has(name) || isSpecifiedScalarType(type as GraphQLNamedType),
  });
  // A root type of which nothing is left is none.
  const empty = (type: unknown): boolean => isObjectType(type) && Object.keys(type.getFields()).length === 0;
  const { query, mutation, subscription, types: all, ...rest } = filtered.toConfig();
  return new GraphQLSchema({
    ...rest,
    query,
    mutation: empty(mutation) ? null : mutation,
    subscription: empty(subscription) ? null : subscription,
    types: all.filter((type) => !empty(type)),
  });
}
