import { gatewayHeaders } from '../../support/federation';
import type { TestHub } from '../../support/hub';
import { byChannel } from './by-channel';
import { EventStream } from './event-stream';
import { overSocket } from './over-socket';

export interface Asker {
  readonly as: string;
  /** Null sends none. */
  readonly purpose: string | null;
  readonly job?: string;
}

/** One thing to ask at a door: an operation, a stream from its beginning, or a route (`log` is what was logged). */
export type Question =
  | { readonly query: string; readonly idempotencyKey?: string }
  | {
      readonly stream: string;
      /** What comes last; left out, the stream is read until it falls silent. */
      readonly until?: string;
    }
  | {
      /** The same over WebSocket. */
      readonly socket: string;
      readonly until?: string;
    }
  | {
      /** What a webhook of the asker's would be sent of all that is in its inbox. */
      readonly webhook: 'SIGNAL' | 'ANSWER';
    }
  | {
      /** What a hub of the asker's would be sent of it, as words of its own API. */
      readonly peerHub: 'ANSWER';
    }
  | { readonly route: string };

/** What came back, whatever the way. */
export interface Said {
  readonly status: number;
  /** Headers and body as they came. */
  readonly text: string;
  /** The same but for what is new with every answer: ids, times, positions, promises. */
  readonly bytes: string;
  readonly codes: readonly string[];
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly { readonly path?: readonly (string | number)[]; readonly code: string }[];
}

interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: { readonly path?: (string | number)[]; readonly extensions: { readonly code: string } }[];
}

/** Puts a question to a hub over HTTP. */
export async function put(hub: TestHub, asker: Asker, question: Question): Promise<Said> {
  if ('route' in question) {
    if (question.route === 'log') return said(200, {}, hub.log.join('\n'), []);
    const { status, text, headers } = await hub.http.get(question.route);
    return said(status, headers as Record<string, string>, text, []);
  }
  if ('stream' in question) {
    const stream = await EventStream.open(hub, asker, { query: question.stream });
    const text = await (question.until === undefined ? stream.untilSilent() : stream.until(question.until));
    stream.close();
    return said(stream.status, {}, text, bodiesOf(text));
  }
  if ('socket' in question) {
    const text = await overSocket(hub, asker, question.socket, question.until);
    return said(200, {}, text, bodiesOf(text));
  }
  if ('webhook' in question || 'peerHub' in question) {
    const text = await byChannel(hub, asker, question);
    return said(200, {}, text, bodiesOf(text));
  }
  const { as, ...rest } = asker;
  // Entities are asked for as a gateway does it: with its credential beside the asker's token.
  const through = question.query.includes('_entities(') ? await gatewayHeaders(hub, as, question.query) : {};
  const { status, headers, text } = await hub.query(as, { ...rest, ...question, headers: through });
  return said(status, headers, text, [JSON.parse(text) as Body]);
}

/** Puts them all: streams at once, because each is read until nothing more comes, the rest one after the other. */
export async function putAll(hub: TestHub, asker: Asker, questions: readonly Question[]): Promise<Said[]> {
  if (questions.every((question) => 'stream' in question || 'socket' in question))
    return Promise.all(questions.map((question) => put(hub, asker, question)));
  const all: Said[] = [];
  for (const question of questions) all.push(await put(hub, asker, question));
  return all;
}

export const textOf = (all: readonly Said[]): string => all.map(({ text }) => text).join('\n');
export const bytesOf = (all: readonly Said[]): string[] => all.map(({ bytes }) => bytes);

/** That the words are there. On a failure they are named, and not all that was said with them. */
export const expectTold = (text: string, words: string): void =>
  expect({ words, told: text.includes(words) }).toEqual({ words, told: true });

/** That the words are nowhere; where they are, a little of what stands around them is shown. */
export function expectUntold(text: string, words: string): void {
  const found = text.indexOf(words);
  const around = found < 0 ? null : text.slice(Math.max(0, found - 150), found + words.length + 20);
  expect({ words, around }).toEqual({ words, around: null });
}

/** What stands at a path of an answer; undefined where there is nothing to stand on. */
export function at(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    data,
  );
}

function said(status: number, headers: Readonly<Record<string, string>>, text: string, bodies: Body[]): Said {
  const lasting = Object.entries(headers).filter(([name]) => name !== 'date' && name !== 'request-id');
  const errors = bodies.flatMap((body) =>
    (body.errors ?? []).map(({ path, extensions: { code } }) => ({ ...(path ? { path } : {}), code })),
  );
  const whole = JSON.stringify(Object.fromEntries(lasting)) + text;
  return {
    status,
    text: whole,
    bytes: `${status} ${normalised(whole)}`,
    errors,
    codes: errors.map(({ code }) => code),
    data: bodies.at(-1)?.data ?? null,
  };
}

function bodiesOf(text: string): Body[] {
  if (text.startsWith('{')) return [JSON.parse(text) as Body];
  return [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json = '{}']) => JSON.parse(json) as Body);
}

export const normalised = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replaceAll(/v2\.[\w-]{43}\.\d{13}\.[0-7](?:\.[\w-]{43}){3}\.[\w-]{86}/g, 'PROMISE')
    .replaceAll(/^id: \d+$/gm, 'id: N')
    .replaceAll(/eventId(\\?":\\?")\d+/g, 'eventId$1N');
