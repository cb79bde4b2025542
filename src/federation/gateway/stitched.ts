import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { print, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { GatewayContext } from './apollo-plugin';
import { askSubgraph, type SubgraphAnswer } from './ask-subgraph';
import { askingForKeys, keyedTypes } from './entity-errors';

export interface Stitching {
  readonly supergraph: string;
  /** Subgraph → its address, where it is not the one in the supergraph. */
  readonly urls?: ReadonlyMap<string, string>;
  /** Milliseconds after which the others are answered without a subgraph. */
  readonly patience?: number;
}

interface Asked {
  readonly document: DocumentNode;
  readonly variables?: unknown;
  readonly context: GatewayContext;
}

const texts = new WeakMap<DocumentNode, string>();

/** The graph as a schema, and what makes a question ready for it. */
export interface Stitched {
  readonly schema: GraphQLSchema;
  readonly prepare: (document: DocumentNode) => DocumentNode;
}

/** The graph of a supergraph as a schema that asks the subgraphs: the MIT-licensed way to put them together. */
export function stitched({ supergraph, urls, patience }: Stitching): Stitched {
  const schema = getStitchedSchemaFromSupergraphSdl({
    supergraphSdl: supergraph,
    onSubschemaConfig: (subschema) => {
      // The supergraph knows a subgraph by its name in capitals.
      const name = subschema.name.toLowerCase().replaceAll('_', '-');
      const subgraph = {
        name,
        url: urls?.get(name) ?? subschema.endpoint,
        ...(patience === undefined ? {} : { patience }),
      };
      const ask = async ({ document, variables, context: { one } }: Asked): Promise<SubgraphAnswer> => {
        const { data, errors } = await askSubgraph(subgraph, one, { query: textOf(document), variables });
        const others = one.entityErrors.keep(errors ?? [], variables);
        return others.length > 0 ? { data, errors: others } : { data };
      };
      subschema.executor = ask as unknown as typeof subschema.executor;
    },
  });
  const keyed = keyedTypes(supergraph);
  return { schema, prepare: (document) => askingForKeys(document, schema, keyed) };
}

function textOf(document: DocumentNode): string {
  const known = texts.get(document) ?? print(document);
  texts.set(document, known);
  return known;
}
