import { badInput } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { nearWord } from '../kernel/near-word';
import { parseOrganisationId, parseUnitId } from '../kernel/organisation-id';
import { needed } from '../kernel/written';
import type { Catalogues } from '../policy/catalogue';
import type { LedgerEntry } from './disclosure';

/** Which entries; each condition alone or with others, and each only narrows. */
export interface DisclosureConditions {
  /** Public id. */
  readonly childId: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly organisation: string | null;
  readonly unit: string | null;
  readonly client: string | null;
  readonly subject: string | null;
  readonly agreement: string | null;
  readonly purpose: string | null;
  readonly kind: LedgerEntry['kind'] | null;
}

/** The same as a caller sends them: any may be left out. */
export type DisclosureFilterValues = Partial<DisclosureConditions>;

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LONGEST = 255;

/**
 * The conditions of a filter, checked. Throws BAD_USER_INPUT naming the field: for a value that cannot be one, and for
 * a condition that no index leads to while nothing else narrows the search: the whole ledger is never read through.
 */
export function conditionsOf(filter: DisclosureFilterValues, { purposes }: Catalogues): DisclosureConditions {
  const { since = null, until = null, kind = null } = filter;
  const conditions = {
    since, until, kind,
    childId: filter.childId == null ? null : idOf(filter.childId, 'filter.childId'),
    organisation: checked(filter.organisation, 'organisation', parseOrganisationId),
    unit: checked(filter.unit, 'unit', parseUnitId),
    client: given(filter.client, 'client', 'name the client system as tokens do (`client_id`).'),
    subject: given(filter.subject, 'subject', 'name the user as tokens do (`sub`).'),
    agreement: filter.agreement == null ? null : agreementName(filter.agreement, 'filter.agreement'),
    purpose: filter.purpose == null ? null : purposeOf(filter.purpose, [...purposes.keys()]),
  }; // prettier-ignore
  if (since !== null && until !== null && until <= since)
    throw badInput('filter.until', 'is not after `since`: the period would be empty.');
  refuseWide(conditions);
  return conditions;
}

/** An agreement's name. Throws BAD_USER_INPUT naming the field. */
export function agreementName(text: string, field: string): string {
  if (text.length > LONGEST || !NAME.test(text))
    throw badInput(
      field,
      'name the agreement as its file does, in small letters and hyphens: thames-valley-police.',
    );
  return text;
}

function refuseWide(conditions: DisclosureConditions): void {
  const { since, agreement, purpose, kind, childId, client, subject, organisation, unit } = conditions;
  if (agreement !== null && since === null)
    throw badInput(
      'filter.agreement',
      'needs `since` beside it: entries are found by time and then by agreement, and the whole ledger is not searched.',
    );
  const leads = since ?? childId ?? client ?? subject ?? organisation ?? unit;
  const [wide] = Object.entries({ purpose, kind }).flatMap(([name, value]) => (value === null ? [] : [name]));
  if (wide !== undefined && leads === null)
    throw badInput(
      `filter.${wide}`,
      'needs another condition beside it: `since`, `childId`, `organisation`, `unit`, `client` or `subject`.',
    );
}

function checked(
  text: string | null | undefined,
  name: string,
  parse: typeof parseOrganisationId | typeof parseUnitId,
): string | null {
  if (text == null) return null;
  const parsed = parse(text);
  if (!parsed.ok) throw badInput(`filter.${name}`, parsed.problem);
  return parsed.value;
}

const given = (text: string | null | undefined, name: string, why: string): string | null =>
  text == null ? null : needed(text, `filter.${name}`, LONGEST, why);

function purposeOf(text: string, known: readonly string[]): string {
  if (known.includes(text)) return text;
  const near = nearWord(text, known);
  throw badInput('filter.purpose', `there is no such purpose${near ? `; did you mean \`${near}\`?` : '.'}`);
}
