import { ApolloServer, HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { admissionRule, LIMITS } from './admission';
import {
  answerOperation,
  type AnswerPorts,
  type OperationContext,
  type ValidOperation,
} from './answer-operation';
import { statusOfAnswer } from './http-status';
import { KnownDocuments } from './known-documents';

export interface ApolloOptions extends AnswerPorts {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly log: Logger;
}

/** An answer as it leaves. */
export interface Answered {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** Everything that can be asked by POST. */
export interface Operations {
  answer(body: unknown, context: OperationContext): Promise<Answered>;
  stop(): Promise<void>;
}

/**
 * Apollo parses, validates and speaks HTTP, for each text until it has once found it valid. It never executes: the gate
 * answers every operation.
 */
export async function startOperations(options: ApolloOptions): Promise<Operations> {
  const { schema, mapError, introspection, log } = options;
  const known = new KnownDocuments();
  const server = new ApolloServer<OperationContext>({
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
      gatePlugin(options, known),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return {
    async answer(body, context) {
      const valid = known.operationOf(body);
      return valid ? direct(options, context, valid) : throughApollo(server, body, context);
    },
    stop: () => server.stop(),
  };
}

async function direct(
  ports: AnswerPorts,
  context: OperationContext,
  valid: ValidOperation,
): Promise<Answered> {
  const response = await answerOperation(ports, context, valid);
  const status = tell(context, response);
  const { body, http } = response;
  // The bytes that Apollo makes of it.
  const text = `${JSON.stringify(body.kind === 'single' ? body.singleResult : {})}\n`;
  return { status, retryAfter: http.headers.get('retry-after'), text };
}

async function throughApollo(
  server: ApolloServer<OperationContext>,
  body: unknown,
  context: OperationContext,
): Promise<Answered> {
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: new HeaderMap([['content-type', 'application/json']]),
      search: '',
      body,
    },
    context: () => Promise.resolve(context),
  });
  const text = answer.body.kind === 'complete' ? answer.body.string : '';
  const { status = 200, headers } = answer;
  if (context.outcome.errors.length === 0 && status !== 200) {
    // Refused by Apollo before it was an operation: no plugin was told.
    context.outcome.errors = (JSON.parse(text) as OperationContext['outcome']).errors;
  }
  return { status, retryAfter: headers.get('retry-after'), text };
}

function gatePlugin(options: ApolloOptions, known: KnownDocuments): ApolloServerPlugin<OperationContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        responseForOperation({ contextValue, document, operation, request, source }) {
          known.keep(source, document);
          const { operationName = null, variables = {} } = request;
          return answerOperation(options, contextValue, { document, operation, operationName, variables });
        },
        willSendResponse({ response, contextValue }) {
          tell(contextValue, response);
          return Promise.resolve();
        },
      }),
  };
}

/** What the route wants to know of an answer. */
function tell({ outcome }: OperationContext, { body, http }: GraphQLResponse): number {
  const { data, errors = [] } = body.kind === 'single' ? body.singleResult : {};
  outcome.errors = errors;
  return (http.status ??= statusOfAnswer(data ?? null, errors));
}

/** Apollo's own words may quote an error, so only that it said something is kept. */
function quiet(log: Logger) {
  const say = (level: 'debug' | 'warn' | 'error') => (): void =>
    log[level]({ from: 'apollo' }, 'apollo has something to say');
  return { debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') };
}
