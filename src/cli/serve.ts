import { Command } from 'commander';
import { readConfig, type Config } from '../config';
import { connectDatabase, type Database } from '../database/connect';
import { readCatalogues } from '../agreements/catalogue-files';
import { readAgencies } from '../federation/agencies/read-agencies';
import { readRooms } from '../federation/rooms';
import { createHub, type Hub } from '../hub';
import { developmentIssuerRefusal } from '../identity/development-issuer';
import { seedDirectory } from '../identity/directory-seed';
import { systemClock } from '../kernel/clock';
import { nearWord } from '../kernel/near-word';
import { createLog } from '../server/log';
import { addressOf, listen } from './listen';
import { portOption } from './port-option';
import { stopSignal, type StopSignal } from './stop-signal';

const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

interface ServeOptions {
  readonly port?: number;
  readonly subgraph?: string;
}

/** `rollcall serve`: the hub on the database that is there, with the agreements that people brought into force. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the database that is there: no demonstration, nothing approved by itself')
    .option(
      '--subgraph <name>',
      'serve one subgraph of the graph, for a federation gateway, instead of the whole',
    )
    .addOption(portOption())
    .action(run);
}

async function run({ port, subgraph }: ServeOptions, command: Command): Promise<void> {
  const config = withPort(readConfig(), port);
  if (subgraph !== undefined) requireSubgraph(subgraph, config, command);
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
    const ready = (hub: Hub): void => log.info({ address: addressOf(hub.app, config), subgraph }, 'serving');
    await serveUntil(stop, config, database, ready, subgraph);
  } finally {
    await database.stop();
  }
}

/** A name of schema/subgraphs.yaml, or of an agency that is registered; else wrong usage with the near one. */
function requireSubgraph(name: string, { agencies }: Config, command: Command): void {
  const rooms = readRooms();
  const held = agencies === undefined ? [] : readAgencies(agencies, readCatalogues().catalogues, rooms);
  const known = [...rooms.subgraphs.keys(), ...held.map((agency) => agency.name)];
  if (known.includes(name)) return;
  const near = nearWord(name, known);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  command.error(
    `--subgraph: there is no subgraph ${name}.${hint} Subgraphs: ${known.join(', ')}.`,
    WRONG_USAGE,
  );
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
  subgraph?: string,
): Promise<void> {
  const part = subgraph === undefined ? {} : { subgraph };
  const log = createLog(config.logLevel);
  const hub = await createHub({ config, clock: systemClock, database, log, ...part });
  try {
    await listen(hub.app, config);
    ready(hub);
    await stop.wait;
  } finally {
    await hub.stop();
  }
}
