import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionArgs, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { HubError } from '../kernel/errors';
import { newPublicId } from '../kernel/id';
import { LIMITS, tooComplex } from './admission';
import { requestContext, type Identity, type RequestContext } from './context';
import { hubErrorOf, type ErrorMap } from './error-map';
import { refusalOf } from './refusal';
import { eventsOf, readSubscription, type Sent, type StreamOptions, type Subscription } from './stream';

export interface SocketOptions {
  readonly server: Server;
  readonly identity: Identity;
  readonly stream: StreamOptions;
  readonly mapError: ErrorMap;
  /** The hub is shutting down: nobody is let in. */
  readonly stopping: () => boolean;
}

const PROTOCOL = 'graphql-transport-ws';
const PATH = '/graphql';
/** Milliseconds between looks at the token of a socket on which nothing goes on. */
const LOOK_EVERY = 5000;
const MOST_STREAMS = 10;
const CLOSE = { badRequest: 4400, unauthorised: 4401, goingAway: 1001 } as const;

/** What `connection_init` may carry, and the header that it stands for. */
const HEADERS = {
  authorization: 'authorization',
  sharingPurpose: 'sharing-purpose',
  sharingReference: 'sharing-reference',
  onBehalfOf: 'sharing-on-behalf-of',
} as const;

/**
 * Subscriptions over WebSocket (`graphql-transport-ws`), and nothing but subscriptions. INVARIANT: an event is made by
 * `eventsOf`, as over server-sent events; a socket whose token has ended or whose client was switched off is closed.
 * Returns what closes them all.
 */
export function openSockets({ server, identity, stream, mapError, stopping }: SocketOptions): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bodyBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  const again = (headers: IncomingHttpHeaders): Promise<RequestContext> =>
    requestContext(identity, headers, newPublicId());
  const told = (error: unknown): GraphQLError => errorOf(refusalOf(error, mapError).error);
  const doors = useServer<Record<string, unknown>, { headers?: IncomingHttpHeaders }>(
    {
      connectionInitWaitTimeout: 3000,
      onConnect: async ({ connectionParams, extra }) => {
        const headers = headersOf(connectionParams);
        try {
          await again(headers);
        } catch (error) {
          const { code } = hubErrorOf(error);
          extra.socket.close(code === 'UNAUTHENTICATED' ? CLOSE.unauthorised : CLOSE.badRequest, code);
          return false;
        }
        extra.headers = headers;
        watch(extra.socket, () => again(headers));
        return true;
      },
      onSubscribe: async ({ extra, subscriptions }, _id, payload) => {
        try {
          const { headers } = extra;
          if (!headers) throw new HubError('UNAUTHENTICATED', 'Send connection_init first.');
          if (Object.keys(subscriptions).length > MOST_STREAMS)
            throw tooComplex(`one socket carries ${MOST_STREAMS} subscriptions: open another.`);
          const asker = await again(headers);
          const subscription = readSubscription(payload, asker, undefined, stream);
          await stream.gate.admit(asker.asking, subscription.operation);
          const { document, operationName, variables } = subscription.operation;
          const contextValue = { subscription, asAsked: () => again(headers) } satisfies Opened;
          return {
            schema: stream.schema,
            document,
            operationName,
            variableValues: { ...variables },
            contextValue,
          };
        } catch (error) {
          return [told(error)];
        }
      },
      // Only what `onSubscribe` has let in comes here; the gate answers each event, graphql-js never.
      subscribe: ({ contextValue }: ExecutionArgs) => eventsUntilClosed(contextValue as Opened, stream, told),
      execute: () => {
        throw new HubError('BAD_USER_INPUT', 'query: a socket carries subscriptions alone.');
      },
      isProd: true,
    },
    sockets,
  );
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    if (pathname !== PATH || stopping()) {
      socket.end(
        `HTTP/1.1 ${stopping() ? '503 Service Unavailable' : '404 Not Found'}\r\nconnection: close\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  });
  return () => {
    for (const socket of sockets.clients) socket.close(CLOSE.goingAway, 'UNAVAILABLE');
    void doors.dispose();
  };
}

interface Opened {
  readonly subscription: Subscription;
  readonly asAsked: () => Promise<RequestContext>;
}

/** The events as results; what ends them is the last. Whoever stops listening ends the wait for the next, too. */
function eventsUntilClosed(
  { subscription, asAsked }: Opened,
  stream: StreamOptions,
  told: (error: unknown) => GraphQLError,
): AsyncGenerator<ExecutionResult<Record<string, unknown>, Record<string, unknown>>> {
  const closed = new AbortController();
  const close = (): void => closed.abort();
  stream.closing.addEventListener('abort', close, { once: true });
  async function* events(): ReturnType<typeof eventsUntilClosed> {
    try {
      for await (const sent of eventsOf(subscription, asAsked, closed.signal, stream))
        if (sent) yield resultOf(sent.body);
    } catch (error) {
      yield { errors: [told(error)] };
    } finally {
      stream.closing.removeEventListener('abort', close);
    }
  }
  const made = events();
  const end = made.return.bind(made);
  made.return = (value) => {
    close();
    return end(value);
  };
  return made;
}

const resultOf = ({
  errors,
  ...body
}: Sent['body']): ExecutionResult<Record<string, unknown>, Record<string, unknown>> => ({
  ...body,
  ...(errors ? { errors: errors.map(errorOf) } : {}),
});

const errorOf = ({ message, path, extensions }: GraphQLFormattedError): GraphQLError =>
  new GraphQLError(message, { path: path ?? null, extensions: extensions ?? {} });

/** Closes a socket when its requester may no longer ask. */
function watch(socket: WebSocket, again: () => Promise<unknown>): void {
  const timer = setInterval(() => {
    again().catch(() => socket.close(CLOSE.unauthorised, 'UNAUTHENTICATED'));
  }, LOOK_EVERY);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}

function headersOf(given: Readonly<Record<string, unknown>> | undefined): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(HEADERS).flatMap(([name, header]) => {
      const value = given?.[name];
      return typeof value === 'string' ? [[header, value]] : [];
    }),
  );
}
