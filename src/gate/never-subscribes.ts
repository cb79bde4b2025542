import { HubError } from '../kernel/errors';

/** In the place of a subscriber. INVARIANT: graphql-js never subscribes; each event is a fresh answer of the gate. */
export function neverSubscribes(): never {
  throw new HubError(
    'BAD_USER_INPUT',
    'query: a subscription is opened as a stream: send `Accept: text/event-stream`.',
  );
}
