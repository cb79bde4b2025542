import { mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { compose } from '../../src/federation/compose';
import { apolloSource } from '../../src/federation/gateway/apollo-plugin';
import { createGateway, type GatewayServer, type Planner } from '../../src/federation/gateway/serve-gateway';
import { stitched } from '../../src/federation/gateway/stitched';
import { DevelopmentIssuer } from '../../src/identity/development-issuer';
import { HubKeys } from '../../src/identity/hub-keys';
import { ensureBuilt } from '../contract/started-hub';
import { ChildMaker, type MadeChild } from '../support/child-maker';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { makeTestFolder } from '../support/data-folder';
import { registerGateway } from '../support/federation';
import { answerOf, type TestAnswer } from '../support/hub';
import { startHubProcess, type HubProcess } from '../support/hub-process';
import { ManualClock } from '../support/manual-clock';
import { seeded, TEST_DAY } from '../support/seeded';
import { createHealthService, EXAMPLE, listening, register, type AgencyCall } from './agency-region';

/** Two processes, each with a part of the graph, one of them the desk before the agency; and two gateways before those. */
const FRONT_DOOR = { as: 'la/931/front-door', job: 'front door', purpose: 'VERIFY_EDUCATION' };
const POLICE = { as: 'police/E23000029', job: 'officer', purpose: 'LOCATE_CHILD' };
const clock = new ManualClock(TEST_DAY);
const folder = makeTestFolder(0o700);
const records = new Map<string, object>();
let database: TestDatabase;
let maker: ChildMaker;
let child: MadeChild;
let calls: AgencyCall[];
let health: { readonly server: import('node:http').Server };
const parts: HubProcess[] = [];
const gateways: Partial<Record<'apollo' | 'stitched', GatewayServer>> = {};

beforeAll(async () => {
  ensureBuilt();
  database = await createTestDatabase({ template: seeded() });
  maker = new ChildMaker(database.owner, clock);
  child = await maker.child();
  await maker.cmeCase(child);
  await maker.fact(child, 'MISSING_EPISODE', { unit: 'police/E23000029/main' });
  records.set(child.publicId, { gpRegistration: { practice: 'Invented Surgery' } });
  const keys = HubKeys.open(folder.path, clock);
  const service = createHealthService({
    records,
    now: () => clock.now(),
    keys: async () => keys.jwks().keys,
  });
  health = service;
  calls = service.calls;
  const agencies = join(folder.path, 'agencies');
  mkdirSync(agencies);
  register(agencies, await listening(service.server));
  const options = { url: database.url, dataDir: folder.path, now: TEST_DAY, agencies };
  parts.push(
    ...(await Promise.all(
      ['children', 'health'].map((subgraph) => startHubProcess({ ...options, subgraph })),
    )),
  );
  const urls = new Map(
    ['children', 'health'].map((name, i) => [name, `http://127.0.0.1:${parts[i]?.port ?? 0}/graphql`]),
  );
  const composed = compose(
    new Map([
      ['children', readFileSync(resolve(__dirname, '../../schema/subgraphs/children.graphql'), 'utf8')],
      ['health', readFileSync(join(EXAMPLE, 'health.graphql'), 'utf8')],
    ]),
  );
  if (!composed.ok) throw new Error(composed.problems.join('\n'));
  const { supergraph } = composed;
  const apollo = new ApolloGateway({
    supergraphSdl: supergraph,
    buildService: ({ name }) => apolloSource({ name, url: urls.get(name) ?? '' }) as never,
  });
  const planners: Record<'apollo' | 'stitched', Planner> = {
    apollo: { gateway: apollo as never },
    stitched: stitched({ supergraph, urls }),
  };
  const signer = await registerGateway(database, folder.path, () => clock.now());
  for (const name of ['apollo', 'stitched'] as const) {
    const gateway = (gateways[name] = await createGateway(planners[name], signer));
    await gateway.app.listen({ host: '127.0.0.1', port: 0 });
  }
}, 120_000);
afterAll(async () => {
  await Promise.all(Object.values(gateways).map((gateway) => gateway.stop()));
  await Promise.all(parts.map((part) => part.stop()));
  health.server.closeAllConnections();
  await new Promise((done) => health.server.close(done));
  await database.drop();
  folder.remove();
}, 60_000);
beforeEach(() => void calls.splice(0));

async function ask(
  through: 'apollo' | 'stitched',
  { as, job, purpose }: typeof POLICE,
  query: string,
): Promise<TestAnswer> {
  const setting = { host: '127.0.0.1', issuers: [], dataDir: folder.path, audience: 'rollcall' };
  const token = DevelopmentIssuer.open(setting, clock).issueToken({ as, user: 'A. Tester', job });
  const { port } = gateways[through]?.app.server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'sharing-purpose': purpose,
      'sharing-reference': 'TEST/1',
    },
    body: JSON.stringify({ query }),
  });
  return answerOf({ status: response.status, headers: {}, text: await response.text() });
}

describe.each(['apollo', 'stitched'] as const)('through the gateway %s', (through) => {
  const query = (): string =>
    `{ child(id: "${child.publicId}") { name { surname } gpRegistration { practice } } }`;

  test('one question of the front door crosses both, under one group in the ledger', async () => {
    const { data, errors, sharing } = await ask(through, FRONT_DOOR, query());
    expect([data, errors]).toEqual([
      { child: { name: { surname: child.surname }, gpRegistration: { practice: 'Invented Surgery' } } },
      [],
    ]);
    const { request } = sharing as unknown as { request: string };
    expect(calls.map(({ grant }) => grant)).toMatchObject([
      { request, children: [child.publicId], fields: ['Child.gpRegistration'] },
    ]);
    expect(calls[0]?.headers).not.toHaveProperty('authorization');
    const entries = await maker.sql<{ part: string }>(
      'select controller_part as part from ledger_entry where request_id = $1',
      [request],
    );
    expect(entries.map(({ part }) => part).join()).toContain(
      '"GP_REGISTRATION/full":["child-health-held@1 7.11"]',
    );
  });

  test('the police are withheld it with path and coordinate, and the service is never called', async () => {
    const { data, errors } = await ask(through, POLICE, query());
    expect(data).toEqual({ child: { name: { surname: child.surname }, gpRegistration: null } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code, extensions['coordinate']])).toEqual([
      [['child', 'gpRegistration'], 'WITHHELD', 'Child.gpRegistration'],
    ]);
    expect(calls).toEqual([]);
  });

  test('the service refuses: the rest is answered, and what is missing is named', async () => {
    records.delete(child.publicId);
    expect((await ask(through, FRONT_DOOR, query())).data).toMatchObject({ child: { gpRegistration: null } });
    records.set(child.publicId, {
      get gpRegistration(): never {
        throw new Error('no');
      },
    });
    const { data, errors } = await ask(through, FRONT_DOOR, query());
    expect(data).toEqual({ child: { name: { surname: child.surname }, gpRegistration: null } });
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      { code: 'PARTNER_UNAVAILABLE', missing: 'health' },
    ]);
    records.set(child.publicId, { gpRegistration: { practice: 'Invented Surgery' } });
  });
});
