import { join } from 'node:path';
import { Command } from 'commander';
import { AgreementStore } from '../agreements/agreement-store';
import { readAgreementFiles, readCatalogues } from '../agreements/catalogue-files';
import { applyForDemo } from '../agreements/demo-agreements';
import { readConfig, type Config } from '../config';
import { connectDatabase, type Database } from '../database/connect';
import { sqlOf } from '../database/sql';
import type { Hub } from '../hub';
import { developmentIssuerRefusal } from '../identity/development-issuer';
import { seedDirectory } from '../identity/directory-seed';
import { loadDemoRegion } from '../interchange/demo/load-demo-region';
import { systemClock } from '../kernel/clock';
import { packageRoot } from '../package-root';
import { addressOf, requireFreePort } from './listen';
import { portOption } from './port-option';
import { progressBar } from './progress-bar';
import { serveUntil, withPort } from './serve';
import { stopSignal } from './stop-signal';
import { whatToTry } from './what-to-try';

interface StartOptions {
  readonly demo: boolean;
  readonly port?: number;
}

const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };
const DEMO_HOME = 'la/931';
/** The partner of the demonstration that holds data itself; `rollcall story federation` starts its service. */
const EXAMPLE_AGENCY = 'examples/health-subgraph';

/** `rollcall start`: everything at once on one machine, with an invented region to try it on. */
export function startCommand(): Command {
  return new Command('start')
    .description('start everything on this machine: database, directory, an invented region, the hub')
    .option('--no-demo', 'start empty: no invented children, no agreement approved by itself')
    .addOption(portOption())
    .action(run);
}

async function run({ demo, port }: StartOptions, command: Command): Promise<void> {
  const given = withPort(readConfig(), port);
  const config = demo ? { agencies: join(packageRoot(), EXAMPLE_AGENCY), ...given } : given;
  if (demo) refuseDemo(config, command);
  await requireFreePort(config);
  const stop = stopSignal();
  const database = await connectDatabase({ config, entities: [], log: say });
  try {
    const prepared = prepare(config, database, demo);
    prepared.catch(() => undefined);
    await Promise.race([prepared, stop.wait]);
    if (!stop.asked) await serveUntil(stop, config, database, (hub) => tell(hub, config, demo));
  } finally {
    await database.stop();
  }
}

/** The demonstration approves its own agreements, so it runs only where nobody but this machine can reach it. */
function refuseDemo(config: Config, command: Command): void {
  const refusal = developmentIssuerRefusal(config);
  if (refusal !== null)
    command.error(`${refusal} So there is no demonstration: start with --no-demo.`, WRONG_USAGE);
  if (config.homeAuthority !== DEMO_HOME) {
    command.error(`The demonstration region belongs to ${DEMO_HOME}: start with --no-demo.`, WRONG_USAGE);
  }
}

async function prepare(config: Config, { owner, migrated }: Database, demo: boolean): Promise<void> {
  if (migrated.length > 0) say(`database: ${migrated.length} migrations ran`);
  const developmentClients = developmentIssuerRefusal(config) === null;
  await seedDirectory(owner, { homeAuthority: config.homeAuthority, demo, developmentClients });
  if (!demo) return;
  const store = new AgreementStore({
    database: sqlOf(owner),
    transaction: (work) => owner.transaction((tx) => work(sqlOf(tx))),
    catalogues: readCatalogues().catalogues,
    homeAuthorities: new Set([config.homeAuthority]),
    clock: systemClock,
  });
  await applyForDemo(store, readAgreementFiles(), config.homeAuthority, say);
  const [children] = await sqlOf(owner).query<{ any: boolean }>('select exists (select from child) as "any"');
  if (children?.any !== true) await loadRegion(config, owner);
}

async function loadRegion(config: Config, owner: Database['owner']): Promise<void> {
  say('demonstration: making an invented region and bringing it in; everybody in it is made up');
  const bar = progressBar();
  try {
    const { children, files } = await loadDemoRegion({
      owner,
      clock: systemClock,
      homeAuthority: config.homeAuthority,
      dataDir: config.dataDir,
      onProgress: (done, all) => bar.show(done / all, `${done} of ${all} files`),
    });
    bar.clear();
    say(`demonstration: ${children} invented children from ${files} common transfer files`);
  } finally {
    bar.clear();
  }
}

function tell(hub: Hub, config: Config, demo: boolean): void {
  process.stdout.write(whatToTry(addressOf(hub.app, config), demo ? hub.developmentIssuer : null));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
