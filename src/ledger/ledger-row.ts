import { canonicalJson, type JsonValue } from '../kernel/canonical-json';
import { sha256 } from '../kernel/digest';
import { newRowId } from '../kernel/id';
import type { LedgerRecord } from '../gate/ports';

/** Version of the body's shape. A reader of an old entry goes by it. */
export const LEDGER_BODY_VERSION = 1;

/** A record as the insert takes it. `body` is the text whose bytes `digest` (hexadecimal SHA-256) is of. */
export interface LedgerRow {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly organisation: string;
  readonly unit: string;
  readonly user_name: string;
  readonly job: string;
  readonly purpose: string;
  readonly reference: string;
  readonly request_id: string;
  readonly ruleset_version: string;
  readonly child_ids: readonly string[];
  readonly agreements: readonly string[];
  readonly body: string;
  readonly digest: string;
  readonly look_backs: readonly { readonly id: string; readonly child: string; readonly why: string }[];
}

/**
 * One record as one row. The body is RFC 8785 canonical JSON and holds every field of the record, so that the
 * digest covers all that the columns say. Throws TypeError on a record that has no canonical text.
 */
export function ledgerRow(record: LedgerRecord): LedgerRow {
  const at = record.at.toISOString();
  const body = canonicalJson({
    v: LEDGER_BODY_VERSION,
    id: record.id,
    at,
    kind: record.kind,
    organisation: record.organisation,
    unit: record.unit,
    user: record.user,
    job: record.job,
    purpose: record.purpose,
    reference: record.reference,
    requestId: record.requestId,
    rulesetVersion: record.rulesetVersion,
    children: record.children,
    agreements: record.agreements,
    lookBacks: record.lookBacks.map(({ child, why }): JsonValue => ({ child, why })),
    body: record.body,
  });
  return {
    at,
    body,
    id: record.id,
    kind: record.kind,
    organisation: record.organisation,
    unit: record.unit,
    user_name: record.user,
    job: record.job,
    purpose: record.purpose,
    reference: record.reference,
    request_id: record.requestId,
    ruleset_version: record.rulesetVersion,
    child_ids: record.children,
    agreements: record.agreements,
    digest: sha256(body).toString('hex'),
    look_backs: record.lookBacks.map(({ child, why }) => ({ id: newRowId(), child, why })),
  };
}
