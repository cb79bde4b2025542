import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AgreementStore } from '../agreements/agreement-store';
import { agreementsFor } from '../agreements/agreements-for';
import { readCatalogues } from '../agreements/catalogue-files';
import { applyForDemo, DEMO_APPROVERS } from '../agreements/demo-agreements';
import { environmentWith } from '../config';
import { connectDatabase, type Database } from '../database/connect';
import { sqlOf } from '../database/sql';
import { DevelopmentIssuer } from '../identity/development-issuer';
import { PEER_HUB } from '../identity/directory';
import { seedDirectory } from '../identity/directory-seed';
import { HubKeys } from '../identity/hub-keys';
import type { PartnerProposal } from '../identity/partner-change';
import { parsePublicJwk } from '../identity/partner-jwk';
import { loadDemoRegion } from '../interchange/demo/load-demo-region';
import { systemClock } from '../kernel/clock';
import type { UnitId } from '../kernel/organisation-id';
import { packageRoot } from '../package-root';
import { partnerStore } from './partner';
import { OXFORDSHIRE, SOUTHAMPTON } from './story-two-hubs';

/** Where the two hubs keep what they have. */
export interface TwoHubsPlace {
  readonly dataDir: string;
  /** A database for each authority; else each has a PostgreSQL of its own, which it starts. */
  readonly databases?: Readonly<Record<string, string>>;
}

/** A hub of the story while it runs, a process of its own. */
export interface StoryHub {
  readonly home: string;
  readonly address: string;
  readonly token: (who: { readonly as: string; readonly user: string; readonly job: string }) => string;
  stop(): Promise<void>;
}

interface Prepared {
  readonly home: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly port: number;
  readonly database: Database;
}

const CHILDREN = 40;
const PURPOSES = ['NOTIFY_MOVE', 'LOCATE_CHILD', 'ANSWER_ENQUIRY'];
const READY_WITHIN = 60_000;

/**
 * Two hubs on this machine, each with its database, its keys and agreements as its authority might make them, introduced
 * to each other by two invented people of each. Invented children are in the first alone.
 */
export async function startTwoHubs(
  place: TwoHubsPlace,
  print: (text: string) => void,
): Promise<readonly [StoryHub, StoryHub]> {
  const ready: Prepared[] = [];
  const started: StoryHub[] = [];
  try {
    for (const home of [OXFORDSHIRE, SOUTHAMPTON]) ready.push(await prepare(home, place, print));
    const [one, other] = ready;
    if (!one || !other) throw new Error('There are no two hubs.');
    await introduce(one, other);
    await introduce(other, one);
    for (const hub of ready) {
      started.push(await start(hub));
      print(`the hub of ${hub.home} serves http://127.0.0.1:${hub.port}/graphql`);
    }
    const [first, second] = started;
    if (!first || !second) throw new Error('There are no two hubs.');
    return [first, second];
  } catch (error) {
    for (const hub of started) await hub.stop();
    throw error;
  } finally {
    // The hubs have connections of their own; a PostgreSQL that one of them uses goes on.
    for (const { database } of ready) await database.stop();
  }
}

async function prepare(
  home: string,
  { dataDir: folder, databases }: TwoHubsPlace,
  print: (text: string) => void,
): Promise<Prepared> {
  const dataDir = join(folder, home.replace('/', '-'));
  const databaseUrl = databases?.[home];
  print(`preparing the hub of ${home}, with a database of its own`);
  const database = await connectDatabase({
    config: { dataDir, databaseUrl, poolSize: 2 },
    entities: [],
    log: () => undefined,
  });
  const { owner } = database;
  await seedDirectory(owner, { homeAuthority: home, demo: true });
  const store = new AgreementStore({
    database: sqlOf(owner),
    transaction: (work) => owner.transaction((tx) => work(sqlOf(tx))),
    catalogues: readCatalogues().catalogues,
    homeAuthorities: new Set([home]),
    clock: systemClock,
  });
  await applyForDemo(store, agreementsFor(home), home, () => undefined);
  const [held] = await sqlOf(owner).query<{ any: boolean }>('select exists (select from child) as "any"');
  if (home === OXFORDSHIRE && held?.any !== true)
    await loadDemoRegion({ owner, clock: systemClock, homeAuthority: home, dataDir, children: CHILDREN });
  return { home, dataDir, databaseUrl, port: await freePort(), database };
}

