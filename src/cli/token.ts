import { Command } from 'commander';
import { readConfig } from '../config';
import { DevelopmentIssuer, developmentIssuerRefusal } from '../identity/development-issuer';
import { systemClock } from '../kernel/clock';
import { parseOrganisationId, parseUnitId } from '../kernel/organisation-id';

interface TokenOptions {
  readonly as: string;
  readonly user: string;
  readonly job: string;
  readonly life: string;
  readonly json?: true;
}

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

/** `rollcall token`: a token of the development issuer, on standard output, for a hub bound to loopback. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('make a token of the development issuer (only for a hub bound to loopback)')
    .requiredOption('--as <organisation>', 'organisation or unit to speak for: police/E23000029, la/931/cme')
    .requiredOption('--user <name>', 'who is asking, as the ledger will name them')
    .requiredOption('--job <job>', 'their job')
    .option('--life <seconds>', 'how long the token lives, 1 to 3600', '3600')
    .option('--json', 'print { "token", "expiresIn" }')
    .addHelpText(
      'after',
      '\nExample: rollcall token --as police/E23000029 --user "A. Officer" --job "missing persons"',
    )
    .action((options: TokenOptions, command: Command) => {
      run(options, command);
    });
}

function run({ as, user, job, life, json }: TokenOptions, command: Command): void {
  const client = as.split('/').length > 2 ? parseUnitId(as) : parseOrganisationId(as);
  if (!client.ok) command.error(`--as: ${client.problem}`, WRONG_USAGE);
  for (const [name, word] of Object.entries({ user, job })) {
    if (!isUsable(word))
      command.error(`--${name}: write 1 to 200 characters, no control characters.`, WRONG_USAGE);
  }
  const lifeSeconds = /^\d{1,4}$/.test(life) ? Number(life) : 0;
  if (lifeSeconds < 1 || lifeSeconds > 3600) command.error('--life: write 1 to 3600 seconds.', WRONG_USAGE);

  const config = readConfig();
  const refusal = developmentIssuerRefusal(config);
  if (refusal !== null) command.error(refusal, REFUSED);
  const token = DevelopmentIssuer.open(config, systemClock).issueToken({ as, user, job, lifeSeconds });
  process.stdout.write(
    json === true ? `${JSON.stringify({ token, expiresIn: lifeSeconds })}\n` : `${token}\n`,
  );
}

function isUsable(word: string): boolean {
  return word.trim() !== '' && word.length <= 200 && !/\p{C}/u.test(word);
}
