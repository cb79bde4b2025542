import type { GraphQLFormattedError } from 'graphql';
import type { OneRequest } from './one-request';

/** A question to one subgraph. */
export interface SubgraphQuestion {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null | undefined;
}

export interface SubgraphAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  /** Milliseconds after which the others are answered without it. */
  readonly patience?: number;
}

const PATIENCE = 10_000;

/**
 * Asks one subgraph in the caller's name. Total: a subgraph that is away, slow or talks nonsense is an error that names
 * it, so that the others' fields still answer.
 */
export async function askSubgraph(
  { name, url, patience = PATIENCE }: Subgraph,
  one: OneRequest,
  { query, variables, operationName }: SubgraphQuestion,
): Promise<SubgraphAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...one.headersFor(query, variables),
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify({
        query,
        variables: variables ?? {},
        ...(operationName ? { operationName } : {}),
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    const { data, errors, extensions } = answerIn(await response.json());
    one.heard(name, extensions);
    return {
      data: data ?? null,
      ...(errors && errors.length > 0 ? { errors: errors.map(named(name)) } : {}),
    };
  } catch {
    return { data: null, errors: [away(name)] };
  }
}

/** A subgraph that says that it cannot answer at all is as away as one that does not answer, and named like it. */
const named =
  (name: string) =>
  (error: GraphQLFormattedError): GraphQLFormattedError =>
    error.path === undefined && error.extensions?.['code'] === 'UNAVAILABLE'
      ? { ...error, extensions: { ...error.extensions, missing: name } }
      : error;

const away = (name: string): GraphQLFormattedError => ({
  message: `The part of the graph that is called ${name} does not answer at the moment. Ask for it again later.`,
  extensions: { code: 'UNAVAILABLE', missing: name },
});

interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: unknown;
}

function answerIn(body: unknown): Body {
  const isAnswer = typeof body === 'object' && body !== null && ('data' in body || 'errors' in body);
  if (!isAnswer) throw new Error('no answer');
  return body as Body;
}
