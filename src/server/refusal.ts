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
  return { error, status: statusOfCode(codeOf(error)), retryAfter: retryAfterOf(error) };
}

/** Whole seconds after which what was refused as too many may be asked again; null for any other error. */
function retryAfterOf(error: GraphQLFormattedError): number | null {
  if (codeOf(error) !== 'RATE_LIMITED') return null;
  return Math.max(1, Math.ceil(Number(error.extensions?.['retryAfter']) || 1));
}

/** The header that says so of an answer of which all, or a part, was refused. */
export function retryHeaders(errors: readonly GraphQLFormattedError[]): HeaderMap {
  const seconds = errors.map(retryAfterOf).find((each) => each !== null);
  return new HeaderMap(seconds === undefined ? [] : [['retry-after', String(seconds)]]);
}

/** The same, as Apollo sends it. */
export function refusedResponse(thrown: unknown, mapError: ErrorMap): GraphQLResponse {
  const { error, status } = refusalOf(thrown, mapError);
  const told = thrown instanceof RefusedRequest ? { extensions: { sharing: thrown.sharing } } : {};
  return {
    http: { status, headers: retryHeaders([error]) },
    body: { kind: 'single', singleResult: { errors: [error], ...told } },
  };
}
