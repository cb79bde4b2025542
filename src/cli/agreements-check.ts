import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { readAgreementFiles, readCatalogues } from '../agreements/catalogue-files';
import { referenceWords } from '../agreements/directory-words';
import { readConfig } from '../config';
import { systemClock } from '../kernel/clock';
import { londonDate } from '../kernel/london-time';
import { checkAgreements } from '../policy/check-agreements';
import { problemLine } from '../policy/problem';

interface CheckOptions {
  readonly dir?: string;
  readonly json?: true;
}

const UNSOUND = { exitCode: 1, code: 'rollcall.unsound' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

/** `rollcall agreements check`: needs no database, so that it runs in an editor and in CI. */
export function agreementsCheckCommand(): Command {
  return new Command('check')
    .description('check agreement files: every problem with its line, the word and the near one')
    .option('--dir <folder>', 'the folder of the files', 'schema/agreements')
    .option('--json', 'print { "files", "sound", "problems" }')
    .addHelpText('after', '\nExit code 1 when any file has an error. Warnings do not count.')
    .action(run);
}

function run({ dir, json }: CheckOptions, command: Command): void {
  const given = command.getOptionValueSource('dir') === 'cli' ? dir : undefined;
  if (given !== undefined && !existsSync(given))
    command.error('--dir: there is no such folder.', WRONG_USAGE);
  const files = given === undefined ? readAgreementFiles() : readAgreementFiles(resolve(given), given);
  if (files.length === 0) command.error('--dir: there is no .yaml file in that folder.', WRONG_USAGE);
  const words = referenceWords(readConfig().homeAuthority);
  const today = londonDate(systemClock.now());
  const { sound, problems } = checkAgreements(files, readCatalogues().catalogues, words, today);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (json === true) {
    const told = problems.map(({ at, ...problem }) => ({ ...problem, ...at }));
    const report = { files: files.length, sound: sound.map(({ file }) => file), problems: told };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } else {
    const counts = `${files.length} files, ${errors} errors, ${problems.length - errors} warnings.`;
    process.stdout.write([...problems.map(problemLine), counts, ''].join('\n'));
  }
  if (errors > 0) command.error('Some agreements are not sound.', UNSOUND);
}
