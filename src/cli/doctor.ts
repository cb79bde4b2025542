import { Command } from 'commander';
import { ConfigProblem, readConfig, type Config } from '../config';
import { databaseFindings } from './doctor-database';
import { machineFindings, nodeFinding } from './doctor-machine';
import type { Finding } from './finding';

const UNWELL = { exitCode: 1, code: 'rollcall.unwell' };

/** `rollcall doctor`: what is wrong with this installation, and what to do about it. It changes nothing. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what is wrong with this installation; changes nothing')
    .option('--json', 'print { "well", "findings" }')
    .addHelpText('after', '\nExit code 1 when anything is wrong.')
    .action(run);
}

async function run({ json }: { readonly json?: true }, command: Command): Promise<void> {
  const findings = await examine();
  const well = findings.every(({ problems }) => problems.length === 0);
  process.stdout.write(
    json === true ? `${JSON.stringify({ well, findings })}\n` : findings.map(inWords).join(''),
  );
  if (!well) command.error('Something is wrong: see above.', UNWELL);
}

async function examine(): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    return [nodeFinding(), { name: 'settings', problems: error.problems }];
  }
  return [
    nodeFinding(),
    { name: 'settings', problems: [] },
    ...(await machineFindings(config)),
    ...(await databaseFindings(config)),
  ];
}

function inWords({ name, problems, found }: Finding): string {
  if (problems.length === 0) return `well   ${name}${found === undefined ? '' : `: ${found}`}\n`;
  return problems.map((problem) => `WRONG  ${name}: ${problem}\n`).join('');
}
