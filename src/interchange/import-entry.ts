import type { LedgerRecord } from '../gate/ports';
import { newPublicId } from '../kernel/id';
import type { IntakeCounts } from './intake';

export interface ImportAct {
  readonly home: string;
  readonly by: string;
  /** SHA-256 of the file's bytes, hexadecimal: which file it was, without its name or content. */
  readonly fileDigest: string;
  readonly format: 'ctf' | 'csv' | 'roll';
  readonly at: Date;
  readonly report: Readonly<IntakeCounts>;
}

/** The ledger's record of a file brought in: system work under its own purpose, which shows no child to a person. */
export function importEntry({ home, by, format, fileDigest, at, report }: ImportAct): LedgerRecord {
  const { read, accepted, created, updated, unchanged, rejectedInAll } = report;
  return {
    id: newPublicId(),
    at,
    kind: 'ACT',
    organisation: home,
    unit: home,
    user: by,
    job: 'file import',
    purpose: 'SYSTEM_INTAKE',
    reference: fileDigest.slice(0, 32),
    requestId: newPublicId(),
    rulesetVersion: 'none',
    children: [],
    agreements: [],
    lookBacks: [],
    body: {
      v: 1,
      action: 'IMPORT_FILE',
      format,
      file: fileDigest,
      read,
      accepted,
      created,
      updated,
      unchanged,
      rejected: rejectedInAll,
    },
  };
}
