import { ApolloServer, HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Gate } from '../gate/answer';
import { admissionRule, LIMITS } from './admission';
import type { RequestContext } from './context';
import type { ErrorMap } from './error-map';
import { statusOfAnswer } from './http-status';
import { pageSizeProblem } from './page-size';
import { refusedResponse } from './refusal';

/** What Apollo hands from the route to the gate, and what the route wants to know afterwards. */
export interface ApolloContext extends RequestContext {
  readonly outcome: { errors: readonly GraphQLFormattedError[] };
  /** When the last byte of the request had come, by the gate's stopwatch. */
  readonly arrived: number;
}

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly gate: Pick<Gate, 'answer'>;
  readonly mapError: ErrorMap;
  readonly introspection: boolean;
  readonly log: Logger;
}

/**
 * Apollo parses, validates, keeps documents and speaks HTTP. It never executes: the gate answers every operation.
 */
export async function startApollo(options: ApolloOptions): Promise<ApolloServer<ApolloContext>> {
  const { schema, mapError, introspection, log } = options;
  const server = new ApolloServer<ApolloContext>({
    schema,
    introspection,
    nodeEnv: 'production',
    persistedQueries: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    cache: 'bounded',
    parseOptions: { maxLexicalTokens: LIMITS.tokens },
    validationOptions: { maxErrors: 20 },
    validationRules: [admissionRule],
    formatError: (_formatted, error) => mapError(error as never),
    logger: quiet(log),
    plugins: [
      gatePlugin(options),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}

function gatePlugin({ gate, mapError }: ApolloOptions): ApolloServerPlugin<ApolloContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async responseForOperation({ contextValue, document, operation, request }) {
          const variables = request.variables ?? {};
          try {
            const tooMany = pageSizeProblem(document, operation, variables);
            if (tooMany) throw tooMany;
            const { data, errors, sharing } = await gate.answer(contextValue.asking, {
              document,
              operationName: request.operationName ?? null,
              variables,
              mode: contextValue.mode,
              idempotencyKey: contextValue.idempotencyKey,
              arrived: contextValue.arrived,
              ...(contextValue.roots ? { roots: contextValue.roots } : {}),
            });
            const told = errors.length === 0 ? {} : { errors };
            const singleResult = { ...told, data, extensions: { sharing } };
            return {
              http: { status: statusOfAnswer(data, errors), headers: retryHeaders(errors) },
              body: { kind: 'single', singleResult },
            };
          } catch (error) {
            return refusedResponse(error, mapError);
          }
        },
        willSendResponse({ response, contextValue }) {
          if (response.body.kind === 'single') {
            const { data, errors = [] } = response.body.singleResult;
            contextValue.outcome.errors = errors;
            response.http.status ??= statusOfAnswer(data ?? null, errors);
          }
          return Promise.resolve();
        },
      }),
  };
}

/** What to wait when a part of the answer was refused as too many. */
function retryHeaders(errors: readonly GraphQLFormattedError[]): HeaderMap {
  const headers = new HeaderMap();
  const limited = errors.find((error) => error.extensions?.['code'] === 'RATE_LIMITED');
  if (limited)
    headers.set(
      'retry-after',
      String(Math.max(1, Math.ceil(Number(limited.extensions?.['retryAfter']) || 1))),
    );
  return headers;
}

/** Apollo's own words may quote an error, so only that it said something is kept. */
function quiet(log: Logger) {
  const say = (level: 'debug' | 'warn' | 'error') => (): void =>
    log[level]({ from: 'apollo' }, 'apollo has something to say');
  return { debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') };
}
