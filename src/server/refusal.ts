import { HeaderMap, type GraphQLResponse } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { RefusedRequest } from '../gate/refuse';
import type { ErrorMap } from './error-map';
import { codeOf, statusOfCode } from './http-status';

export interface Refusal {
  readonly error: GraphQLFormattedError;
  readonly status: number;
  /** Whole seconds after which it is worth trying again. */
  readonly retryAfter: number | null;
}

/** A request that is refused as a whole, for whatever reason, in the shape of GraphQL. Total. */
export function refusalOf(thrown: unknown, mapError: ErrorMap): Refusal {
  const wrapped =
    thrown instanceof GraphQLError
      ? thrown
      : new GraphQLError('refused', {
          originalError: thrown instanceof Error ? thrown : new Error('refused'),
        });
  const error = mapError(wrapped);
  const seconds = error.extensions?.['retryAfter'];
  const retryAfter = codeOf(error) === 'RATE_LIMITED' ? Math.max(1, Math.ceil(Number(seconds) || 1)) : null;
  return { error, status: statusOfCode(codeOf(error)), retryAfter };
}

/** The same, as Apollo sends it. */
export function refusedResponse(thrown: unknown, mapError: ErrorMap): GraphQLResponse {
  const { error, status, retryAfter } = refusalOf(thrown, mapError);
  const told = thrown instanceof RefusedRequest ? { extensions: { sharing: thrown.sharing } } : {};
  const headers = new HeaderMap();
  if (retryAfter !== null) headers.set('retry-after', String(retryAfter));
  return { http: { status, headers }, body: { kind: 'single', singleResult: { errors: [error], ...told } } };
}
