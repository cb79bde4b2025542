import { setMaxListeners } from 'node:events';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { readCatalogues } from './agreements/catalogue-files';
import { referenceWords } from './agreements/directory-words';
import { createRulesetSource } from './agreements/ruleset-source';
import { alertFeed } from './alerts/alert.feed';
import type { Config } from './config';
import type { Database } from './database/connect';
import { pendingMigrations } from './database/pending-migrations';
import { askedTogether } from './database/asked-together';
import { preparedSql } from './database/prepared-sql';
import { sqlOf } from './database/sql';
import { enquiryFeed } from './enquiries/enquiry.feed';
import { AgencyDesk } from './federation/agencies/agency-desk';
import { readAgencies } from './federation/agencies/read-agencies';
import { readRooms } from './federation/rooms';
import { servedGraph } from './federation/served-graph';
import { Gate } from './gate/answer';
import type { GatePorts } from './gate/ports';
import { systemStopwatch, type Stopwatch } from './gate/quantum';
import { governed } from './gate/shield-map';
import type { DevelopmentIssuer } from './identity/development-issuer';
import { Directory } from './identity/directory';
import { HubKeys } from './identity/hub-keys';
import { whoAsks } from './identity/who-asks';
import type { Clock } from './kernel/clock';
import { ReceiptResolver } from './ledger/receipt.resolver';
import { startLedger, type LedgerService } from './ledger-service';
import { type CaseRules, readCaseRules } from './procedures/case-rules';
import { checkLines } from './procedures/check-lines';
import { readLooking } from './looking/looking-file';
import { LookingKey } from './looking/looking-key';
import { Looking, type LookingService } from './looking/looking.service';
import { notificationFeed } from './notifications/notification.feed';
import { settleTransferOutcome } from './notifications/transfer-peer';
import { startOutbox, type OutboxOverrides, type OutboxService } from './outbox-service';
import { HeldNotices } from './outbox/held-notices';
import { StoppedAgreements } from './outbox/stopped-agreements';
import { type Rounds, startRounds } from './rounds-service';
import { buildHubSchema } from './schema';
import { startOperations } from './server/operations';
import { createErrorMap } from './server/error-map';
import { closeHttp } from './server/close-http';
import { createHttpServer } from './server/http';
import { Metrics } from './server/metrics';
import type { WitnessOverrides, WitnessService } from './witness-service';

export interface HubOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Pick<Database, 'owner' | 'app' | 'url'>;
  readonly log: Logger;
  /** What a measurement puts around the hub's own ledger. */
  readonly ledger?: (own: LedgerService) => LedgerService;
  /** The one subgraph that this hub serves; else the whole graph. */
  readonly subgraph?: string;
  /** Else this machine's. */
  readonly stopwatch?: Stopwatch;
  /** Else the procedures and calendars of `schema/`. */
  readonly rules?: CaseRules;
  /** Else the limits of `schema/looking.yaml`: a measurement asks more than anybody may. */
  readonly looking?: LookingService;
  /** Else what it delivers goes to where channels say, and other hubs are where they are registered. */
  readonly outbox?: OutboxOverrides;
  readonly witnesses?: WitnessOverrides;
  /** Milliseconds between looks for lost pupils; else a minute. */
  readonly lostPupilsEvery?: number;
}

export interface Hub {
  readonly gate: Gate;
  /** Every route, not listening yet. */
  readonly app: FastifyInstance;
  /** Makes tokens; null where a real issuer is configured or others can reach the hub. */
  readonly developmentIssuer: DevelopmentIssuer | null;
  /** What is counted of looks for children. */
  readonly looking: Pick<LookingService, 'settled'>;
  /** Delivers what waits now, without waiting for the next look. */
  readonly outbox: Pick<OutboxService, 'drain'>;
  /** Shows its head to its witnesses, or looks at a log whose heads it keeps, without waiting for the next minute. */
  readonly witnesses: Pick<WitnessService, 'ask' | 'look'>;
  /** Reads what is agreed now, without waiting for the next poll. */
  refreshAgreements(): Promise<void>;
  /** What it does by itself now and then, at once. */
  readonly rounds: Omit<Rounds, 'stop'>;
  /** Refuses new requests, finishes those under way, writes what waits. The database is stopped by whoever started it. */
  stop(): Promise<void>;
}

/** How long an agency may take a grant for good: a question and its answer. */
const GRANT_SECONDS = 30;

/** The log's name, given once and kept with its keys. */
const originOf = ({ publicUrl, homeAuthority }: Config): string =>
  publicUrl ? `${new URL(publicUrl).host}/ledger` : `rollcall/${homeAuthority}`;

