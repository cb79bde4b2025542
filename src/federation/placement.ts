import { isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { nearWord } from '../kernel/near-word';
import { ROOTS, type RootKind, type Room, type Rooms } from './rooms';

export const rootType = (schema: GraphQLSchema, kind: RootKind): GraphQLObjectType | null | undefined =>
  ({
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  })[kind];

/** Who has a name, when it is in several rooms. */
const holders = (rooms: Rooms, has: (room: Room) => boolean): string[] =>
  [...rooms.subgraphs.values()].filter(has).map(({ name }) => name);

/**
 * Whether every root field and every entity of the graph is in exactly one subgraph, and nothing in the file is a name
 * that the graph does not have. Throws one error that lists everything, with what to do.
 */
export function checkPlacement(schema: GraphQLSchema, rooms: Rooms): void {
  const problems = [...rootProblems(schema, rooms), ...entityProblems(schema, rooms)];
  if (problems.length > 0)
    throw new Error(`schema/subgraphs.yaml does not fit the graph:\n  ${problems.join('\n  ')}`);
}

function rootProblems(schema: GraphQLSchema, rooms: Rooms): string[] {
  return ROOTS.flatMap((kind) => {
    const type = rootType(schema, kind);
    const fields = Object.keys(type?.getFields() ?? {});
    const unplaced = fields.flatMap((field) => {
      const named = holders(rooms, (room) => room.roots[kind].has(field));
      if (named.length === 1) return [];
      return named.length === 0
        ? `${type?.name ?? kind}.${field} is in no subgraph: put it under \`${kind}\` of the one to which its room belongs`
        : `${type?.name ?? kind}.${field} is in ${named.join(' and ')}: leave it in one`;
    });
    return [...unplaced, ...[...rooms.subgraphs.values()].flatMap((room) => unknown(room, kind, fields))];
  });
}

const unknown = (room: Room, kind: RootKind, fields: readonly string[]): string[] =>
  [...room.roots[kind]]
    .filter((name) => !fields.includes(name))
    .map((name) => `${room.name}: the graph has no ${kind} \`${name}\`${meant(name, fields)}`);

function entityProblems(schema: GraphQLSchema, rooms: Rooms): string[] {
  const problems: string[] = [];
  for (const [name, key] of rooms.entities) {
    const type = schema.getType(name);
    if (!isObjectType(type)) {
      problems.push(`the graph has no type \`${name}\`${meant(name, Object.keys(schema.getTypeMap()))}`);
      continue;
    }
    if (!(key in type.getFields())) problems.push(`${name} has no field \`${key}\` to be known by`);
    const owners = holders(rooms, (room) => room.owns.has(name));
    if (owners.length !== 1)
      problems.push(`${name} is owned by ${owners.join(' and ') || 'no subgraph'}: exactly one owns it`);
    for (const field of Object.keys(type.getFields())) {
      const adders = holders(rooms, (room) => room.adds.get(name)?.has(field) ?? false);
      if (adders.length > 1)
        problems.push(`${name}.${field} is added by ${adders.join(' and ')}: leave it in one`);
    }
  }
  for (const room of rooms.subgraphs.values()) {
    for (const name of room.owns)
      if (!rooms.entities.has(name)) problems.push(`${room.name} owns \`${name}\`, which is no entity`);
    for (const [name, added] of room.adds) {
      const type = schema.getType(name);
      const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
      if (room.owns.has(name)) problems.push(`${room.name} owns ${name} and adds to it: owning is enough`);
      for (const field of added)
        if (!fields.includes(field))
          problems.push(`${room.name}: ${name} has no field \`${field}\`${meant(field, fields)}`);
    }
  }
  return problems;
}

function meant(word: string, known: Iterable<string>): string {
  const near = nearWord(word, known);
  return near === null ? '' : `; did you mean \`${near}\`?`;
}
