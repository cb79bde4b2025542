import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { pageSizeProblem } from '../../server/page-size';
import { askSubgraph, type Subgraph, type SubgraphAnswer, type SubgraphQuestion } from './ask-subgraph';
import { wholeAnswer } from './one-answer';
import type { OneRequest } from './one-request';

/** The context of a gateway in which this plugin works. */
export interface GatewayContext extends BaseContext {
  readonly one: OneRequest;
}

/** For every server of Apollo, whatever plans its queries: tells the parts what the whole is, and puts them together. */
export function sharingPlugin(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ contextValue, document, operation, operationName, request }) {
          contextValue.one.about(document, operationName);
          // What the hub refuses of the whole before it asks anything, it would refuse here of a part.
          const tooMany = pageSizeProblem(document, operation, request.variables ?? {});
          if (tooMany)
            throw new GraphQLError(tooMany.message, {
              extensions: { ...tooMany.details, code: tooMany.code },
            });
          return Promise.resolve();
        },
        willSendResponse({ contextValue, response: { body } }) {
          if (body.kind === 'single')
            body.singleResult = wholeAnswer(contextValue.one, body.singleResult) as typeof body.singleResult;
          return Promise.resolve();
        },
      }),
  };
}

interface Fetched {
  readonly request: {
    readonly query?: string;
    readonly variables?: unknown;
    readonly operationName?: string;
  };
  readonly context: object;
}

/**
 * What `@apollo/gateway` asks a subgraph by: `buildService: ({ name, url }) => apolloSource({ name, url })`. It is made
 * of nothing of Apollo's, so that this repository needs its gateway for tests alone.
 */
export function apolloSource(subgraph: Subgraph): { process(options: Fetched): Promise<SubgraphAnswer> } {
  return {
    process: ({ request: { query = '', variables, operationName }, context }) => {
      const question: SubgraphQuestion = { query, variables, operationName };
      return askSubgraph(subgraph, (context as GatewayContext).one, question);
    },
  };
}
