import { newPublicId } from '../../src/kernel/id';
import type { LedgerRecord } from '../../src/gate/ports';

/** A record as the gate makes it; what a test is about is said by the test. */
export function sampleRecord(over: Partial<LedgerRecord> = {}): LedgerRecord {
  return {
    id: newPublicId(),
    at: new Date('2026-10-01T09:00:00.123Z'),
    kind: 'DISCLOSURE',
    organisation: 'police/E23000029',
    unit: 'police/E23000029/main',
    user: 'A. Officer',
    job: 'missing persons',
    purpose: 'LOCATE_CHILD',
    reference: 'OP-1',
    requestId: newPublicId(),
    rulesetVersion: 'v',
    children: [],
    agreements: ['thames-valley-police'],
    lookBacks: [],
    body: { v: 1, client: 'police/E23000029' },
    ...over,
  };
}
