import type { LedgerRecord } from '../gate/ports';
import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import { newRowId } from '../kernel/id';
import { commitment, newSalt, padded } from './commitment';

/** Version of an entry's leaf and parts. A reader of an old entry goes by it. */
export const LEDGER_ENTRY_VERSION = 2;

/** A record as the insert takes it. Salts are hexadecimal. */
export interface LedgerRow {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly organisation: string;
  readonly unit: string;
  readonly client: string;
  readonly subject: string | null;
  readonly user_name: string;
  readonly job: string;
  readonly purpose: string;
  readonly reference: string;
  readonly request_id: string;
  readonly ruleset_version: string;
  readonly child_ids: readonly string[];
  readonly agreements: readonly string[];
  readonly leaf: string;
  readonly controller_part: string;
  readonly controller_salt: string;
  readonly recipient_part: string;
  readonly recipient_salt: string;
  readonly criteria: string | null;
  readonly criteria_salt: string | null;
  readonly criteria_until: string | null;
  /** Written later than its act: what it rested on was in force then. */
  readonly owed?: boolean;
  readonly look_backs: readonly {
    readonly id: string;
    readonly child: string;
    readonly why: string;
    readonly once: boolean;
  }[];
  readonly review?: ReviewRow | null;
}

/** A lookup that was not sure, as the insert takes it beside its entry. */
interface ReviewRow {
  readonly id: string;
  readonly authority: string;
  readonly on_behalf_of: string | null;
  readonly criteria: JsonValue;
  /** Hexadecimal: by this the same question of a day is known again. */
  readonly asked: string;
  readonly nearest: readonly string[];
  readonly doubts: readonly string[];
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * One record as one row. Leaf and parts are RFC 8785 canonical JSON. The leaf commits to two parts, each with a salt
 * of its own: what the recipient may open (its question, what it was told), and what the controller alone may
 * (everything). Both exist for every entry, padded to size classes. Criteria that met nobody lie apart again, under
 * a commitment in the controller's part, because they go first.
 * Throws TypeError on a record that has no canonical text.
 */
export function ledgerRow(record: LedgerRecord): LedgerRow {
  const at = record.at.toISOString();
  const asked = {
    v: LEDGER_ENTRY_VERSION,
    id: record.id,
    at,
    kind: record.kind,
    organisation: record.organisation,
    unit: record.unit,
    client: record.client ?? '',
    subject: record.subject ?? null,
    onBehalfOf: record.onBehalfOf ?? null,
    user: record.user,
    job: record.job,
    purpose: record.purpose,
    reference: record.reference,
    requestId: record.requestId,
    rulesetVersion: record.rulesetVersion,
  };
  const criteria = record.criteria ? seal('criteria', record.criteria.given) : null;
  const controller = seal('controller', {
    ...asked,
    children: record.children,
    agreements: record.agreements,
    lookBacks: record.lookBacks.map(({ child, why }): JsonValue => ({ child, why })),
    body: record.body,
    criteria: criteria?.commitment ?? null,
  });
  const recipient = seal('recipient', { ...asked, told: record.told ?? {} });
  const leaf = canonicalJson({
    v: LEDGER_ENTRY_VERSION,
    id: record.id,
    at,
    controller: controller.commitment,
    recipient: recipient.commitment,
  });
  return {
    at,
    leaf,
    id: record.id,
    kind: record.kind,
    organisation: record.organisation,
    unit: record.unit,
    client: asked.client,
    subject: asked.subject,
    user_name: record.user,
    job: record.job,
    purpose: record.purpose,
    reference: record.reference,
    request_id: record.requestId,
    ruleset_version: record.rulesetVersion,
    child_ids: record.children,
    agreements: record.agreements,
    controller_part: controller.content,
    controller_salt: controller.salt.toString('hex'),
    recipient_part: recipient.content,
    recipient_salt: recipient.salt.toString('hex'),
    criteria: criteria?.content ?? null,
    criteria_salt: criteria?.salt.toString('hex') ?? null,
    criteria_until: record.criteria
      ? new Date(record.at.getTime() + record.criteria.days * DAY).toISOString()
      : null,
    look_backs: record.lookBacks.map(({ child, why, once = false }) => ({
      id: newRowId(),
      child,
      why,
      once,
    })),
    review: reviewOf(record),
  };
}

/** A question for another purpose, or for somebody else, is another question: it is told to another reader. */
function reviewOf({ unsure, criteria, purpose, onBehalfOf = null }: LedgerRecord): ReviewRow | null {
  if (!unsure || !criteria) return null;
  return {
    ...unsure,
    id: newRowId(),
    on_behalf_of: onBehalfOf,
    criteria: criteria.given,
    asked: sha256Hex(canonicalJson([criteria.given, purpose, onBehalfOf])),
  };
}

interface Sealed {
  readonly content: string;
  readonly salt: Buffer;
  readonly commitment: string;
}

function seal(part: 'controller' | 'recipient' | 'criteria', value: JsonValue): Sealed {
  const content = padded(canonicalJson(value));
  const salt = newSalt();
  return { content, salt, commitment: commitment(part, salt, content) };
}
