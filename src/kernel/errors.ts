/**
 * The promises of the hub that can be broken, one code each (contract: "what → extensions.code → HTTP").
 * A message may name a field, a word of a vocabulary and the fix; never a value that a caller sent about a
 * person, never anything internal.
 */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'PURPOSE_REQUIRED'
  | 'BAD_USER_INPUT'
  | 'PURPOSE_NOT_AGREED'
  | 'NOT_PERMITTED'
  | 'WITHHELD'
  | 'CONFLICT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'RATE_LIMITED'
  | 'TOO_COMPLEX'
  | 'LEDGER_UNAVAILABLE'
  | 'UNAVAILABLE'
  | 'PARTNER_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

/** An error that may be told to the caller as it stands. Everything else is mapped to a plain internal error. */
export class HubError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'HubError';
  }
}

/** Input that names the field at fault and the fix. */
export const badInput = (field: string, message: string, details: Record<string, unknown> = {}): HubError =>
  new HubError('BAD_USER_INPUT', `${field}: ${message}`, { field, ...details });

export const conflict = (message: string): HubError => new HubError('CONFLICT', message);
