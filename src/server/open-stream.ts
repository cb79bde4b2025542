import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newPublicId } from '../kernel/id';
import { requestContext, type Identity, type RequestContext } from './context';
import type { ErrorMap } from './error-map';
import { refusalOf } from './refusal';
import { readSubscription, streamOf, type StreamOptions } from './stream';

/** Opens a stream of server-sent events. What is wrong from the start is refused as a query would be. */
export async function openStream(
  request: FastifyRequest,
  reply: FastifyReply,
  asker: RequestContext,
  identity: Identity,
  options: StreamOptions & { readonly mapError: ErrorMap },
): Promise<FastifyReply> {
  const lastEventId = request.headers['last-event-id'];
  const subscription = readSubscription(
    request.body,
    asker,
    typeof lastEventId === 'string' ? lastEventId : undefined,
    options,
  );
  await options.gate.admit(asker.asking, subscription.operation);
  const closed = new AbortController();
  request.raw.socket.once('close', () => closed.abort());
  const again = (): Promise<RequestContext> => requestContext(identity, request.headers, newPublicId());
  const refused = (error: unknown): string =>
    JSON.stringify({ errors: [refusalOf(error, options.mapError).error] });
  const lines = streamOf(
    subscription,
    again,
    refused,
    AbortSignal.any([closed.signal, options.closing]),
    options,
  );
  return reply
    .code(200)
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .type('text/event-stream; charset=utf-8')
    .send(Readable.from(lines));
}
