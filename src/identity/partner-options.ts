import { type Checked, invalid, valid } from '../kernel/checked';
import { parseLocalDate } from '../kernel/local-date';
import { nearWord } from '../kernel/near-word';

const LONGEST_WORD = 200;
const LONGEST_OVERLAP_DAYS = 90;
const DAY = 86_400_000;
const ZONED =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

/** A name or a subject: it has something in it, and nothing that a terminal or the ledger could trip over. */
export function parseWord(text: string): Checked<string> {
  const word = text.trim();
  return word !== '' && word.length <= LONGEST_WORD && !/\p{C}/u.test(word)
    ? valid(word)
    : invalid('write 1 to 200 characters, no control characters.');
}

/** What the `client_id` claim of its tokens says. */
export function parseClientId(text: string): Checked<string> {
  return /^[\x21-\x7e]{1,200}$/.test(text)
    ? valid(text)
    : invalid(
        'write 1 to 200 letters, digits and signs of ASCII without a space: the client_id of its tokens.',
      );
}

/** For whom an assertion is: an address, or an organisation. */
export function parseAudience(text: string): Checked<string> {
  return /^[\x21-\x7e]{1,300}$/.test(text)
    ? valid(text.replace(/\/+$/, ''))
    : invalid('write the address of the hub, or the authority that runs it, as in la/852.');
}

/** What a webhook or a hub is known by here. */
export function parseWebhook(text: string): Checked<string> {
  return text.length <= 64 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)
    ? valid(text)
    : invalid('write lower-case letters, digits and single hyphens, as in southampton-admissions.');
}

/** Purposes of the catalogue with commas between them. */
export function parsePurposes(text: string, purposes: ReadonlySet<string>): Checked<readonly string[]> {
  const codes = text.split(',').map((code) => code.trim());
  const wrong = codes.find((code) => !purposes.has(code));
  if (wrong === undefined) return valid([...new Set(codes)]);
  const near = nearWord(wrong, purposes);
  return invalid(
    `write codes of purposes with commas between.${near === null ? '' : ` Did you mean ${near}?`}`,
  );
}

/** The reference under which what it is told stands in the ledger. */
export function parseReference(text: string): Checked<string> {
  return /^[A-Za-z0-9/._-]{1,64}$/.test(text)
    ? valid(text)
    : invalid('write 1 to 64 letters, digits, slashes, stops, underscores or hyphens.');
}

/** What a webhook carries. */
export function parseCarries(text: string): Checked<'SIGNAL' | 'ANSWER'> {
  return text === 'SIGNAL' || text === 'ANSWER' ? valid(text) : invalid('write SIGNAL or ANSWER.');
}

/** A role that the catalogue of roles has. */
export function parseRole(text: string, roles: ReadonlySet<string>): Checked<string> {
  if (roles.has(text)) return valid(text);
  const near = nearWord(text, roles);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  return invalid(`there is no such role.${hint} Roles: ${[...roles].join(', ')}.`);
}

/** The kind of service that agreements may name a unit by: `child-health`. */
export function parseService(text: string): Checked<string> {
  return text.length <= 64 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)
    ? valid(text)
    : invalid('write lower-case letters, digits and single hyphens, as in child-health.');
}

/** A team's number, as people write it. */
export function parsePhone(text: string): Checked<string> {
  return /^\+?[0-9][0-9 ()-]{4,28}[0-9]$/.test(text)
    ? valid(text)
    : invalid('write a telephone number in digits and spaces, as in 01632 960100.');
}

/** A team's mailbox. */
export function parseMailbox(text: string): Checked<string> {
  return text.length <= 254 && /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(text) && !/\p{C}/u.test(text)
    ? valid(text)
    : invalid('write one e-mail address of a team, as in team@partner.example.');
}

/** Until when an old key stays good: an ISO 8601 instant of the next 90 days. */
export function parseKeyEnd(text: string, now: Date): Checked<string> {
  const [, day = ''] = ZONED.exec(text) ?? [];
  const end = parseLocalDate(day).ok ? new Date(text) : null;
  if (end === null || Number.isNaN(end.getTime())) {
    return invalid('write an instant with its zone, as in 2026-10-01T09:00Z.');
  }
  const ahead = end.getTime() - now.getTime();
  return ahead > 0 && ahead <= LONGEST_OVERLAP_DAYS * DAY
    ? valid(end.toISOString())
    : invalid(`write an instant of the next ${LONGEST_OVERLAP_DAYS} days, or --now.`);
}
