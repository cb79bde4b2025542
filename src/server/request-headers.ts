import type { IncomingHttpHeaders } from 'node:http';
import { badInput } from '../kernel/errors';
import { newPublicId, parseUuid } from '../kernel/id';
import { nearWord } from '../kernel/near-word';

export type SharingMode = 'partial' | 'strict';

const MODES: readonly SharingMode[] = ['partial', 'strict'];
const PURPOSE = /^[A-Za-z0-9_]{1,64}$/;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/;
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's own id of the request when it is a UUID, else a new one: the ledger keeps it. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const sent = parseUuid(text(headers, 'request-id') ?? '');
  return sent.ok ? sent.value : newPublicId();
}

/** A trace context that is well formed (W3C, version 00); anything else is left out, as that recommendation says. */
export function traceparentOf(headers: IncomingHttpHeaders): string | undefined {
  const sent = text(headers, 'traceparent');
  return sent !== undefined && TRACEPARENT.test(sent) ? sent : undefined;
}

/** A code, whether or not there is such a purpose; undefined when none was sent. */
export function purposeOf(headers: IncomingHttpHeaders): string | undefined {
  const sent = text(headers, 'sharing-purpose');
  if (sent === undefined || PURPOSE.test(sent)) return sent;
  throw badInput('Sharing-Purpose', 'write one code of the purposes, such as VERIFY_EDUCATION.');
}

export function referenceOf(headers: IncomingHttpHeaders): string | undefined {
  return text(headers, 'sharing-reference');
}

export function onBehalfOf(headers: IncomingHttpHeaders): string | undefined {
  return text(headers, 'sharing-on-behalf-of');
}

export function modeOf(headers: IncomingHttpHeaders): SharingMode {
  const sent = text(headers, 'sharing-mode');
  const mode = sent === undefined ? 'partial' : MODES.find((known) => known === sent);
  if (mode !== undefined) return mode;
  const near = nearWord(sent ?? '', MODES);
  throw badInput(
    'Sharing-Mode',
    `write partial or strict${near === null ? '' : `; did you mean \`${near}\`?`}`,
  );
}

export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | null {
  const sent = text(headers, 'idempotency-key');
  if (sent === undefined) return null;
  if (IDEMPOTENCY_KEY.test(sent)) return sent;
  throw badInput('Idempotency-Key', 'write 1 to 128 printable characters without a space, such as a UUID.');
}

/** A header that is sent empty is not sent; one that is sent twice is one text, with a comma that no form allows. */
function text(headers: IncomingHttpHeaders, name: string): string | undefined {
  const sent = headers[name];
  if (sent === undefined) return undefined;
  const value = (typeof sent === 'string' ? sent : sent.join(', ')).trim();
  return value === '' ? undefined : value;
}
