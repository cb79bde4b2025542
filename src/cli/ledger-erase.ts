import { Command } from 'commander';
import { userInfo } from 'node:os';
import { readCatalogues } from '../agreements/catalogue-files';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { openSession } from '../database/session';
import { sqlOf } from '../database/sql';
import { systemClock } from '../kernel/clock';
import { parseLocalDate } from '../kernel/local-date';
import { startOfLondonDay } from '../kernel/london-time';
import { parseOrganisationId, parseUnitId } from '../kernel/organisation-id';
import { countErasable, eraseEntries } from '../ledger/erasure';
import { progressBar } from './progress-bar';

interface EraseOptions {
  readonly before: string;
  readonly as: string;
  readonly purpose: string;
  readonly reference: string;
  readonly user: string;
  readonly job: string;
  readonly dryRun?: true;
  readonly json?: true;
}

const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };
const REFUSED = { exitCode: 1, code: 'rollcall.refused' };

/** `rollcall ledger erase`: destroys what old entries say; that they were is proved for ever. */
export function ledgerEraseCommand(): Command {
  return new Command('erase')
    .description('destroy the content of every entry of before a day, for good; every proof still verifies')
    .requiredOption('--before <day>', 'entries of before this day go, as in 2020-09-01')
    .requiredOption(
      '--as <organisation>',
      'for whom: an organisation or unit of this authority, la/931/records',
    )
    .requiredOption('--purpose <purpose>', 'why, one of the purposes: RIGHTS_AND_AUDIT')
    .requiredOption('--reference <words>', 'the decision or retention rule behind it')
    .option('--user <name>', 'who does it, as the ledger will name them', userInfo().username)
    .option('--job <job>', 'their job', 'retention')
    .option('--dry-run', 'say how many entries it would be, and erase none')
    .option('--json', 'print { "entries", "erased" }')
    .action(run);
}

async function run(options: EraseOptions, command: Command): Promise<void> {
  const config = readConfig();
  const { before, eraser } = checked(options, config.homeAuthority, command);
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  const bar = progressBar();
  let erased: number | null = null;
  let entries: number;
  try {
    entries = await countErasable(sqlOf(database.app), before);
    if (options.dryRun !== true) {
      const session = await openSession(database.url, 'retention');
      try {
        const onProgress = (done: number): void => {
          bar.show(done / entries, `${done.toLocaleString('en-GB')} entries`);
        };
        erased = await eraseEntries(before, { session, eraser, now: systemClock.now(), onProgress });
      } finally {
        await session.close();
      }
    }
  } finally {
    bar.clear();
    await database.stop();
  }
  if (erased === null && options.dryRun !== true)
    return command.error('Another erasure is under way: try again when it is over.', REFUSED);
  const words =
    erased === null
      ? `${entries} entries would be erased. None is.`
      : `${erased} entries are erased. Backups still hold them: let those run out too.`;
  process.stdout.write(options.json === true ? `${JSON.stringify({ entries, erased })}\n` : `${words}\n`);
}

function checked(options: EraseOptions, home: string, command: Command) {
  const { as, purpose, reference, user, job } = options;
  const day = parseLocalDate(options.before);
  if (!day.ok) return command.error(`--before: ${day.problem}`, WRONG_USAGE);
  const before = startOfLondonDay(day.value);
  if (before > systemClock.now()) command.error('--before: give a day that has begun.', WRONG_USAGE);
  const unit = as.split('/').length > 2 ? parseUnitId(as) : parseOrganisationId(as);
  if (!unit.ok) return command.error(`--as: ${unit.problem}`, WRONG_USAGE);
  const organisation = as.split('/').slice(0, 2).join('/');
  if (organisation !== home) command.error(`--as: only ${home} erases, whose ledger this is.`, WRONG_USAGE);
  if (!readCatalogues().catalogues.purposes.has(purpose))
    command.error('--purpose: there is no such purpose (schema/purposes.yaml).', WRONG_USAGE);
  for (const [name, word] of Object.entries({ reference, user, job }))
    if (word.trim() === '' || word.length > 200 || /\p{C}/u.test(word))
      command.error(`--${name}: write 1 to 200 characters, no control characters.`, WRONG_USAGE);
  return { before, eraser: { organisation, unit: as, user, job, purpose, reference } };
}
