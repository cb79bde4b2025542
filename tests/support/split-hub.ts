import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { apolloSource } from '../../src/federation/gateway/apollo-plugin';
import { createGateway, type GatewayServer, type Planner } from '../../src/federation/gateway/serve-gateway';
import { stitched } from '../../src/federation/gateway/stitched';
import { readRooms } from '../../src/federation/rooms';
import { DevelopmentIssuer } from '../../src/identity/development-issuer';
import { newPublicId } from '../../src/kernel/id';
import { ensureBuilt } from '../contract/started-hub';
import { createTestDatabase, type TestDatabase } from './database';
import { makeTestFolder } from './data-folder';
import { registerGateway } from './federation';
import { answerOf, type Ask, type TestAnswer } from './hub';
import { startHubProcess, type HubProcess } from './hub-process';
import { ManualClock } from './manual-clock';
import { seeded, TEST_DAY } from './seeded';

/** The ways in which one question can be asked. */
export const SHAPES = ['whole', 'apollo', 'stitched'] as const;
export type Shape = (typeof SHAPES)[number];

export interface Heard extends TestAnswer {
  /** Groups what the ledger has of it. */
  readonly request: string;
}

/** One database, and over it one hub that serves all, processes for the subgraphs, and two gateways before those. */
export interface SplitHub {
  readonly clock: ManualClock;
  readonly database: TestDatabase;
  ask(shape: Shape, as: string, ask: Ask): Promise<Heard>;
  /** Kills the process of a subgraph by its id, where it has one of its own; `restart` puts another in its place. */
  kill(subgraph: string): Promise<void>;
  restart(subgraph: string): Promise<void>;
  /** Where a shape is asked. */
  address(shape: Shape): string;
  /** The address of one subgraph. */
  url(subgraph: string): string;
  token(as: string, who?: { readonly user?: string; readonly job?: string }): string;
  stop(): Promise<void>;
}

export interface SplitHubOptions {
  readonly prepare: (database: TestDatabase, clock: ManualClock) => Promise<void>;
  /** Milliseconds after which the others are answered without a subgraph. */
  readonly patience?: number;
  /** Subgraphs that share processes with others, in as many groups: a sample starts sooner. Else each has its own. */
  readonly together?: readonly (readonly string[])[];
}

const SUPERGRAPH = resolve(__dirname, '../../schema/supergraph.graphql');

export async function startSplitHub({
  prepare,
  patience,
  together = [],
}: SplitHubOptions): Promise<SplitHub> {
  ensureBuilt();
  const clock = new ManualClock(TEST_DAY);
  const folder = makeTestFolder(0o700);
  const database = await createTestDatabase({ template: seeded() });
  const running = new Map<string, HubProcess>();
  const gateways: GatewayServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await Promise.all([...running.values()].map((hub) => hub.stop()));
    await database.drop();
    folder.remove();
  };
  const ports = new Map<string, number>();
  const start = async ([name = '', ...beside]: readonly string[], port?: number): Promise<void> => {
    const subgraph = name === 'whole' ? null : name;
    const options = { url: database.url, dataDir: folder.path, now: TEST_DAY, subgraph, beside };
    const begun = await startHubProcess({ ...options, ...(port === undefined ? {} : { port }) });
    running.set(name, begun);
    ports.set(name, begun.port);
    for (const [i, other] of beside.entries()) ports.set(other, begun.beside[i] ?? 0);
  };
  const url = (name: string): string => `http://127.0.0.1:${ports.get(name) ?? 0}/graphql`;
  try {
    await prepare(database, clock);
    const signer = await registerGateway(database, folder.path, () => clock.now());
    await start(['whole']);
    const alone = [...readRooms().subgraphs.keys()].filter((name) => !together.flat().includes(name));
    const groups = [...together, ...alone.map((name) => [name])];
    // All have to have begun before one that did not is an error: else the others would be left running.
    const begun = await Promise.allSettled(groups.map((names) => start(names)));
    for (const each of begun) if (each.status === 'rejected') throw each.reason;
    const supergraph = readFileSync(SUPERGRAPH, 'utf8');
    const urls = new Map([...readRooms().subgraphs.keys()].map((name) => [name, url(name)]));
    const wait = patience === undefined ? {} : { patience };
    const apollo = new ApolloGateway({
      supergraphSdl: supergraph,
      buildService: ({ name }) => apolloSource({ name, url: urls.get(name) ?? '', ...wait }) as never,
    });
    const planners: readonly Planner[] = [
      { gateway: apollo as never },
      stitched({ supergraph, urls, ...wait }),
    ];
    for (const planner of planners) {
      const gateway = await createGateway(planner, signer);
      gateways.push(gateway);
      await gateway.app.listen({ host: '127.0.0.1', port: 0 });
    }
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  const setting = { host: '127.0.0.1', issuers: [], dataDir: folder.path, audience: 'rollcall' };
  const issuer = DevelopmentIssuer.open(setting, clock);
  const token: SplitHub['token'] = (as, who = {}) =>
    issuer.issueToken({ as, user: 'A. Tester', job: 'tester', ...who });
  const addresses: Readonly<Record<Shape, string>> = {
    whole: url('whole'),
    apollo: addressOf(gateways[0]),
    stitched: addressOf(gateways[1]),
  };
  return {
    clock, database, url, token, stop,
    address: (shape) => addresses[shape],
    ask: async (shape, as, ask) => {
      const id = newPublicId();
      const who = { ...(ask.user ? { user: ask.user } : {}), ...(ask.job ? { job: ask.job } : {}) };
      const response = await fetch(addresses[shape], {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token(as, who)}`,
          'request-id': id,
          ...headersOf(ask),
        },
        body: JSON.stringify({ query: ask.query, variables: ask.variables, operationName: ask.operationName }),
      });
      const text = await response.text();
      const answer = answerOf({ status: response.status, headers: {}, text });
      const request = (answer.sharing as { request?: string } | undefined)?.request ?? id;
      return { ...answer, request };
    },
    kill: async (name) => {
      if (together.flat().includes(name)) throw new Error(`${name} has no process of its own`);
      await running.get(name)?.kill();
    },
    restart: (name) => start([name], ports.get(name)),
  }; // prettier-ignore
}

function addressOf(gateway: GatewayServer | undefined): string {
  const at = gateway?.app.server.address() as AddressInfo | undefined;
  return `http://127.0.0.1:${at?.port ?? 0}/graphql`;
}

function headersOf(ask: Ask): Record<string, string> {
  const { purpose = 'LOCATE_CHILD', reference = 'TEST/1', onBehalfOf, mode, idempotencyKey } = ask;
  const headers = {
    'sharing-purpose': purpose,
    'sharing-reference': reference,
    'sharing-on-behalf-of': onBehalfOf,
    'sharing-mode': mode,
    'idempotency-key': idempotencyKey,
    ...ask.headers,
  };
  return Object.fromEntries(Object.entries(headers).filter((e): e is [string, string] => e[1] != null));
}
