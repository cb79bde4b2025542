import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../kernel/errors';

/** The HTTP status of an answer in which nothing but this went wrong (contract, "what → extensions.code → HTTP"). */
export function statusOfCode(code: ErrorCode): number {
  switch (code) {
    case 'UNAUTHENTICATED':
      return 401;
    case 'PURPOSE_REQUIRED':
    case 'BAD_USER_INPUT':
    case 'TOO_COMPLEX':
      return 400;
    case 'PURPOSE_NOT_AGREED':
      return 403;
    case 'NOT_PERMITTED':
    case 'WITHHELD':
    case 'CONFLICT':
    case 'IDEMPOTENCY_KEY_REUSED':
      return 200;
    case 'RATE_LIMITED':
      return 429;
    case 'LEDGER_UNAVAILABLE':
    case 'UNAVAILABLE':
    case 'PARTNER_UNAVAILABLE':
      return 503;
    case 'INTERNAL_SERVER_ERROR':
      return 500;
    default:
      return code satisfies never;
  }
}

/** The status of a whole answer: an error decides only where no root field has anything to say. */
export function statusOfAnswer(
  data: Readonly<Record<string, unknown>> | null,
  errors: readonly GraphQLFormattedError[],
): number {
  if (data !== null && Object.values(data).some((value) => value !== null)) return 200;
  const statuses = errors.map((error) => statusOfCode(codeOf(error)));
  return statuses.reduce((worst, status) => Math.max(worst, status), 200);
}

/** The code that the error map gave; it gives every error one. */
export function codeOf(error: GraphQLFormattedError): ErrorCode {
  return (error.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR') as ErrorCode;
}
