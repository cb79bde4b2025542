import { setTimeout as pause } from 'node:timers/promises';
import {
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  getArgumentValues,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { Gate } from '../gate/answer';
import type { Feed, Feeds } from '../gate/feed';
import type { Operation } from '../gate/operation';
import { badInput } from '../kernel/errors';
import { newPublicId } from '../kernel/id';
import { LIMITS, admissionRule } from './admission';
import type { RequestContext } from './context';

export interface StreamOptions {
  readonly schema: GraphQLSchema;
  readonly gate: Pick<Gate, 'answer' | 'admit'>;
  readonly feeds: Feeds;
  /** The hub is shutting down: streams end, and callers resume elsewhere. */
  readonly closing: AbortSignal;
  /** Milliseconds between looks at the feed. */
  readonly every?: number;
}

/** A subscription that was read and found well formed. */
export interface Subscription {
  readonly operation: Omit<Operation, 'event'>;
  readonly feed: Feed;
  /** The position after which the caller wants events; null = from now. */
  readonly after: string | null;
}

const EVERY = 500;
const HEARTBEAT = 15_000;

/** Reads the body of a request for a stream. Throws HubError or GraphQLError, as a query would. */
export function readSubscription(
  body: unknown,
  context: RequestContext,
  lastEventId: string | undefined,
  options: StreamOptions,
): Subscription {
  const { query, variables = {}, operationName = null } = (body ?? {}) as Record<string, unknown>;
  if (typeof query !== 'string') throw badInput('query', 'send the text of one subscription.');
  if (typeof variables !== 'object' || variables === null) throw badInput('variables', 'send an object.');
  const document = parse(query, { maxTokens: LIMITS.tokens });
  const [problem] = validate(options.schema, document, [
    ...specifiedRules,
    NoSchemaIntrospectionCustomRule,
    admissionRule,
  ]);
  if (problem) throw problem;
  const given = variables as Record<string, unknown>;
  const { feed, after } = rootOf(
    document,
    typeof operationName === 'string' ? operationName : null,
    given,
    options,
  );
  return {
    operation: {
      document,
      operationName: typeof operationName === 'string' ? operationName : null,
      variables: given,
      mode: context.mode,
      idempotencyKey: null,
    },
    feed,
    after: after ?? lastEventId ?? null,
  };
}

function rootOf(
  document: DocumentNode,
  name: string | null,
  variables: Record<string, unknown>,
  { schema, feeds }: StreamOptions,
): { feed: Feed; after: string | null } {
  const node = getOperationAST(document, name);
  if (node?.operation !== OperationTypeNode.SUBSCRIPTION) {
    throw badInput(
      'query',
      'only a subscription is answered as a stream; leave out `Accept: text/event-stream`.',
    );
  }
  const [field] = node.selectionSet.selections;
  const definition =
    field?.kind === Kind.FIELD ? schema.getSubscriptionType()?.getFields()[field.name.value] : undefined;
  const feed = definition && feeds.get(definition.name);
  if (field?.kind !== Kind.FIELD || !definition || !feed)
    throw new GraphQLError('Name one field of Subscription at the root.');
  const { after } = getArgumentValues(definition, field, variables);
  return { feed, after: typeof after === 'string' ? after : null };
}

/**
 * The stream itself, as lines of `text/event-stream` (GraphQL over server-sent events, distinct connections).
 * INVARIANT: each event is a fresh answer. Token, organisation, agreements and standing are looked at again before
 * every look at the feed and for every event; whatever fails ends the stream and says why.
 */
export async function* streamOf(
  subscription: Subscription,
  asAsked: () => Promise<RequestContext>,
  refused: (error: unknown) => string,
  closed: AbortSignal,
  { gate, every = EVERY }: StreamOptions,
): AsyncGenerator<string> {
  const { operation, feed } = subscription;
  let cursor = subscription.after;
  let quietSince = Date.now();
  yield ': open\n\n';
  try {
    while (!closed.aborted) {
      const { asking } = await asAsked();
      await gate.admit(asking, operation);
      cursor ??= await feed.now(asking);
      for (const { cursor: at, event } of await feed.after(asking, cursor)) {
        cursor = at;
        const answer = await gate.answer({ ...asking, requestId: newPublicId() }, { ...operation, event });
        if (answer.data === null || Object.values(answer.data).every((value) => value === null)) continue;
        const { data, errors, sharing } = answer;
        const body = { ...(errors.length > 0 ? { errors } : {}), data, extensions: { sharing } };
        yield `id: ${at}\nevent: next\ndata: ${JSON.stringify(body)}\n\n`;
        quietSince = Date.now();
      }
      if (Date.now() - quietSince > HEARTBEAT) {
        quietSince = Date.now();
        yield ': still here\n\n';
      }
      await pause(every, undefined, { signal: closed, ref: false }).catch(() => undefined);
    }
  } catch (error) {
    yield `event: next\ndata: ${refused(error)}\n\n`;
  }
  yield 'event: complete\ndata:\n\n';
}

/** Whether the caller wants a stream. */
export const wantsStream = (accept: string | undefined): boolean =>
  /(^|,)\s*text\/event-stream\b/.test(accept ?? '');
