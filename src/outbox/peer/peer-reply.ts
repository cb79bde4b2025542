import { parseUuid } from '../../kernel/id';

/** What came back of a mutation. Nothing of the words of the other side is in it. */
export type PeerReply =
  | { readonly kind: 'DONE'; readonly id: string; readonly receipt: string }
  /** It will be so however often it is sent. CONFLICT: their state does not allow it, or no longer. */
  | { readonly kind: 'REFUSED'; readonly code: string }
  /** It may be otherwise later. `away`: it says something about their hub, and not about this message. */
  | { readonly kind: 'LATER'; readonly code: string; readonly away: boolean };

/** Codes of the contract that a hub answers, and what they mean for what was sent. */
const CODES: Readonly<Record<string, 'REFUSED' | 'AGREEMENT' | 'AWAY' | 'BUSY'>> = {
  BAD_USER_INPUT: 'REFUSED',
  CONFLICT: 'REFUSED',
  TOO_COMPLEX: 'REFUSED',
  IDEMPOTENCY_KEY_REUSED: 'REFUSED',
  PURPOSE_REQUIRED: 'REFUSED',
  // What is agreed there may change, and then it is told.
  PURPOSE_NOT_AGREED: 'AGREEMENT',
  NOT_PERMITTED: 'AGREEMENT',
  WITHHELD: 'AGREEMENT',
  RATE_LIMITED: 'BUSY',
  UNAUTHENTICATED: 'AWAY',
  LEDGER_UNAVAILABLE: 'AWAY',
  UNAVAILABLE: 'AWAY',
  PARTNER_UNAVAILABLE: 'AWAY',
  INTERNAL_SERVER_ERROR: 'AWAY',
};

/** Answers to a mutation under the alias `done`. Whatever is not in the shape of the contract is `LATER`. */
export function readReply(status: number, body: Buffer): PeerReply {
  const answer = objectOf(jsonOf(body));
  if (answer === null)
    return later(status >= 200 && status < 300 ? 'it answered something else' : `it answered ${status}`);
  const errors = Array.isArray(answer['errors']) ? (answer['errors'] as unknown[]) : [];
  const id = uuidOf(objectOf(objectOf(answer['data'])?.['done'])?.['id']);
  const receipt = uuidOf(objectOf(objectOf(answer['extensions'])?.['sharing'])?.['disclosureId']);
  if (id !== null && receipt !== null) return { kind: 'DONE', id, receipt };
  for (const error of errors) {
    const code = objectOf(objectOf(error)?.['extensions'])?.['code'];
    const meaning = typeof code === 'string' ? CODES[code] : undefined;
    if (typeof code !== 'string' || meaning === undefined) continue;
    return meaning === 'REFUSED'
      ? { kind: 'REFUSED', code }
      : { kind: 'LATER', code, away: meaning === 'AWAY' };
  }
  if (errors.length > 0 || status !== 200) return later(`it answered ${status}`);
  // Null without an error: somebody else's id, or none.
  return objectOf(answer['data']) === null
    ? later('it answered something else')
    : { kind: 'REFUSED', code: 'NOT_FOUND' };
}

const later = (code: string): PeerReply => ({ kind: 'LATER', code, away: true });

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;

function uuidOf(value: unknown): string | null {
  const parsed = parseUuid(typeof value === 'string' ? value : '');
  return parsed.ok ? parsed.value : null;
}
