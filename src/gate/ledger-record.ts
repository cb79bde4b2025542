import type { Asking } from './asking';
import type { LedgerRecord } from './ports';

type More = Pick<
  LedgerRecord,
  'children' | 'agreements' | 'lookBacks' | 'body' | 'told' | 'criteria' | 'unsure' | 'alwaysTaken'
>;

/** A ledger record with who asked, for what, and as whom. */
export function ledgerRecord(
  kind: LedgerRecord['kind'],
  id: string,
  asking: Asking,
  rulesetVersion: string,
  at: Date,
  more: More,
): LedgerRecord {
  return {
    id, kind, at, rulesetVersion,
    organisation: asking.organisation,
    client: asking.clientId,
    subject: asking.subject,
    onBehalfOf: asking.onBehalfOf?.organisation ?? null,
    unit: asking.unit,
    user: asking.user,
    job: asking.job,
    purpose: asking.purpose,
    reference: asking.reference,
    requestId: asking.requestId,
    ...more,
  }; // prettier-ignore
}
