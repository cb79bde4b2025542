import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { problemLine } from '../policy/problem';
import { readCalendarFiles } from '../procedures/calendar-files';
import { checkProcedures } from '../procedures/check-procedures';
import { readProcedureFiles, readProcedureWords } from '../procedures/procedure-files';
import { knownAuthorities, knownRoles, NOT_SO, WRONG_USAGE } from './procedures-source';

interface CheckOptions {
  readonly dir?: string;
  readonly json?: true;
}

/** `rollcall procedures check`: needs no database, so that it runs in an editor and in CI. */
export function proceduresCheckCommand(): Command {
  return new Command('check')
    .description(
      'check procedure and calendar files: every problem with its line; nothing looser than the statute',
    )
    .option('--dir <folder>', 'the folder of the procedure files', 'schema/procedures')
    .option('--json', 'print { "files", "sound", "problems" }')
    .addHelpText('after', '\nExit code 1 when any file has an error. Warnings do not count.')
    .action(run);
}

function run({ dir, json }: CheckOptions, command: Command): void {
  const given = command.getOptionValueSource('dir') === 'cli' ? dir : undefined;
  if (given !== undefined && !existsSync(given))
    command.error('--dir: there is no such folder.', WRONG_USAGE);
  const files = given === undefined ? readProcedureFiles() : readProcedureFiles(resolve(given), given);
  if (files.length === 0) command.error('--dir: there is no .yaml file in that folder.', WRONG_USAGE);
  const checked = checkProcedures(files, readProcedureWords(knownRoles()), knownAuthorities());
  const calendars = readCalendarFiles();
  const problems = [...checked.problems, ...calendars.problems];
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (json === true) {
    const told = problems.map(({ at, ...problem }) => ({ ...problem, ...at }));
    process.stdout.write(`${JSON.stringify({ files: files.length, sound: errors === 0, problems: told })}\n`);
  } else {
    const count = `${files.length} procedures, ${calendars.dates.length} calendars`;
    const counts = `${count}, ${errors} errors, ${problems.length - errors} warnings.`;
    process.stdout.write([...problems.map(problemLine), counts, ''].join('\n'));
  }
  if (errors > 0) command.error('Some procedures are not sound.', NOT_SO);
}
