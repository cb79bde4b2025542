import { Command } from 'commander';
import { ledgerCheckpointCommand } from './ledger-checkpoint';
import { ledgerDumpCommand } from './ledger-dump';
import { ledgerEraseCommand } from './ledger-erase';
import { ledgerQuestionCommands } from './ledger-questions';
import { promiseCommand, receiptCommand } from './ledger-receipt';
import { ledgerRotateKeyCommand } from './ledger-rotate-key';
import { ledgerVerifyCommand } from './ledger-verify';
import { ledgerWitnessCommand } from './ledger-witness';

/** `rollcall ledger`: the record of every disclosure, its proofs, and what the law takes out of it. */
export function ledgerCommand(): Command {
  const command = new Command('ledger').description(
    'verify the record of every disclosure, put questions to it, and look after it',
  );
  for (const below of [
    ledgerVerifyCommand(),
    ledgerCheckpointCommand(),
    ledgerDumpCommand(),
    receiptCommand(),
    promiseCommand(),
    ledgerRotateKeyCommand(),
    ledgerWitnessCommand(),
    ledgerEraseCommand(),
    ...ledgerQuestionCommands(),
  ]) {
    command.addCommand(below);
  }
  return command;
}
