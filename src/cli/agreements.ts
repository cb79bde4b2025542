import { Command } from 'commander';
import { agreementsCheckCommand } from './agreements-check';
import { agreementsDiffCommand } from './agreements-diff';
import { agreementsExplainCommand } from './agreements-explain';
import {
  agreementsApplyCommand,
  agreementsApproveCommand,
  agreementsApproversCommand,
  agreementsEndCommand,
  agreementsListCommand,
  agreementsResumeCommand,
  agreementsSuspendCommand,
} from './agreements-life';
import { agreementsMatrixCommand } from './agreements-matrix';
import { agreementsRegisterCommand } from './agreements-register';
import { agreementsWhoCanSeeCommand } from './agreements-who-can-see';

/** `rollcall agreements`: the life of the agreements, from a file to what the hub enforces. */
export function agreementsCommand(): Command {
  const command = new Command('agreements').description('check agreement files, and bring them into force');
  for (const below of [
    agreementsCheckCommand(),
    agreementsListCommand(),
    agreementsApplyCommand(),
    agreementsApproveCommand(),
    agreementsSuspendCommand(),
    agreementsResumeCommand(),
    agreementsEndCommand(),
    agreementsApproversCommand(),
    agreementsExplainCommand(),
    agreementsWhoCanSeeCommand(),
    agreementsDiffCommand(),
    agreementsMatrixCommand(),
    agreementsRegisterCommand(),
  ]) {
    command.addCommand(below);
  }
  return command;
}
