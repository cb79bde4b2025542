import { Command } from 'commander';
import { proceduresCheckCommand } from './procedures-check';
import { proceduresDueCommand } from './procedures-due';
import { proceduresShowCommand } from './procedures-show';

/** `rollcall procedures`: what the authorities' policies ask, by when, and which paragraph says so. */
export function proceduresCommand(): Command {
  const command = new Command('procedures').description(
    "the authorities' procedures: steps, clocks, paragraphs",
  );
  for (const below of [proceduresCheckCommand(), proceduresShowCommand(), proceduresDueCommand()])
    command.addCommand(below);
  return command;
}
