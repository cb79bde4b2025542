import { Command } from 'commander';
import { sweepEscalations, type Swept } from '../casework/escalation.sweep';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { sqlOf } from '../database/sql';
import { systemClock } from '../kernel/clock';
import { readCaseRules } from '../procedures/case-rules';
import { knownAuthorities, knownRoles } from './procedures-source';

/** `rollcall casework`: what is late, and whose it has become. A serving hub does it by itself. */
export function caseworkCommand(): Command {
  const sweep = new Command('sweep')
    .description('record whose each late step of the procedures has become; run again, it adds nothing')
    .option('--json', 'print { "children", "overdue": { row: steps }, "escalated" }')
    .action(async ({ json }: { readonly json?: true }) => {
      const swept = await run();
      process.stdout.write(json === true ? `${JSON.stringify(swept)}\n` : inWords(swept));
    });
  return new Command('casework').description('the steps of every open case').addCommand(sweep);
}

async function run(): Promise<Swept> {
  const config = readConfig();
  const rules = readCaseRules(knownRoles(), knownAuthorities());
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  try {
    return await sweepEscalations({
      database: sqlOf(database.app),
      clock: systemClock,
      home: config.homeAuthority,
      rules,
    });
  } finally {
    await database.stop();
  }
}

const inWords = ({ children, overdue, escalated }: Swept): string =>
  [
    `${children} children worked with, ${escalated} steps newly escalated\n`,
    ...Object.entries(overdue)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([row, steps]) => `${row}: ${steps} late\n`),
  ].join('');
