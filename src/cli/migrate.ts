import { Command } from 'commander';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';

/** `rollcall migrate`: brings the database up to this program. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database up to this version of Rollcall; doing it again changes nothing')
    .option('--json', 'print { "migrated": [names] }')
    .action(run);
}

async function run({ json }: { readonly json?: true }): Promise<void> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const database = await connectDatabase({ config: readConfig(), entities: [], log });
  const { migrated } = database;
  await database.stop();
  const words = migrated.length === 0 ? 'The database is up to date.' : `Ran ${migrated.join(', ')}.`;
  process.stdout.write(json === true ? `${JSON.stringify({ migrated })}\n` : `${words}\n`);
}
