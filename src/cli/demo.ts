import { Command } from 'commander';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { DEMO_SEED, loadDemoRegion } from '../interchange/demo/load-demo-region';
import { systemClock } from '../kernel/clock';
import { importProgress } from './import-progress';

interface DemoOptions {
  readonly children: string;
  readonly seed: string;
  readonly json?: true;
}

const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };
const MOST = 1_000_000;

/** `rollcall demo`: an invented region to try things out on. Everybody in it is made up. */
export function demoCommand(): Command {
  const load = new Command('load')
    .description('make an invented region and bring it in, up to 5,000 children as common transfer files')
    .option('--children <number>', `how many children, up to ${MOST}`, '500')
    .option('--seed <words>', 'the same words make the same region', DEMO_SEED)
    .option('--json', 'print the report as JSON')
    .addHelpText('after', '\nDoing it again changes nothing; a greater number adds children.')
    .action(run);
  return new Command('demo').description('an invented region to try things out on').addCommand(load);
}

async function run({ children: text, seed, json }: DemoOptions, command: Command): Promise<void> {
  const children = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (children < 1 || children > MOST)
    command.error(`--children: write a number from 1 to ${MOST}.`, WRONG_USAGE);
  const config = readConfig();
  const { dataDir, homeAuthority } = config;
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  const bar = importProgress();
  try {
    const report = await loadDemoRegion({
      ...{ owner: database.owner, clock: systemClock, homeAuthority, children, seed, dataDir },
      onProgress: (done, all) =>
        bar.show(done / all, `${done.toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')}`),
    });
    bar.clear();
    const { files, created, unchanged, facts } = report;
    const from = report.folder === null ? '' : ` in ${files} files`;
    const words = `${report.children} invented children${from}: ${created} new, ${unchanged} as before, ${facts} more facts.`;
    process.stdout.write(
      json === true
        ? `${JSON.stringify(report)}\n`
        : `${words}\n${report.folder === null ? '' : `The files: ${report.folder}\n`}`,
    );
  } finally {
    bar.clear();
    await database.stop();
  }
}
