import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { isDatabaseAway } from '../database/database-away';
import { HubError } from '../kernel/errors';
import { LIMITS, tooComplex } from './admission';
import { inputProblem } from './input-problem';

export type ErrorMap = (error: GraphQLError) => GraphQLFormattedError;

const NOTHING_DISCLOSED = 'Something went wrong on our side; nothing was disclosed.';
const DATABASE_AWAY = 'The hub cannot reach its database just now. Try again in a moment.';

/** Errors that nobody foresaw, by what was told of them: for the log, which knows the request. */
const causes = new WeakMap<GraphQLFormattedError, unknown>();

/** What lies behind a formatted internal error; undefined for one that was foreseen. */
export function causeOf(formatted: GraphQLFormattedError): unknown {
  return causes.get(formatted);
}

/**
 * Every error that can leave the hub, once. What a HubError says is told as it stands; what graphql-js says of a
 * document or its variables is told without any value; anything else is told as one sentence without a reason.
 */
export function createErrorMap(schema: GraphQLSchema): ErrorMap {
  return (error) => {
    const place = {
      ...(error.locations === undefined ? {} : { locations: error.locations }),
      ...(error.path === undefined ? {} : { path: error.path }),
    };
    const known = hubErrorOf(error, schema);
    const formatted = { message: known.message, ...place, extensions: told(known) };
    if (known.code === 'INTERNAL_SERVER_ERROR') causes.set(formatted, error.originalError ?? error);
    return formatted;
  };
}

/** Any error at all as one that may be told. The schema gives the words that a caller may have meant. */
export function hubErrorOf(error: unknown, schema: GraphQLSchema | null = null): HubError {
  const original = error instanceof GraphQLError ? error.originalError : undefined;
  if (error instanceof HubError) return error;
  if (original instanceof HubError) return original;
  if (error instanceof GraphQLError && TOO_MANY_TOKENS.test(error.message)) {
    return tooComplex(`a document may have ${LIMITS.tokens} tokens: send several operations.`);
  }
  if (schema !== null && error instanceof GraphQLError && isAboutInput(error)) {
    const { field, message } = inputProblem(error, schema);
    return new HubError('BAD_USER_INPUT', `${field}: ${message}`, { field });
  }
  if (isDatabaseAway(original ?? error)) return new HubError('UNAVAILABLE', DATABASE_AWAY);
  return new HubError('INTERNAL_SERVER_ERROR', NOTHING_DISCLOSED);
}

const TOO_MANY_TOKENS = /^Syntax Error: Document contains more that \d+ tokens/;

const REQUEST_CODES: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** What graphql-js and Apollo say before execution has no path; of an argument they say it at its field. */
function isAboutInput({ path, nodes, source, extensions, message, originalError }: GraphQLError): boolean {
  if (path !== undefined) return originalError instanceof GraphQLError && message.startsWith('Argument "');
  return (
    nodes !== undefined ||
    source !== undefined ||
    REQUEST_CODES.has(extensions['code']) ||
    message.startsWith('Too many errors')
  );
}

/** What stands beside the message. An internal error and a refused token tell nothing but their code. */
function told({ code, details }: HubError): Record<string, unknown> {
  switch (code) {
    case 'UNAUTHENTICATED':
    case 'INTERNAL_SERVER_ERROR':
      return { code };
    case 'PURPOSE_REQUIRED':
    case 'BAD_USER_INPUT':
    case 'PURPOSE_NOT_AGREED':
    case 'NOT_PERMITTED':
    case 'WITHHELD':
    case 'CONFLICT':
    case 'IDEMPOTENCY_KEY_REUSED':
    case 'RATE_LIMITED':
    case 'TOO_COMPLEX':
    case 'LEDGER_UNAVAILABLE':
    case 'UNAVAILABLE':
    case 'PARTNER_UNAVAILABLE':
      return { ...details, code };
    default:
      return code satisfies never;
  }
}
