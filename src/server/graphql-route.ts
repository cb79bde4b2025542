import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Stopwatch } from '../gate/quantum';
import { HubError, badInput } from '../kernel/errors';
import { LIMITS, tooComplex } from './admission';
import type { OperationContext } from './answer-operation';
import { requestContext, type Identity, type RequestContext } from './context';
import { causeOf, type ErrorMap } from './error-map';
import { codeOf, statusOfCode } from './http-status';
import { classOfError, placesOfError } from './log';
import { answerType } from './media-type';
import type { AnswerCode, Metrics } from './metrics';
import { openStream } from './open-stream';
import type { Operations } from './operations';
import { throughGateway } from './through-gateway';
import { wantsStream, type StreamOptions } from './stream';

export interface GraphqlRouteOptions {
  readonly stream: StreamOptions & { readonly mapError: ErrorMap };
  readonly operations: Pick<Operations, 'answer'>;
  readonly identity: Identity;
  /** The one subgraph that is served here; null = the whole. */
  readonly subgraph: string | null;
  readonly stopwatch: Pick<Stopwatch, 'now'>;
  readonly metrics: Metrics;
  readonly log: Logger;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until its token is verified, and on every route but GraphQL's. */
    asker: RequestContext | null;
    /** What the answer to this request holds, for log and metrics; GraphQL's route alone has one. */
    outcome: OperationContext['outcome'] | undefined;
  }
}

/** `POST /graphql`: who asks is known before a byte of the body is read. */
export function graphqlRoute(
  app: FastifyInstance,
  { operations, identity, subgraph, stopwatch, metrics, log, stream }: GraphqlRouteOptions,
): void {
  app.decorateRequest('asker', null);
  app.decorateRequest('outcome');
  app.post('/graphql', {
    bodyLimit: LIMITS.bodyBytes,
    onRequest: async (request) => {
      request.outcome = { errors: [] };
      request.asker = await requestContext(identity, request.headers, request.id);
    },
    onResponse: (request, reply, done) => {
      tell(request, reply);
      done();
    },
    handler: async (request, reply) => {
      // Here its last byte has come: counted from the first, whoever sends the rest late would choose the phase.
      const arrived = stopwatch.now();
      const { asker, outcome } = request;
      if (asker === null || outcome === undefined) throw new HubError('UNAUTHENTICATED', 'Send a token.');
      if (wantsStream(request.headers.accept)) return openStream(request, reply, asker, identity, stream);
      const type = answerType(request.headers.accept);
      if (nests(request.body, LIMITS.variableDepth + 1)) throw tooComplex('the variables nest too deeply.');
      if (asksByDigest(request.body))
        throw badInput('query', 'send the text of the operation: none is kept here under a digest.');
      const through = await throughGateway(asker, request.headers, request.body, identity, subgraph);
      const answer = await operations.answer(request.body, { ...through, outcome, arrived });
      reply.code(answer.status).header('cache-control', 'no-store').type(type);
      if (answer.retryAfter !== undefined) reply.header('retry-after', answer.retryAfter);
      return answer.text;
    },
  });

  function tell(request: FastifyRequest, reply: FastifyReply): void {
    const errors = request.outcome?.errors ?? [];
    const code = gravest(errors.map(codeOf));
    const seconds = reply.elapsedTime / 1000;
    metrics.answered(code, seconds);
    if (code !== 'OK' && reply.statusCode !== 200) metrics.refused(code);
    for (const error of errors) {
      const cause = causeOf(error);
      if (cause === undefined) continue;
      log.error({ requestId: request.id, ...classOfError(cause) }, 'an error that nobody foresaw');
      log.debug({ requestId: request.id, places: placesOfError(cause) }, 'where it was thrown');
    }
    log.info(
      { requestId: request.id, status: reply.statusCode, code, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  }
}

function gravest(codes: readonly Exclude<AnswerCode, 'OK'>[]): AnswerCode {
  return codes.reduce<AnswerCode>(
    (worst, code) => (worst === 'OK' || statusOfCode(code) > statusOfCode(worst) ? code : worst),
    'OK',
  );
}

/** Apollo answers 200 to an operation that is named by its digest alone and not kept; here it is a bad request. */
const asksByDigest = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'extensions' in body && !('query' in body);

/** Whether a JSON value is more than so many levels deep; looks no deeper than that. */
function nests(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const name in value)
    if (nests((value as Readonly<Record<string, unknown>>)[name], levels - 1)) return true;
  return false;
}
