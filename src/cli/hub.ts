import { Command } from 'commander';
import { readConfig } from '../config';
import { HubKeys } from '../identity/hub-keys';

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };

interface RotateOptions {
  readonly finish?: true;
  readonly json?: true;
}

/** `rollcall hub`: this hub as others know it. */
export function hubCommand(): Command {
  const rotate = new Command('rotate-key')
    .description('publish the next key beside the present one; later, --finish signs with it alone')
    .option('--finish', 'from the next start on the next key signs, and the old one is gone')
    .option('--json', 'print { "kid" }')
    .addHelpText(
      'after',
      '\nBetween the two, partners pin it: rollcall partner key --jwks-url … --kid KID --until … (two people there). Who has not, refuses this hub after --finish.',
    )
    .action(run);
  return new Command('hub').description('this hub as partners and other hubs know it').addCommand(rotate);
}

function run({ finish, json }: RotateOptions, command: Command): void {
  const { dataDir } = readConfig();
  let kid: string;
  try {
    kid = (finish === true ? HubKeys.finishRotation(dataDir) : HubKeys.rotate(dataDir)).kid;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return command.error(error.message, REFUSED);
  }
  process.stdout.write(json === true ? `${JSON.stringify({ kid })}\n` : `${kid}\n`);
  process.stderr.write(
    finish === true
      ? 'From the next start of the hub on, this key alone signs.\n'
      : 'From the next start of the hub on, this key is published beside the present one. When every partner has pinned it: rollcall hub rotate-key --finish\n',
  );
}