/** What two people of `here` register so that their hub knows the other, and finds it. */
async function introduce(here: Prepared, there: Prepared): Promise<void> {
  const sql = sqlOf(here.database.owner);
  const store = partnerStore(here.database.owner, here.home, systemClock);
  const unit = `${there.home}/hub` as UnitId;
  const hub = `hub-${there.home.replace('/', '-')}`;
  const [proposer, approver] = DEMO_APPROVERS;
  const make = async (change: PartnerProposal): Promise<void> => {
    await store.approve(await store.propose(change, proposer), approver);
  };
  const key = parsePublicJwk(JSON.stringify(HubKeys.open(there.dataDir, systemClock).jwks().keys[0]));
  if (!key.ok) throw new Error(key.problem);
  const url = `http://127.0.0.1:${there.port}`;
  const known = await sql.query('select 1 from channel where id = $1', [hub]);
  // Of an earlier telling: all but the port is as it was.
  if (known.length > 0) {
    await sql.query('update channel set url = $2, rests_until = null, failures = 0 where id = $1', [
      hub,
      url,
    ]);
    return;
  }
  await make({
    kind: 'ADD_UNIT', unit, role: 'OTHER_AUTHORITY', name: `Hub of ${there.home}`, service: PEER_HUB, phone: null, mailbox: null,
  }); // prettier-ignore
  await make({ kind: 'ADD_CLIENT', clientId: clientOf(there.home), unit, name: 'Hub', key: key.value });
  await make({
    kind: 'ADD_HUB',
    hub,
    unit,
    url,
    audience: there.home,
    clientId: clientOf(here.home),
    team: `${there.home}/cme` as UnitId,
    purposes: PURPOSES,
    reference: 'STORY/1',
  });
}

const clientOf = (home: string): string => `hub-of-${home.replace('/', '-')}`;

async function start({ home, dataDir, databaseUrl, port }: Prepared): Promise<StoryHub> {
  const address = `http://127.0.0.1:${port}`;
  const settings = environmentWith({
    ROLLCALL_HOME_AUTHORITY: home,
    ROLLCALL_DATA_DIR: dataDir,
    ROLLCALL_CALL_LOOPBACK: 'true',
    ROLLCALL_LOG_LEVEL: 'fatal',
    ROLLCALL_HOST: '127.0.0.1',
    ROLLCALL_ISSUERS: '',
    ROLLCALL_AUDIENCE: '',
    ROLLCALL_PUBLIC_URL: '',
    ROLLCALL_AGENCIES: '',
    SMTP_URL: '',
    DATABASE_URL: databaseUrl ?? '',
  });
  const child = spawn(
    process.execPath,
    [join(packageRoot(), 'bin', 'rollcall.cjs'), 'serve', '--port', String(port)],
    { env: settings, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const hub: StoryHub = {
    home,
    address,
    token: (who) => {
      const here = { host: '127.0.0.1', issuers: [], dataDir, audience: 'rollcall' };
      return DevelopmentIssuer.open(here, systemClock).issueToken(who);
    },
    stop: () => end(child),
  };
  try {
    await untilReady(child, address);
  } catch (error) {
    await hub.stop();
    process.stderr.write(said);
    throw error;
  }
  return hub;
}

async function untilReady(child: ChildProcess, address: string): Promise<void> {
  const last = Date.now() + READY_WITHIN;
  while (Date.now() < last && child.exitCode === null) {
    const ready = await fetch(`${address}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await pause(100);
  }
  throw new Error(`The hub at ${address} did not start.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
