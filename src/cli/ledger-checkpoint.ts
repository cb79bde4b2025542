import { Command } from 'commander';
import { readNote } from '../ledger/verify/check-head';
import { withDatabaseLog } from './ledger-source';

const NONE = { exitCode: 1, code: 'rollcall.none' };

/** `rollcall ledger checkpoint`: the newest signed head, to be kept where nobody who owns this machine can change it. */
export function ledgerCheckpointCommand(): Command {
  return new Command('checkpoint')
    .description('print the newest signed head: keep copies elsewhere, and give them to ledger verify')
    .option('--json', 'print { "size", "root", "note" }, a line that ledger verify --heads reads')
    .action(async ({ json }: { readonly json?: true }, command: Command) => {
      const newest = await withDatabaseLog(
        () => Promise.resolve(),
        (log) => Promise.resolve(log.newest),
      );
      if (!newest) return command.error('There is no signed head yet: nothing is in the ledger.', NONE);
      const root = readNote(newest.note)?.root.toString('hex') ?? null;
      const line = JSON.stringify({ size: newest.size, root, note: newest.note });
      process.stdout.write(json === true ? `${line}\n` : newest.note);
    });
}
