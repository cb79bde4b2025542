import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { readConfig } from '../config';
import { connectDatabase, type Database } from '../database/connect';
import { sqlOf } from '../database/sql';
import type { Asking } from '../gate/asking';
import { createHub, type Hub } from '../hub';
import { Directory } from '../identity/directory';
import { exportCtf, type ExportReport } from '../interchange/export-ctf';
import type { CtfDestination } from '../interchange/ctf.writer';
import { systemClock } from '../kernel/clock';
import { HubError } from '../kernel/errors';
import { newPublicId, parseUuid } from '../kernel/id';
import { parseLaestab } from '../kernel/laestab';
import { createLedgerWriter } from '../ledger/ledger-writer';
import { unlimitedLooking } from '../looking/looking.service';
import { createLog } from '../server/log';
import { WRONG_USAGE } from './import-given';
import { importProgress } from './import-progress';

interface ExportOptions {
  readonly as: string;
  readonly purpose: string;
  readonly reference: string;
  readonly school: string;
  readonly to: string;
  readonly child?: readonly string[];
  readonly out: string;
  readonly json?: true;
}

const REFUSED = { exitCode: 1, code: 'rollcall.refused' };
const REFERENCE = /^[A-Za-z0-9/._-]{1,64}$/;

/** `rollcall export`: files for others, under the agreements and in the ledger like any answer. */
export function exportCommand(): Command {
  const ctf = new Command('ctf')
    .description('write pupils of a school as a common transfer file')
    .requiredOption('--as <unit>', 'unit that takes the file out: la/931/cme')
    .requiredOption('--purpose <purpose>', 'what for: NOTIFY_MOVE')
    .requiredOption('--reference <reference>', 'your own case reference')
    .requiredOption('--school <laestab>', 'whose pupils they are, as in 9314123')
    .requiredOption(
      '--to <destination>',
      'LAESTAB, authority (la/852), unknown (XXXXXXX) or outside (MMMMMMM)',
    )
    .option('--child <id...>', 'these children, on the roll or gone from it; else the whole roll')
    .option('--out <folder>', 'where the file goes', '.')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      '\nEach pupil is asked for through the gate: what the agreements withhold is not in the file, and no child whose ' +
        'location is protected is.\nExit code 1 when it is refused or somebody is kept back, 2 for wrong usage.',
    )
    .action(run);
  return new Command('export').description('take files out').addCommand(ctf);
}

async function run(options: ExportOptions, command: Command): Promise<void> {
  const school = parseLaestab(options.school);
  if (!school.ok) return command.error(`--school: ${school.problem}`, WRONG_USAGE);
  const destination = destinationOf(options.to);
  if (destination === null)
    return command.error(
      '--to: write a LAESTAB (9315407), an authority (la/852), unknown or outside.',
      WRONG_USAGE,
    );
  if (!REFERENCE.test(options.reference))
    return command.error(
      '--reference: write 1 to 64 letters, digits, slashes, stops, underscores or hyphens.',
      WRONG_USAGE,
    );
  const ids = options.child?.map((id) => parseUuid(id));
  if (ids?.some(({ ok }) => !ok))
    return command.error('--child: write the ids that the hub gave out.', WRONG_USAGE);
  if (!existsSync(options.out) || !statSync(options.out).isDirectory())
    return command.error('--out: there is no such folder.', WRONG_USAGE);

  const config = readConfig();
  const database = await connectDatabase({ config, entities: [], log: () => undefined });
  const progress = importProgress();
  let hub: Hub | undefined;
  let report: ExportReport;
  try {
    // The whole of a roll is asked for at once, by a command and under an action of its own.
    hub = await createHub({
      config,
      clock: systemClock,
      database,
      log: createLog('error'),
      looking: unlimitedLooking,
    });
    report = await exportCtf({
      ...{
        gate: hub.gate,
        clock: systemClock,
        home: config.homeAuthority,
        school: school.value,
        destination,
      },
      asking: await askingOf(options, database, command),
      sql: sqlOf(database.app),
      transaction: (work) => database.app.transaction((tx) => work(sqlOf(tx))),
      ledger: createLedgerWriter(sqlOf(database.app)),
      children: ids?.flatMap((id) => (id.ok ? id.value : [])) ?? null,
      folder: options.out,
      onProgress: (done, all) => progress.show(done / all, `${done} of ${all} pupils`),
    });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    progress.clear();
    return command.error(error.message, REFUSED);
  } finally {
    progress.clear();
    await hub?.stop();
    await database.stop();
  }
  const { file, pupils, keptBack } = report;
  const kept = keptBack > 0 ? ` ${keptBack} kept back.` : '';
  const words =
    file === null ? `Nobody may go out, so no file is written.${kept}` : `${file}: ${pupils} pupils.${kept}`;
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : `${words}\n`);
  if (keptBack > 0) command.error('Not all of those asked for are in the file.', REFUSED);
}

async function askingOf(options: ExportOptions, { app }: Database, command: Command): Promise<Asking> {
  const units = await new Directory(app).units();
  const unit = units.find((each) => each.unit === options.as);
  if (!unit) return command.error('--as: no unit of that name takes part at present.', WRONG_USAGE);
  const { username } = userInfo();
  return {
    ...{ organisation: unit.organisation, unit: unit.unit, role: unit.role, authorityId: unit.authorityId },
    ...{ clientId: 'rollcall-cli', subject: `rollcall-cli:${username}`, user: username, job: 'command line' },
    ...{ purpose: options.purpose, reference: options.reference, onBehalfOf: null, requestId: newPublicId() },
  };
}

function destinationOf(text: string): CtfDestination | null {
  if (text === 'unknown' || text === 'outside') return text;
  const authority = /^la\/(\d{3})$/.exec(text)?.[1];
  if (authority !== undefined) return { authority };
  const laestab = parseLaestab(text);
  return laestab.ok ? { laestab: laestab.value } : null;
}
