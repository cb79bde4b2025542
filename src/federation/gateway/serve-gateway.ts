import { ApolloServer, HeaderMap, type ApolloServerOptions } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import fastify, { type FastifyInstance } from 'fastify';
import { LIMITS, admissionRule } from '../../server/admission';
import { sharingPlugin, type GatewayContext } from './apollo-plugin';
import { OneRequest } from './one-request';
import { plainQuestion } from './plain-question';
import type { GatewaySigner } from './signer';
import type { Stitched } from './stitched';

/** Who takes a question apart: a stitched schema, or a gateway of Apollo's. */
export type Planner =
  Stitched | { readonly gateway: NonNullable<ApolloServerOptions<GatewayContext>['gateway']> };

export interface GatewayServer {
  /** Not listening yet. */
  readonly app: FastifyInstance;
  stop(): Promise<void>;
}

/** The body with the question as the gateway is to plan it; what is no question goes on as it is, and is refused. */
function plainBody(body: unknown, prepare?: Stitched['prepare']): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const { query, variables } = body as Record<string, unknown>;
  if (typeof query !== 'string' || (variables != null && typeof variables !== 'object')) return body;
  const plain = plainQuestion(query, (variables ?? {}) as Record<string, unknown>, prepare);
  return plain === null ? body : { ...body, ...plain };
}

const READY = { status: 'ready' };

/** A gateway over HTTP: it holds no data and decides nothing, and signs each question that it takes to a subgraph. */
export async function createGateway(planner: Planner, signer: GatewaySigner): Promise<GatewayServer> {
  const { prepare, ...planned } = { prepare: undefined, ...planner };
  const options = {
    ...planned,
    nodeEnv: 'production',
    introspection: true,
    persistedQueries: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    cache: 'bounded',
    parseOptions: { maxLexicalTokens: LIMITS.tokens },
    validationRules: [admissionRule],
    logger: SILENT,
    plugins: [
      sharingPlugin(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  } as ApolloServerOptions<GatewayContext>;
  const apollo = new ApolloServer<GatewayContext>(options);
  await apollo.start();
  const app = fastify({ logger: false, bodyLimit: LIMITS.bodyBytes, forceCloseConnections: 'idle' });
  app.get('/health/ready', () => READY);
  app.post('/graphql', async (request, reply) => {
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([['content-type', 'application/json']]),
        search: '',
        body: plainBody(request.body, prepare),
      },
      context: () => Promise.resolve({ one: new OneRequest(request.headers, signer) }),
    });
    reply
      .code(answer.status ?? 200)
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8');
    return answer.body.kind === 'complete' ? answer.body.string : '';
  });
  return {
    app,
    stop: async () => {
      await app.close();
      await apollo.stop();
    },
  };
}

/** Gateways quote what they are asked; nothing of that is kept. */
const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };
