import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { packageRoot } from '../package-root';
import { classOfError } from '../server/log';
import { agreementsCommand } from './agreements';
import { alertCommand } from './alert';
import { caseworkCommand } from './casework';
import { demoCommand } from './demo';
import { doctorCommand } from './doctor';
import { emitCommand } from './emit';
import { exportCommand } from './export';
import { federationCommand } from './federation';
import { gatewayCommand } from './gateway';
import { hubCommand } from './hub';
import { importCommand } from './import';
import { ledgerCommand } from './ledger';
import { matchCommand } from './match';
import { migrateCommand } from './migrate';
import { outboxCommand } from './outbox';
import { partnerCommand } from './partner';
import { proceduresCommand } from './procedures';
import { retentionCommand } from './retention';
import { serveCommand } from './serve';
import { startCommand } from './start';
import { storyCommand } from './story';
import { tokenCommand } from './token';

/** The commands of `rollcall`, one file each. */
function program(): Command {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
    version: string;
  };
  const root = new Command('rollcall')
    .description(
      'A federated GraphQL hub through which English agencies share what they may, and nothing else.',
    )
    .version(version)
    .enablePositionalOptions()
    .addHelpText('after', '\nExit codes: 0 done, 1 the thing asked about is not so, 2 wrong usage.');
  const commands = [
    startCommand(),
    storyCommand(),
    serveCommand(),
    tokenCommand(),
    agreementsCommand(),
    proceduresCommand(),
    caseworkCommand(),
    alertCommand(),
    partnerCommand(),
    hubCommand(),
    outboxCommand(),
    ledgerCommand(),
    retentionCommand(),
    federationCommand(),
    gatewayCommand(),
    importCommand(),
    exportCommand(),
    demoCommand(),
    matchCommand(),
    migrateCommand(),
    doctorCommand(),
    emitCommand(),
  ];
  for (const command of commands) root.addCommand(command);
  for (const command of withAllBelow(root)) command.exitOverride().showHelpAfterError('(see --help)');
  return root;
}

/** Runs a command line and leaves its exit code in `process.exitCode`. Total. */
export async function rollcall(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : error.code.startsWith('rollcall.') ? error.exitCode : 2;
      return;
    }
    process.stderr.write(`rollcall: ${inWords(error)}\n`);
    process.exitCode = 1;
  }
}

/** What we throw says what to do; what a library throws may quote a value, so only its class is told. */
function inWords(error: unknown): string {
  const ours =
    error instanceof Error && (error.constructor === Error || /(Problem|Refused)$/.test(error.name));
  if (ours) return error.message;
  const { error: name, sqlState } = classOfError(error);
  return `something went wrong that nobody foresaw (${name}${sqlState === undefined ? '' : `, SQLSTATE ${sqlState}`}).`;
}

function withAllBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap((below) => withAllBelow(below))];
}
