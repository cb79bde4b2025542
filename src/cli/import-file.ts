import { basename } from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { sqlOf } from '../database/sql';
import { CsvFileError } from '../interchange/csv.errors';
import { CtfFileError } from '../interchange/ctf.errors';
import { importFile, type FileFormat, type ImportFileReport } from '../interchange/import-file';
import { systemClock } from '../kernel/clock';
import { HubError } from '../kernel/errors';
import { createLedgerWriter } from '../ledger/ledger-writer';
import { dayGiven, fileGiven, mappingGiven, organisationGiven } from './import-given';
import { importProgress } from './import-progress';

export interface FileOptions {
  readonly addressAuthority?: string;
  readonly enteredBy: string;
  readonly rejects?: string;
  readonly source?: string;
  readonly asOf?: string;
  readonly mapping?: string;
  readonly json?: true;
}

const LEFT_OUT = { exitCode: 1, code: 'rollcall.rejected' };
const BROKEN = { exitCode: 1, code: 'rollcall.broken' };
const TOLD_HERE = 100;

/** `rollcall import ctf` and `rollcall import csv`. */
export async function bringFile(
  format: 'ctf' | 'csv',
  path: string,
  options: FileOptions,
  command: Command,
): Promise<void> {
  const { addressAuthority, enteredBy, asOf } = options;
  const authority =
    addressAuthority === undefined
      ? null
      : organisationGiven(command, '--address-authority', addressAuthority);
  const file: FileFormat =
    format === 'ctf'
      ? { format }
      : {
          format,
          source: organisationGiven(command, '--source', options.source ?? ''),
          asOf: asOf === undefined ? null : dayGiven(command, '--as-of', asOf),
          mapping: mappingGiven(command, options.mapping),
        };
  fileGiven(command, path);
  const rejectsPath = options.rejects ?? `${path}.rejects.csv`;

  const config = readConfig();
  const home = organisationGiven(command, 'ROLLCALL_HOME_AUTHORITY', config.homeAuthority);
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  const progress = importProgress();
  let report: ImportFileReport;
  try {
    report = await importFile({
      dataSource: database.app,
      ledger: createLedgerWriter(sqlOf(database.app)),
      clock: systemClock,
      homeAuthority: home,
      ...{ path, file, enteredBy, rejectsPath, addressAuthority: authority },
      onProgress: (done, rows) => progress.show(done, `${rows.toLocaleString('en-GB')} pupils`),
    });
  } catch (error) {
    progress.clear();
    return command.error(whyNot(error), BROKEN);
  } finally {
    progress.clear();
    await database.stop();
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify({ file: basename(path), ...report })}\n`);
  else process.stdout.write(inWords(report, rejectsPath));
  if (report.rejectedInAll > 0) command.error('Some pupils were left out.', LEFT_OUT);
}

/** Why a file could not be brought in; what nobody foresaw goes on as it is. */
export function whyNot(error: unknown): string {
  const isBroken = error instanceof CtfFileError || error instanceof CsvFileError;
  if (!isBroken && !(error instanceof HubError)) throw error;
  return isBroken
    ? `${error.message}\nPupils before that line may be in; importing the file again is safe.`
    : error.message;
}

/** Lines, fields and rules; nothing of what stands in the file. */
function inWords(report: ImportFileReport, rejectsPath: string): string {
  const { read, accepted, created, updated, unchanged, rejectedInAll, resumedAfter } = report;
  const lines = report.rejected
    .slice(0, TOLD_HERE)
    .flatMap(({ line, pupil, problems }) => [
      `line ${line}, pupil ${pupil}:`,
      ...problems.map(({ field, line: at, reason, fix }) => `  ${field} (line ${at}): ${reason} ${fix}`),
    ]);
  if (rejectedInAll > TOLD_HERE) lines.push(`All ${rejectedInAll} are in ${basename(rejectsPath)}.`);
  if (resumedAfter > 0) lines.push(`Went on after the ${resumedAfter} pupils of a run that was cut off.`);
  lines.push(
    `${read} pupils read: ${accepted} in (${created} new, ${updated} changed, ${unchanged} as before), ${rejectedInAll} left out.`,
  );
  return `${lines.join('\n')}\n`;
}
