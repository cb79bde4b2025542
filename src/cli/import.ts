import { Command } from 'commander';
import { COLUMNS, NEEDED } from '../interchange/csv.columns';
import { bringFile, type FileOptions } from './import-file';
import { bringRoll } from './import-roll';

/** `rollcall import`: brings files of pupils in; rows with a problem are left out and listed, the others come in. */
export function importCommand(): Command {
  const ctf = file(
    'ctf',
    'bring a common transfer file in; doing it again changes nothing',
    'the CTF file (XML)',
  )
    .addHelpText('after', EXIT_CODES)
    .action((path: string, options: FileOptions, command: Command) =>
      bringFile('ctf', path, options, command),
    );
  const csv = file(
    'csv',
    'bring a CSV file of pupils in; doing it again changes nothing',
    'the CSV file (UTF-8)',
  )
    .requiredOption('--source <organisation>', 'who says so, as in la/931 or school/931-4123')
    .option('--as-of <day>', 'the day on which it was so (else today)')
    .option('--mapping <file>', 'which heading is which column (YAML: columns, ignore, dates)')
    .addHelpText('after', `\nColumns, by the heading line, in any order:\n${columns()}\n${EXIT_CODES}`)
    .action((path: string, options: FileOptions, command: Command) =>
      bringFile('csv', path, options, command),
    );
  const roll = file(
    'roll',
    'take in the whole roll of a school, day by day: who left, who came, who moved',
    'the roll (CSV, UTF-8)',
  )
    .requiredOption('--school <laestab>', 'whose roll it is, as in 9314123')
    .option('--as-of <day>', 'the day whose roll it is (else today)')
    .option('--mapping <file>', 'which heading is which column (YAML: columns, ignore, dates)')
    .option(
      '--most-removals <percent>',
      'refuse a roll that lacks more than this share of the one before',
      '10',
    )
    .option('--confirm-removals', 'it is right that so many have left')
    .addHelpText('after', `\nColumns as in: rollcall import csv --help\n${EXIT_CODES}`)
    .action(bringRoll);
  const command = new Command('import').description('bring files of pupils in');
  for (const each of [ctf, csv, roll]) command.addCommand(each);
  return command;
}

const EXIT_CODES =
  '\nExit code 1 when any row was left out, or the file is broken or refused, 2 when there is no such file.';

function file(name: string, description: string, what: string): Command {
  return new Command(name)
    .description(description)
    .argument('<file>', what)
    .option(
      '--address-authority <authority>',
      'the addresses in this file lie in this authority, as in la/931',
    )
    .option('--entered-by <name>', 'who brings it in, for the record', 'file import')
    .option('--rejects <file>', 'where to list what is left out (else beside the file, .rejects.csv)')
    .option('--json', 'print the report as JSON');
}

function columns(): string {
  const needed = new Set<string>(NEEDED);
  return Object.entries(COLUMNS)
    .map(([name, says]) => `  ${name.padEnd(20)} ${says}${needed.has(name) ? ' (needed)' : ''}`)
    .join('\n');
}
