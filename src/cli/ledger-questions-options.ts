import { Command } from 'commander';
import { isLocalDate } from '../kernel/local-date';
import { endOfLondonDay, startOfLondonDay } from '../kernel/london-time';

export const REFUSED = { exitCode: 1, code: 'rollcall.refused' };
export const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

export const WHEN = 'a day in London, as in 2026-10-01, or an instant, as in 2026-10-01T09:30Z';

/** A question to the ledger: who asks and why come with every one, and how the answer is to be given. */
export function question(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--as <unit>', 'unit or organisation that asks: la/931/data-protection')
    .requiredOption('--purpose <purpose>', 'what for: RIGHTS_AND_AUDIT')
    .requiredOption('--reference <reference>', 'your own case reference')
    .option('--json', 'print everything as JSON')
    .option('--html <file>', 'write a page to print (A4)')
    .addHelpText(
      'after',
      '\nThe question goes through the gate like any other, and is itself in the ledger. ' +
        'Exit code 1 when it is refused, 2 for wrong usage; an empty answer is no error.',
    );
}

/** From the beginning of a day, or from an instant. */
export const sinceOf = (command: Command, option: string, text: string): string =>
  instantOf(command, option, text, startOfLondonDay);

/** To the end of a day, that day included; or to an instant, which is left out. */
export const untilOf = (command: Command, option: string, text: string): string =>
  instantOf(command, option, text, endOfLondonDay);

function instantOf(command: Command, option: string, text: string, ofDay: typeof startOfLondonDay): string {
  if (isLocalDate(text)) return ofDay(text).toISOString();
  const instant = INSTANT.test(text) ? new Date(text) : null;
  if (instant === null || Number.isNaN(instant.getTime()))
    return command.error(`${option}: write ${WHEN}.`, WRONG_USAGE);
  return instant.toISOString();
}
