import { Command } from 'commander';
import { userInfo } from 'node:os';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { openSession } from '../database/session';
import { systemClock } from '../kernel/clock';
import { readRetention } from '../retention/read-retention';
import { runRetention } from '../retention/retention-run';

interface RunOptions {
  readonly dryRun?: true;
  readonly user: string;
  readonly json?: true;
}

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };
const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

/** `rollcall retention`: records whose time has passed (schema/retention.yaml). */
export function retentionCommand(): Command {
  const run = new Command('run')
    .description('destroy what has been kept its time out, for good; never of a child with an open case')
    .option('--dry-run', 'say how much it would be, and destroy nothing')
    .option('--user <name>', 'who does it, as the ledger will name them', userInfo().username)
    .option('--json', 'print [{ "kind", "before", "records" }]')
    .addHelpText('after', '\nPeriods and their sources stand in schema/retention.yaml.')
    .action(runIt);
  return new Command('retention').description('how long records are kept').addCommand(run);
}

async function runIt({ dryRun, user, json }: RunOptions, command: Command): Promise<void> {
  if (user.trim() === '' || user.length > 200 || /\p{C}/u.test(user))
    command.error('--user: write 1 to 200 characters, no control characters.', WRONG_USAGE);
  const rules = readRetention();
  const config = readConfig();
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  try {
    const session = await openSession(database.url, 'retention');
    try {
      const done = await runRetention({
        rules,
        session,
        now: systemClock.now(),
        dryRun: dryRun === true,
        eraser: {
          organisation: config.homeAuthority,
          unit: config.homeAuthority,
          user,
          job: 'retention',
          purpose: 'RIGHTS_AND_AUDIT',
          reference: 'schema/retention.yaml',
        },
      });
      if (done === null)
        return command.error('Another run is under way: try again when it is over.', REFUSED);
      const would = dryRun === true ? 'would be destroyed' : 'destroyed';
      const lines = done.map(
        ({ kind, before, records }) => `${kind}, of before ${before}: ${records} ${would}\n`,
      );
      process.stdout.write(json === true ? `${JSON.stringify(done)}\n` : lines.join(''));
    } finally {
      await session.close();
    }
  } finally {
    await database.stop();
  }
}
