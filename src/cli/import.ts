import { createHash, type Hash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { sqlOf } from '../database/sql';
import { CtfFileError } from '../interchange/ctf.errors';
import { importEntry } from '../interchange/import-entry';
import { importCtf, type ImportReport } from '../interchange/ctf.import';
import { systemClock } from '../kernel/clock';
import { parseOrganisationId } from '../kernel/organisation-id';
import { createLedgerWriter } from '../ledger/ledger-writer';
import { progressBar } from './progress-bar';

interface ImportOptions {
  readonly addressAuthority?: string;
  readonly enteredBy: string;
  readonly json?: true;
}

const LEFT_OUT = { exitCode: 1, code: 'rollcall.rejected' };
const BROKEN = { exitCode: 1, code: 'rollcall.broken' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

/** `rollcall import`: brings files of schools in; pupils with a problem are left out and listed, the others come in. */
export function importCommand(): Command {
  const ctf = new Command('ctf')
    .description('bring a common transfer file in; doing it again changes nothing')
    .argument('<file>', 'the CTF file (XML)')
    .option(
      '--address-authority <authority>',
      'the addresses in this file lie in this authority, as in la/931',
    )
    .option('--entered-by <name>', 'who brings it in, for the record', 'file import')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      '\nExit code 1 when any pupil was left out or the file is broken, 2 when there is no such file.',
    )
    .action(run);
  return new Command('import').description('bring files of schools in').addCommand(ctf);
}

async function run(file: string, options: ImportOptions, command: Command): Promise<void> {
  const authority = options.addressAuthority ?? null;
  const checked = authority === null ? null : parseOrganisationId(authority);
  if (checked?.ok === false) command.error(`--address-authority: ${checked.problem}`, WRONG_USAGE);
  const size = sizeOf(file);
  if (size === null) command.error('There is no readable file at that path.', WRONG_USAGE);

  const config = readConfig();
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  const bar = progressBar();
  const stream = createReadStream(file);
  const hash = createHash('sha256');
  let outcome: ImportReport | CtfFileError;
  try {
    outcome = await importCtf({
      dataSource: database.app,
      stream: hashed(stream, hash),
      enteredBy: options.enteredBy,
      clock: systemClock,
      homeAuthority: config.homeAuthority,
      authorityOf: () => authority,
      onProgress: ({ read }) => bar.show(stream.bytesRead / size, `${read.toLocaleString('en-GB')} pupils`),
    });
    const ledger = createLedgerWriter(sqlOf(database.app));
    await ledger.append(
      importEntry({
        home: config.homeAuthority,
        by: options.enteredBy,
        fileDigest: hash.digest('hex'),
        at: systemClock.now(),
        report: outcome,
      }),
    );
    await ledger.stop();
  } catch (error) {
    if (!(error instanceof CtfFileError)) throw error;
    outcome = error;
  } finally {
    bar.clear();
    stream.destroy();
    await database.stop();
  }
  if (outcome instanceof CtfFileError) {
    command.error(
      `${outcome.message}\nPupils before that line may be in; importing the file again is safe.`,
      BROKEN,
    );
  }
  process.stdout.write(
    options.json ? `${JSON.stringify({ file: basename(file), ...outcome })}\n` : inWords(outcome),
  );
  if (outcome.rejectedInAll > 0) command.error('Some pupils were left out.', LEFT_OUT);
}

/** Lines, fields and rules; nothing of what stands in the file. */
function inWords(report: ImportReport): string {
  const lines = report.rejected.flatMap(({ line, pupil, problems }) => [
    `line ${line}, pupil ${pupil}:`,
    ...problems.map(({ field, line: at, reason, fix }) => `  ${field} (line ${at}): ${reason} ${fix}`),
  ]);
  const untold = report.rejectedInAll - report.rejected.length;
  if (untold > 0) lines.push(`and ${untold} more`);
  const { read, accepted, created, updated, unchanged, rejectedInAll } = report;
  lines.push(
    `${read} pupils read: ${accepted} in (${created} new, ${updated} changed, ${unchanged} as before), ${rejectedInAll} left out.`,
  );
  return `${lines.join('\n')}\n`;
}

/** The same bytes, digested as they pass. */
async function* hashed(stream: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    hash.update(chunk);
    yield chunk;
  }
}

function sizeOf(file: string): number | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() === true ? stat.size : null;
}
