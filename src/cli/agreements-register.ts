import { Command, Option } from 'commander';
import { registerCsv, registerOf, registerText } from '../agreements/register';
import { agreementsFrom, dayOf, SOURCES } from './agreements-source';

interface RegisterOptions {
  readonly from?: string;
  readonly json?: true;
  readonly csv?: true;
}

/** `rollcall agreements register`: what the ICO's data sharing code asks to be on record, in one export. */
export function agreementsRegisterCommand(): Command {
  return new Command('register')
    .description('the register of agreements as the ICO data sharing code asks for it')
    .option('--from <source>', `the agreements: ${SOURCES}; who approved them is known to the database alone`)
    .addOption(new Option('--json', 'print it as JSON').conflicts('csv'))
    .addOption(new Option('--csv', 'print it as CSV, one agreement a row'))
    .action(run);
}

async function run(options: RegisterOptions, command: Command): Promise<void> {
  const set = await agreementsFrom(command, '--from', options.from, dayOf(command, undefined));
  const entries = registerOf({
    agreements: set.agreements.map(({ agreement }) => agreement),
    catalogues: set.catalogues,
    names: set.names,
    versions: 'versions' in set ? set.versions : null,
  });
  const text =
    options.json === true
      ? JSON.stringify(entries)
      : options.csv === true
        ? registerCsv(entries).trimEnd()
        : registerText(entries);
  process.stdout.write(`${text}\n`);
}
