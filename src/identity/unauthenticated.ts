import { HubError } from '../kernel/errors';

/** The one class of failure of anything that proves who is asking. */
export function unauthenticated(message: string): HubError {
  return new HubError('UNAUTHENTICATED', message);
}
