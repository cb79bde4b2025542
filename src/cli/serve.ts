import { Command } from 'commander';
import { readConfig, type Config } from '../config';
import { connectDatabase, type Database } from '../database/connect';
import { createHub, type Hub } from '../hub';
import { developmentIssuerRefusal } from '../identity/development-issuer';
import { seedDirectory } from '../identity/directory-seed';
import { systemClock } from '../kernel/clock';
import { createLog } from '../server/log';
import { addressOf, listen } from './listen';
import { portOption } from './port-option';
import { stopSignal, type StopSignal } from './stop-signal';

interface ServeOptions {
  readonly port?: number;
}

/** `rollcall serve`: the hub on the database that is there, with the agreements that people brought into force. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the database that is there: no demonstration, nothing approved by itself')
    .addOption(portOption())
    .action(run);
}

async function run({ port }: ServeOptions): Promise<void> {
  const config = withPort(readConfig(), port);
  const log = createLog(config.logLevel);
  const stop = stopSignal();
  const database = await connectDatabase({ config, entities: [], log: (line) => log.info(line) });
  try {
    const developmentClients = developmentIssuerRefusal(config) === null;
    await seedDirectory(database.owner, {
      homeAuthority: config.homeAuthority,
      demo: false,
      developmentClients,
    });
    await serveUntil(stop, config, database, (hub) =>
      log.info({ address: addressOf(hub.app, config) }, 'serving'),
    );
  } finally {
    await database.stop();
  }
}

export function withPort(config: Config, port: number | undefined): Config {
  return port === undefined ? config : { ...config, port };
}

/**
 * Serves until somebody stops the process: then no new request is taken, those under way are finished, and what
 * waits for the ledger is written. The database is there until this returns.
 */
export async function serveUntil(
  stop: StopSignal,
  config: Config,
  database: Database,
  ready: (hub: Hub) => void,
): Promise<void> {
  const hub = await createHub({ config, clock: systemClock, database, log: createLog(config.logLevel) });
  try {
    await listen(hub.app, config);
    ready(hub);
    await stop.wait;
  } finally {
    await hub.stop();
  }
}
