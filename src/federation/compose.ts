import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { GraphQLError, parse, type DocumentNode } from 'graphql';

/** Subgraphs put together, or every reason why they cannot be. */
export type Composed =
  | { readonly ok: true; readonly supergraph: string }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Where the gateway of `docker-compose.yml` finds a subgraph; a gateway elsewhere is given its own addresses. */
export const addressOf = (name: string): string => `http://${name}:4000/graphql`;

/** Composes subgraphs (name → text) into one graph, by the rules of Federation 2. Total. */
export function compose(subgraphs: ReadonlyMap<string, string>): Composed {
  const problems: string[] = [];
  const services = [...subgraphs].flatMap(([name, text]) => {
    const typeDefs = parsed(name, text, problems);
    return typeDefs ? [{ name, typeDefs, url: addressOf(name) }] : [];
  });
  if (problems.length > 0) return { ok: false, problems };
  const result = composeServices(services);
  if (compositionHasErrors(result))
    return { ok: false, problems: result.errors.map(({ message }) => message) };
  return { ok: true, supergraph: `${result.supergraphSdl.trim()}\n` };
}

function parsed(name: string, text: string, problems: string[]): DocumentNode | null {
  try {
    return parse(text);
  } catch (error) {
    const [at] = error instanceof GraphQLError ? (error.locations ?? []) : [];
    const place = at ? `${at.line}:${at.column}` : '1:1';
    problems.push(`${name}:${place} ${error instanceof GraphQLError ? error.message : 'is not GraphQL'}`);
    return null;
  }
}
