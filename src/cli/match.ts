import { Command } from 'commander';
import { matchEvaluateCommand } from './match-evaluate';
import { matchTuneCommand } from './match-tune';

/** `rollcall match`: how well children are told apart, measured on files. */
export function matchCommand(): Command {
  return new Command('match')
    .description('measure and fit how children are told apart')
    .addCommand(matchEvaluateCommand())
    .addCommand(matchTuneCommand());
}
