import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import {
  Kind,
  lexicographicSortSchema,
  parse,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type GraphQLSchema,
} from 'graphql';
import { projected, projectionOf, type Projection } from './projection';
import type { Rooms } from './rooms';

/** The declarations of `gate/declare.ts` travel with every subgraph and into the composed graph. */
const DECLARATIONS = ['@action', '@dataItem', '@inherits', '@open'] as const;

/** Names what the declarations mean, once and for all subgraphs. It is a name, not a page. */
export const DECLARATIONS_URL = 'https://rollcall.example/declarations/v1.0';
const FEDERATION_URL = 'https://specs.apollo.dev/federation/v2.3';

const strings = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');

/** What every subgraph says of itself first; an agency's subgraph begins with the same lines. */
export const LINKS = `extend schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "${FEDERATION_URL}", import: [${strings(['@composeDirective', '@key', '@shareable'])}])
  @link(url: "${DECLARATIONS_URL}", import: [${strings(DECLARATIONS)}])
${DECLARATIONS.map((name) => `  @composeDirective(name: "${name}")`).join('\n')}`;

/** The text of every subgraph by its name, the same bytes for the same program. */
export function subgraphTexts(schema: GraphQLSchema, rooms: Rooms): ReadonlyMap<string, string> {
  const projections = [...rooms.subgraphs.keys()].sort().map((name) => projectionOf(schema, rooms, name));
  const shared = sharedTypes(projections, rooms);
  return new Map(
    projections.map((projection) => [projection.room.name, textOf(schema, projection, rooms, shared)]),
  );
}

/** The whole graph as one subgraph: what a hub that serves it all says of itself. */
export function wholeText(schema: GraphQLSchema, rooms: Rooms): string {
  const keys = new Map([...rooms.entities].map(([name, key]) => [name, { key, resolvable: true }]));
  return printed(schema, keys, new Set());
}

/** Value objects that more than one subgraph has; each of them can give all of it. */
function sharedTypes(projections: readonly Projection[], rooms: Rooms): ReadonlySet<string> {
  const names = projections.flatMap(({ fields, types }) =>
    [...fields.keys()].filter((type) => types.has(type)),
  );
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  const roots = ['Query', 'Mutation', 'Subscription'];
  return new Set(twice.filter((name) => !rooms.entities.has(name) && !roots.includes(name)));
}

function textOf(
  schema: GraphQLSchema,
  projection: Projection,
  rooms: Rooms,
  shared: ReadonlySet<string>,
): string {
  const keys = new Map(
    [...rooms.entities]
      .filter(([name]) => projection.types.has(name))
      .map(([name, key]) => [name, { key, resolvable: projection.resolvable.has(name) }]),
  );
  return printed(projected(schema, projection), keys, shared);
}

type Keys = ReadonlyMap<string, { readonly key: string; readonly resolvable: boolean }>;

function printed(schema: GraphQLSchema, keys: Keys, shared: ReadonlySet<string>): string {
  const { definitions } = getDocumentNodeFromSchema(lexicographicSortSchema(schema));
  const types = definitions.flatMap((node): DefinitionNode[] => {
    if (node.kind === Kind.SCHEMA_DEFINITION) return [];
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return [node];
    const name = node.name.value;
    const entity = keys.get(name);
    const more = entity
      ? [`@key(fields: "${entity.key}"${entity.resolvable ? '' : ', resolvable: false'})`]
      : shared.has(name)
        ? ['@shareable']
        : [];
    return [{ ...node, directives: [...(node.directives ?? []), ...more.map(directive)] }];
  });
  return `${LINKS}\n\n${types.map(print).join('\n\n')}\n`;
}

function directive(text: string): ConstDirectiveNode {
  const [node] = parse(`type T ${text} { f: Int }`).definitions;
  const found = node?.kind === Kind.OBJECT_TYPE_DEFINITION ? node.directives?.[0] : undefined;
  if (!found) throw new Error(`${text} is no directive`);
  return found;
}
