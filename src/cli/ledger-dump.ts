import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { writeDump } from '../ledger/dump';
import { readNote } from '../ledger/verify/check-head';
import { withDatabaseLog } from './ledger-source';
import { progressBar } from './progress-bar';

const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

/** `rollcall ledger dump`: the whole log as one file, which verifies without a hub and without a database. */
export function ledgerDumpCommand(): Command {
  return new Command('dump')
    .description(
      'write the whole ledger to a file that ledger verify --dump reads; packed where it ends in .gz',
    )
    .argument('<file>', 'a new file; it holds all that the ledger holds, so keep it as the database is kept')
    .option('--json', 'print { "file", "entries" }')
    .action(async (file: string, { json }: { readonly json?: true }, command: Command) => {
      if (existsSync(file)) command.error('<file>: there is a file of that name already.', WRONG_USAGE);
      const bar = progressBar();
      let entries: number;
      try {
        entries = await withDatabaseLog(
          () => Promise.resolve(),
          (log) =>
            writeDump(file, log.records, {
              origin: log.newest && (readNote(log.newest.note)?.origin ?? null),
              at: log.at,
              onProgress: (done) => bar.show(done / log.entries, `${done.toLocaleString('en-GB')} entries`),
            }),
        );
      } catch (error) {
        if (!isOfFiles(error)) throw error;
        return command.error('<file>: it cannot be written.', WRONG_USAGE);
      } finally {
        bar.clear();
      }
      process.stdout.write(
        json === true ? `${JSON.stringify({ file, entries })}\n` : `${file}: ${entries} entries.\n`,
      );
    });
}

const isOfFiles = (error: unknown): boolean =>
  /^E[A-Z]+$/.test((error as { code?: string } | null)?.code ?? '');
