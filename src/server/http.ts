import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Stopwatch } from '../gate/quantum';
import { HubError } from '../kernel/errors';
import { LIMITS } from './admission';
import type { Identity } from './context';
import { causeOf, type ErrorMap } from './error-map';
import { explorerPage } from './explorer';
import { graphqlRoute } from './graphql-route';
import { healthRoutes, type HealthOptions } from './health';
import { ledgerRoutes, type PublishedLedger } from './ledger-routes';
import { answerType } from './media-type';
import type { Metrics } from './metrics';
import { refusalOf } from './refusal';
import type { Operations } from './operations';
import { openSockets } from './socket';
import type { StreamOptions } from './stream';
import { requestIdOf, traceparentOf } from './request-headers';
import { uploadRoute, type UploadRouteOptions } from './upload-route';
import { witnessRoutes, type WitnessDesk } from './witness-routes';

export interface HttpOptions {
  readonly operations: Pick<Operations, 'answer'>;
  readonly identity: Identity;
  readonly subgraph: string | null;
  readonly stopwatch: Pick<Stopwatch, 'now'>;
  readonly mapError: ErrorMap;
  readonly stream: StreamOptions;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly health: HealthOptions;
  /** The public halves of the hub's keys. */
  readonly jwks: () => object;
  readonly ledger: PublishedLedger;
  /** Keeps the heads of other hubs' ledgers. */
  readonly witness: WitnessDesk;
  /** Null: this hub serves a part of the graph to which no document belongs. */
  readonly uploads: Omit<UploadRouteOptions, 'identity'> | null;
  /** Serves the explorer to browsers. */
  readonly development: boolean;
}

/** Everything the hub says over HTTP. Not listening yet. */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const { operations, identity, stopwatch, mapError, metrics, log, health, jwks, ledger, development } =
    options;
  const app = fastify({
    logger: false,
    genReqId: (raw) => requestIdOf(raw.headers),
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: 30_000,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('request-id', request.id);
    const traceparent = traceparentOf(request.headers);
    if (traceparent !== undefined) reply.header('traceparent', traceparent);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    if (health.stopping() && !request.url.startsWith('/health/')) {
      reply.header('connection', 'close');
      throw new HubError('UNAVAILABLE', 'This hub is shutting down. Try again in a moment.');
    }
  });
  app.setErrorHandler((error, request, reply) =>
    refuse(request, reply, foreseen(error, request.routeOptions.bodyLimit)),
  );
  app.setNotFoundHandler((request, reply) =>
    refuse(
      request,
      reply,
      new HubError('BAD_USER_INPUT', 'There is nothing at this address: POST /graphql.'),
      404,
    ),
  );
  const streams = { ...options.stream, mapError };
  graphqlRoute(app, {
    operations,
    identity,
    subgraph: options.subgraph,
    stopwatch,
    metrics,
    log,
    stream: streams,
  });
  app.get('/graphql', (request, reply) => {
    if (development && (request.headers.accept ?? '').includes('text/html')) {
      const { html, contentSecurityPolicy } = explorerPage();
      return reply
        .header('content-security-policy', contentSecurityPolicy)
        .type('text/html; charset=utf-8')
        .send(html);
    }
    reply.header('allow', 'POST');
    return refuse(request, reply, new HubError('BAD_USER_INPUT', 'Send operations by POST /graphql.'), 405);
  });
  healthRoutes(app, health);
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  app.get('/.well-known/jwks.json', (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=300')
      .type('application/jwk-set+json')
      .send(JSON.stringify(jwks())),
  );
  ledgerRoutes(app, ledger);
  witnessRoutes(app, options.witness);
  const closeSockets = openSockets({
    server: app.server,
    identity,
    stream: options.stream,
    mapError,
    stopping: health.stopping,
  });
  app.addHook('preClose', (done) => {
    closeSockets();
    done();
  });
  if (options.uploads !== null) uploadRoute(app, { ...options.uploads, identity });
  return app;

  function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    thrown: unknown,
    status?: number,
  ): FastifyReply {
    const refusal = refusalOf(thrown, mapError);
    if (request.outcome) request.outcome.errors = [refusal.error];
    if (causeOf(refusal.error) !== undefined && !request.outcome)
      log.error({ requestId: request.id }, 'a request failed');
    const notMine =
      request.routeOptions.url === '/uploads' && refusal.error.extensions?.['code'] === 'NOT_PERMITTED';
    if (refusal.retryAfter !== null) reply.header('retry-after', String(refusal.retryAfter));
    if (refusal.status === 401) reply.header('www-authenticate', 'Bearer');
    const body = JSON.stringify({ errors: [refusal.error] });
    return (
      reply
        // Where there is no answer beside it, a refusal is one in HTTP's own words, too.
        .code(status ?? (notMine ? 403 : refusal.status))
        .header('cache-control', 'no-store')
        .type(typeFor(request))
        .send(`${body}\n`)
    );
  }
}

/** A caller that takes neither form of an answer is told so in JSON. */
function typeFor(request: FastifyRequest): string {
  try {
    return answerType(request.headers.accept);
  } catch {
    return answerType(undefined);
  }
}

/** What Fastify says about a request before its handler runs, in the words of the hub. */
function foreseen(error: unknown, bodyLimit = LIMITS.bodyBytes): unknown {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (error instanceof HubError) return error;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new HubError('TOO_COMPLEX', `body: it may hold ${bodyLimit / 1024} KiB; send several requests.`, {
      field: 'body',
    });
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new HubError('BAD_USER_INPUT', 'Content-Type: send application/json.', { field: 'Content-Type' });
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new HubError(
      'BAD_USER_INPUT',
      'body: send one JSON object with "query" and, if need be, "variables".',
      { field: 'body' },
    );
  }
  return error;
}
