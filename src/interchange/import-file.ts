import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import { sqlOf } from '../database/sql';
import { inTransaction } from '../database/transaction';
import type { LedgerPort } from '../gate/ports';
import type { JsonValue } from '../kernel/canonical-json';
import type { Clock } from '../kernel/clock';
import { londonDate } from '../kernel/london-time';
import type { LocalDate } from '../kernel/local-date';
import type { OrganisationId } from '../kernel/organisation-id';
import { importCtf, MOST_TOLD } from './ctf.import';
import { importCsv, originOf } from './csv.import';
import type { HeaderMapping } from './csv.columns';
import { importEntry } from './import-entry';
import { beginRun, finishRun, fromTheBeginning, saveRun, type ImportRun } from './import-run';
import type { IntakeCounts, RejectedPupil } from './intake';
import { RejectsFile } from './rejects-file';

export type FileFormat =
  | { readonly format: 'ctf' }
  | {
      readonly format: 'csv';
      readonly source: OrganisationId;
      /** The day on which it was so; else the day on which the file was begun. */
      readonly asOf: LocalDate | null;
      readonly mapping: HeaderMapping;
    };

export interface ImportFile {
  readonly dataSource: DataSource;
  readonly ledger: Pick<LedgerPort, 'act'>;
  readonly clock: Clock;
  readonly homeAuthority: OrganisationId;
  readonly path: string;
  readonly file: FileFormat;
  /** The authority in whose area every address of the file lies, when somebody says so. */
  readonly addressAuthority: string | null;
  readonly enteredBy: string;
  readonly rejectsPath: string;
  /** `done` from 0 to 1: how much of the file has been read. */
  readonly onProgress?: (done: number, rows: number) => void;
}

export interface ImportFileReport extends IntakeCounts {
  /** How many rows an earlier run, cut off, had brought in. */
  readonly resumedAfter: number;
  /** The first of them; the list of all is in the file of rejects. */
  readonly rejected: readonly RejectedPupil[];
}

/**
 * Brings a file in, and goes on where an earlier run of the same file was cut off. What is in, how far the file is in
 * and what the list of rejects holds are one at every moment. The last step enters it in the ledger.
 * Throws CtfFileError or CsvFileError when the file cannot be read on, CONFLICT when somebody else is bringing it in.
 */
export async function importFile(options: ImportFile): Promise<ImportFileReport> {
  const { dataSource, ledger, clock, homeAuthority, path, file, enteredBy } = options;
  const { size } = await stat(path);
  const fileDigest = await digestOf(path);
  const today = londonDate(clock.now());
  const begun = await beginRun(
    dataSource,
    {
      format: file.format,
      fileDigest,
      settings: settingsOf(options),
      asOf: (file.format === 'csv' ? file.asOf : null) ?? today,
      enteredBy,
    },
    clock,
  );
  const kept = await RejectsFile.reopen(options.rejectsPath, begun.rejectsLength);
  const run = kept === null ? fromTheBeginning(begun) : begun;
  const rejects = kept ?? (await RejectsFile.reopen(options.rejectsPath, 0)) ?? notThere();
  const told: RejectedPupil[] = [];
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
  let savedAt = begun.counts.read;
  const intake = {
    ...{ dataSource, clock, homeAuthority, enteredBy, stream, begin: run.counts },
    authorityOf: () => options.addressAuthority,
    onRejected: async (rejected: readonly RejectedPupil[]) => {
      await rejects.write(rejected);
      told.push(...rejected.slice(0, MOST_TOLD - told.length));
    },
    checkpoint: async (tx: Parameters<typeof saveRun>[0], counts: Readonly<IntakeCounts>) => {
      await saveRun(tx, run, savedAt, counts, rejects.length, clock.now());
      savedAt = counts.read;
    },
    onProgress: ({ read }: Readonly<IntakeCounts>) => options.onProgress?.(stream.bytesRead / size, read),
  };
  try {
    const counts = await bring(intake, file, homeAuthority, run);
    await inTransaction(dataSource, async (tx) => {
      await finishRun(tx, run, clock.now());
      const entry = { home: homeAuthority, by: enteredBy, format: file.format, fileDigest, at: clock.now() };
      await ledger.act(sqlOf(tx), importEntry({ ...entry, report: counts }));
    });
    return { ...counts, resumedAfter: run.counts.read, rejected: told };
  } finally {
    stream.destroy();
    await rejects.close();
  }
}

type Brought = Parameters<typeof importCtf>[0];

function bring(
  intake: Brought,
  file: FileFormat,
  authority: OrganisationId,
  { asOf }: ImportRun,
): Promise<IntakeCounts> {
  if (file.format === 'ctf') return importCtf(intake);
  return importCsv({ ...intake, mapping: file.mapping, origin: originOf(file.source, authority, asOf) });
}

function settingsOf({ file, addressAuthority }: ImportFile): JsonValue {
  if (file.format === 'ctf') return { addressAuthority };
  const { source, asOf, mapping } = file;
  return { addressAuthority, source, asOf, mapping: JSON.parse(JSON.stringify(mapping)) as JsonValue };
}

/** SHA-256 of a file's bytes, hexadecimal. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) hash.update(bytes);
  return hash.digest('hex');
}

function notThere(): never {
  throw new Error('The list of what is left out cannot be written.');
}
