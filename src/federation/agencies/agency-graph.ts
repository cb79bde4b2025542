import {
  Kind,
  extendSchema,
  isObjectType,
  visit,
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { HELD_BY } from '../../gate/plan';
import type { GateContext } from '../../gate/context';
import type { Room, Rooms } from '../rooms';
import { ENTITY, type Agency } from './agency';

/** What answers the fields of an agency; without it a graph is there to be printed. */
export type AgencyResolver = (agency: Agency) => GraphQLFieldResolver<unknown, GateContext>;

/**
 * The graph with the fields of agencies in it. They are fields like any other: covered, planned, decided and logged by the
 * gate, whichever process serves them. Throws when one of them is already there.
 */
export function withAgencies(
  schema: GraphQLSchema,
  agencies: readonly Agency[],
  resolver: AgencyResolver = () => unanswered,
): GraphQLSchema {
  return agencies.reduce((graph, agency) => {
    const extended = extendSchema(graph, extensionOf(agency, graph));
    const child = extended.getType(ENTITY.type);
    const fields = isObjectType(child) ? child.getFields() : {};
    for (const name of agency.fields) {
      const field = fields[name];
      if (!field) continue;
      field.extensions = { ...field.extensions, [HELD_BY]: agency.name };
      field.resolve = resolver(agency);
    }
    return extended;
  }, schema);
}

/** The rooms with one more for each agency: a part of the graph, so that a gateway can have it from a process of its own. */
export function roomsWith(rooms: Rooms, agencies: readonly Agency[]): Rooms {
  const more = agencies.map(({ name, words, fields }): readonly [string, Room] => [
    name,
    {
      name,
      words,
      owns: new Set(),
      adds: new Map([[ENTITY.type, fields]]),
      roots: { query: new Set(), mutation: new Set(), subscription: new Set() },
    },
  ]);
  return { ...rooms, subgraphs: new Map([...rooms.subgraphs, ...more]) };
}

/** Its types without the language of federation, and `Child` as an extension of the one that there is. */
function extensionOf({ document }: Agency, graph: GraphQLSchema): DocumentNode {
  const definitions = document.definitions.flatMap((node) => {
    if (node.kind === Kind.DIRECTIVE_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) return [];
    if (node.kind === Kind.SCALAR_TYPE_DEFINITION && graph.getType(node.name.value)) return [];
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || node.name.value !== ENTITY.type) return [node];
    const fields = (node.fields ?? []).filter(({ name }) => name.value !== ENTITY.key);
    return [{ kind: Kind.OBJECT_TYPE_EXTENSION as const, name: node.name, fields }];
  });
  return visit({ kind: Kind.DOCUMENT, definitions } satisfies DocumentNode, {
    Directive: ({ name }) => (FEDERATION.has(name.value) ? null : undefined),
  });
}

const FEDERATION: ReadonlySet<string> = new Set(['key', 'shareable']);

function unanswered(): never {
  throw new Error('this graph is for reading, not for asking');
}
