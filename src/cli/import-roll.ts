import type { Command } from 'commander';
import { basename } from 'node:path';
import { readConfig } from '../config';
import { connectDatabase } from '../database/connect';
import { sqlOf } from '../database/sql';
import { RejectsFile } from '../interchange/rejects-file';
import { takeRoll, type RollReport } from '../interchange/roll-feed';
import { systemClock } from '../kernel/clock';
import { parseLaestab, schoolOrganisationId } from '../kernel/laestab';
import { londonDate } from '../kernel/london-time';
import { createLedgerWriter } from '../ledger/ledger-writer';
import { whyNot, type FileOptions } from './import-file';
import { dayGiven, fileGiven, mappingGiven, organisationGiven, WRONG_USAGE } from './import-given';

interface RollOptions extends FileOptions {
  readonly school: string;
  readonly mostRemovals: string;
  readonly confirmRemovals?: true;
}

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };

/** `rollcall import roll`: the whole roll of a school, compared with the one before. */
export async function bringRoll(path: string, options: RollOptions, command: Command): Promise<void> {
  const laestab = parseLaestab(options.school);
  if (!laestab.ok) command.error(`--school: ${laestab.problem}`, WRONG_USAGE);
  const percent = /^\d{1,3}$/.test(options.mostRemovals) ? Number(options.mostRemovals) : 101;
  if (percent > 100) command.error('--most-removals: write a share in percent, 0 to 100.', WRONG_USAGE);
  const { addressAuthority, asOf } = options;
  const authority =
    addressAuthority === undefined
      ? null
      : organisationGiven(command, '--address-authority', addressAuthority);
  const today = londonDate(systemClock.now());
  const day = asOf === undefined ? today : dayGiven(command, '--as-of', asOf);
  if (day > today) command.error('--as-of: this day has not come yet.', WRONG_USAGE);
  const mapping = mappingGiven(command, options.mapping);
  fileGiven(command, path);

  const config = readConfig();
  const home = organisationGiven(command, 'ROLLCALL_HOME_AUTHORITY', config.homeAuthority);
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  let report: RollReport;
  try {
    report = await takeRoll({
      dataSource: database.app,
      ledger: createLedgerWriter(sqlOf(database.app)),
      clock: systemClock,
      homeAuthority: home,
      school: schoolOrganisationId(laestab.value),
      ...{ path, asOf: day, mapping, addressAuthority: authority, enteredBy: options.enteredBy },
      mostRemovals: percent / 100,
      isConfirmed: options.confirmRemovals === true,
    });
  } catch (error) {
    return command.error(whyNot(error), REFUSED);
  } finally {
    await database.stop();
  }
  const rejectsPath = options.rejects ?? `${path}.rejects.csv`;
  const rejects = await RejectsFile.reopen(rejectsPath, 0);
  await rejects?.write(report.rejected);
  await rejects?.close();
  process.stdout.write(
    options.json === true ? `${JSON.stringify({ file: basename(path), ...report })}\n` : inWords(report),
  );
  if (report.rejected.length > 0)
    command.error(`Some pupils were left out and stay as they were: ${basename(rejectsPath)}.`, REFUSED);
}

function inWords({ pupils, leftRoll, newOnRoll, addressChanged, flagged, isRepeated }: RollReport): string {
  if (isRepeated) return 'This roll is in already: nothing has changed.\n';
  const words = `${pupils} pupils on roll: ${leftRoll} left, ${newOnRoll} new, ${addressChanged} with another address.`;
  return `${words}${flagged > 0 ? ` ${flagged} of the new ones are looked for: the team is told.` : ''}\n`;
}
