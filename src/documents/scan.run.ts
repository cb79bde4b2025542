import type { Sql } from '../gate/ports';
import type { Clock } from '../kernel/clock';
import { contentToScan, saveScan, waitingForScan } from './document.repository';
import type { Scanner, ScanResult } from './scanner';
import { forgetUploads } from './upload.repository';

export interface ScanPorts {
  readonly database: Sql;
  readonly clock: Clock;
  readonly scanner: Scanner | null;
}

/** How many documents were found … */
export type Scanned = Readonly<Record<ScanResult, number>>;

const AT_ONCE = 50;

/** Has what waits looked at, one by one; what could not be looked at waits on. Uploads that nobody attached go. */
export async function scanDocuments({ database, clock, scanner }: ScanPorts): Promise<Scanned> {
  const found = { CLEAN: 0, INFECTED: 0, UNKNOWN: 0 };
  await forgetUploads(database, clock.now());
  if (scanner === null) return found;
  for (const id of await waitingForScan(database, AT_ONCE)) {
    const content = await contentToScan(database, id);
    if (content === null) continue;
    const result = await scanner(content);
    found[result] += 1;
    if (result !== 'UNKNOWN') await saveScan(database, id, result, clock.now());
  }
  return found;
}
