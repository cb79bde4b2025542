import type { Asking } from './asking';
import type { LedgerRecord } from './ports';

/** A ledger record with who asked, for what, and as whom. */
export function ledgerRecord(
  kind: LedgerRecord['kind'],
  id: string,
  asking: Asking,
  rulesetVersion: string,
  at: Date,
  more: Pick<LedgerRecord, 'children' | 'agreements' | 'lookBacks' | 'body'>,
): LedgerRecord {
  return {
    id, kind, at, rulesetVersion,
    organisation: asking.organisation,
    unit: asking.unit,
    user: asking.user,
    job: asking.job,
    purpose: asking.purpose,
    reference: asking.reference,
    requestId: asking.requestId,
    ...more,
    body: { ...more.body, v: 1, client: asking.clientId, subject: asking.subject, onBehalfOf: asking.onBehalfOf?.organisation ?? null },
  }; // prettier-ignore
}