/** The whole hub, put together: the one place where a service meets what it needs. */
export async function createHub(options: HubOptions): Promise<Hub> {
  const { config, clock, database, log } = options;
  const say = (line: string): void => log.warn(line);
  const home = config.homeAuthority;
  const app = preparedSql(database.app);
  const { catalogues, digest: cataloguesDigest } = readCatalogues();
  const metrics = new Metrics();
  const transaction: GatePorts['transaction'] = (work) => database.app.transaction((tx) => work(sqlOf(tx)));

  const receipts = new ReceiptResolver((leaf, at) => ledger.promiseOf(leaf, at));
  const whole = buildHubSchema(new Map([[ReceiptResolver, receipts]]));
  const keys = HubKeys.open(config.dataDir, clock);
  const agencies =
    config.agencies === undefined ? [] : readAgencies(config.agencies, catalogues, readRooms());
  const desk = new AgencyDesk((agency, grant) =>
    keys.signFor(home, agency.organisation, GRANT_SECONDS, { ...grant }),
  );
  const served = (subgraph: string | null) =>
    servedGraph(whole, catalogues, subgraph, { agencies, resolver: desk.resolver });
  const { schema, coverage } = served(options.subgraph ?? null);
  const rulesets = createRulesetSource({
    database: app,
    catalogues,
    cataloguesDigest,
    homeAuthorities: new Set([home]),
    clock,
    log: say,
  });
  const own = await startLedger({
    url: database.url,
    app,
    transaction,
    config,
    origin: originOf(config),
    home,
    clock,
    log: say,
    metrics,
    ...(options.witnesses ? { witnesses: options.witnesses } : {}),
  });
  const ledger = options.ledger?.(own) ?? own;
  const mapError = createErrorMap(schema);
  const stopwatch = options.stopwatch ?? systemStopwatch;
  const looking =
    options.looking ??
    new Looking({
      database: app,
      key: LookingKey.open(config.dataDir),
      rules: readLooking(catalogues),
      clock,
      home,
      log: say,
    });
  const directory = new Directory(database.app);
  const stopped = new StoppedAgreements({
    database: app,
    rulesets,
    catalogues,
    cataloguesDigest,
    home,
    clock,
  });
  const held = new HeldNotices({ database: app, rulesets, directory, stopped, clock, home });
  const rules =
    options.rules ?? readCaseRules(new Set(catalogues.roles.keys()), referenceWords(home).organisations);
  const ports: GatePorts = {
    rulesets,
    stopwatch,
    looking,
    held,
    ledger: ledger.port,
    database: app,
    together: askedTogether(app),
    clock,
    home,
    mapError,
    transaction,
    rules,
    values: { checkLines: JSON.stringify(checkLines(rules.book)) },
  };
  const graph = governed(schema);
  const gate = new Gate(graph, coverage, ports);

  const identity = whoAsks({ config, directory, sql: app, clock });
  const { developmentIssuer } = identity;

  await rulesets.start();
  const outbox = await startOutbox({
    url: database.url,
    app,
    transaction,
    ledger: ledger.port,
    keys,
    onPeerAnswer: [(tx, answered) => settleTransferOutcome(tx, answered, ports)],
    gate: gateOfDeliveries(),
    rulesets,
    directory,
    held,
    config,
    clock,
    log: say,
    ...(options.outbox ? { overrides: options.outbox } : {}),
  });

  let stopping: Promise<void> | null = null;
  const closing = new AbortController();
  // Every open stream listens to it.
  setMaxListeners(0, closing.signal);
  const feeds = new Map([
    ['alertRaised', alertFeed(app)],
    ['enquiryReceived', enquiryFeed(app, home)],
    ['notificationReceived', notificationFeed(app, home)],
  ]);
  const operations = await startOperations({ schema: graph, gate, mapError, introspection: true, log });
  const http = createHttpServer({
    operations, identity, subgraph: options.subgraph ?? null, stopwatch, mapError, metrics, log,
    development: developmentIssuer !== null,
    stream: { schema: graph, gate, feeds, closing: closing.signal, wait: outbox.wait },
    jwks: () => ({ keys: [...keys.jwks().keys, ...ledger.published.jwks()] }),
    ledger: ledger.published, witness: own.witnesses.desk,
    uploads: options.subgraph === undefined || options.subgraph === 'casework' ? { database: app, clock, home } : null,
    health: {
      stopping: () => stopping !== null,
      probes: {
        database: () => app.query('select 1').then(() => true as const),
        migrations: () => pendingMigrations(database.owner).then((names) => names.length === 0 || 'Run rollcall migrate.'),
        ruleset: () => rulesets.readiness(),
        ledger: () => ledger.port.ready(),
      },
    },
  }); // prettier-ignore

  const rounds = startRounds(ports, config, say, options.lostPupilsEvery);

  const stop = async (): Promise<void> => {
    closing.abort();
    await rounds.stop();
    await closeHttp(http);
    await operations.stop();
    await outbox.stop();
    await looking.stop();
    await ledger.stop();
    await rulesets.stop();
  };
  return {
    gate,
    looking,
    outbox,
    witnesses: own.witnesses,
    app: http,
    developmentIssuer,
    refreshAgreements: () => rulesets.refresh(),
    rounds,
    stop: () => (stopping ??= stop()),
  };

  /** Whatever is delivered is asked of the whole graph; of hubs that serve one part of it, that of the notices asks. */
  function gateOfDeliveries(): Gate | null {
    if (options.subgraph === undefined) return gate;
    if (options.subgraph !== 'notifications') return null;
    const all = served(null);
    return new Gate(governed(all.schema), all.coverage, ports);
  }
}
