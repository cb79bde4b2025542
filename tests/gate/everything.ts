import { getNamedType, isLeafType, isObjectType, type GraphQLSchema } from 'graphql';

const DEEPEST = 4;

/** All that a child has, as a fragment: each field of `Child`, and of what lies below it. */
export function everythingOf(schema: GraphQLSchema): string {
  return `fragment Everything on Child { ${selectionOf(schema, 'Child', DEEPEST)} }`;
}

function selectionOf(schema: GraphQLSchema, type: string, depth: number): string {
  const object = schema.getType(type);
  if (!isObjectType(object)) throw new Error(`${type} is no object type`);
  return Object.values(object.getFields())
    .map((field) => {
      const named = getNamedType(field.type);
      if (isLeafType(named)) return field.name;
      return isObjectType(named) && depth > 0
        ? `${field.name} { ${selectionOf(schema, named.name, depth - 1)} }`
        : '';
    })
    .join(' ');
}
