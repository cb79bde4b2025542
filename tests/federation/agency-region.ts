import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { KeyObject } from 'node:crypto';
import { HubKeys } from '../../src/identity/hub-keys';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { makeTestFolder } from '../support/data-folder';
import { startTestHub, type Ask, type TestAnswer, type TestHub, type TestHubOptions } from '../support/hub';
import { ManualClock } from '../support/manual-clock';
import { TEST_DAY } from '../support/seeded';

export const EXAMPLE = resolve(__dirname, '../../examples/health-subgraph');

/** One question as the service had it. */
export interface AgencyCall {
  readonly grant: Readonly<Record<string, unknown>> | null;
  readonly token?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly asked: readonly { readonly child: string; readonly field: string }[];
  readonly refused: string | null;
}
interface HealthService {
  readonly server: Server;
  readonly calls: AgencyCall[];
}
interface HealthOptions {
  readonly records: ReadonlyMap<string, object>;
  readonly keys: () => Promise<readonly object[]>;
  readonly now: () => Date;
  readonly checkGrants?: boolean;
  readonly signingKey?: KeyObject;
}

export const { createHealthService } = jest.requireActual<{
  createHealthService: (options: HealthOptions) => HealthService;
}>('../../examples/health-subgraph/service.cjs');

export interface AgencyRegion {
  readonly hub: TestHub;
  readonly maker: ChildMaker;
  readonly calls: AgencyCall[];
  readonly service: Server;
  readonly address: string;
  /** The service holds a record of this child from now on. */
  holds(child: string): void;
  /** A child whose case of missing education is open, and of whom the service holds a record. */
  childMissing(): Promise<MadeChild>;
  ask(as: string, ask: Ask): Promise<TestAnswer>;
  /** Words with the hub's own signature under them, as if it had granted them. */
  signed(audience: string, seconds: number, words: Readonly<Record<string, unknown>>): string;
  stop(): Promise<void>;
}

export interface RegionOptions extends Pick<HealthOptions, 'checkGrants' | 'signingKey'> {
  /** Lines of the registration beside those of the example. */
  readonly more?: string;
  readonly patience?: number;
  /** In the place of the example's service. */
  readonly server?: Server;
  readonly hub?: TestHubOptions;
}

/** The registration of the example, for a service that listens elsewhere. */
export function register(
  folder: string,
  address: string,
  { patience = 2000, more = '' }: Pick<RegionOptions, 'patience' | 'more'> = {},
): void {
  copyFileSync(join(EXAMPLE, 'health.graphql'), join(folder, 'health.graphql'));
  writeFileSync(
    join(folder, 'health.yaml'),
    `words: The child-health service\norganisation: nhs/RNU\naddress: ${address}\npatience: ${patience}\nsubgraph: health.graphql\n${more}`,
  );
}

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

/** A hub with one agency, whose service is the example's. */
export async function openAgencyRegion(options: RegionOptions = {}): Promise<AgencyRegion> {
  const { server, checkGrants, signingKey } = options;
  const clock = new ManualClock(TEST_DAY);
  const records = new Map<string, object>();
  const published: { hub?: TestHub } = {};
  const health = createHealthService({
    records,
    now: () => clock.now(),
    keys: async () => {
      const answer = await published.hub?.http.get('/.well-known/jwks.json');
      return (JSON.parse(answer?.text ?? '{"keys":[]}') as { keys: object[] }).keys;
    },
    ...(checkGrants === undefined ? {} : { checkGrants }),
    ...(signingKey === undefined ? {} : { signingKey }),
  });
  const service = server ?? health.server;
  const address = await listening(service);
  const folder = makeTestFolder(0o700);
  const agencies = join(folder.path, 'agencies');
  mkdirSync(agencies);
  register(agencies, address, options);
  const hub = await startTestHub({ clock, ...options.hub, config: { agencies, dataDir: folder.path } });
  published.hub = hub;
  const maker = new ChildMaker(hub.database.owner, clock);
  const holds = (child: string): void =>
    void records.set(child, {
      gpRegistration: { practice: 'Invented Surgery', town: 'Oxford', since: '2026-10-05' },
      healthLastSeen: { on: '2026-11-02', service: 'Health visitor' },
    });
  return {
    hub,
    maker,
    service,
    address,
    calls: health.calls,
    ask: (as, ask) => hub.query(as, { purpose: 'VERIFY_EDUCATION', job: 'front door', ...ask }),
    signed: (audience, seconds, words) =>
      HubKeys.open(folder.path, clock).signFor('la/931', audience, seconds, words),
    holds,
    childMissing: async () => {
      const child = await maker.child();
      await maker.cmeCase(child);
      holds(child.publicId);
      return child;
    },
    stop: async () => {
      await hub.stop();
      service.closeAllConnections();
      await new Promise((done) => service.close(done));
      folder.remove();
    },
  };
}
