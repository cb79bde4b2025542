import { Writable } from 'node:stream';
import { pino } from 'pino';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent';
import type { Config } from '../../src/config';
import { createDataSource } from '../../src/database/data-source';
import type { Stopwatch } from '../../src/gate/quantum';
import { createHub, type Hub, type HubOptions } from '../../src/hub';
import { unlimitedLooking } from '../../src/looking/looking.service';
import { makeTestFolder } from './data-folder';
import { createTestDatabase, type TestDatabase } from './database';
import { ManualClock } from './manual-clock';
import { HOME, seed, seeded, TEST_DAY } from './seeded';

export interface TestHubOptions {
  /** Else a Wednesday in November 2026. */
  readonly clock?: ManualClock;
  /** File name → text: in force instead of those of `schema/agreements`. */
  readonly agreements?: Readonly<Record<string, string>>;
  readonly config?: Partial<Config>;
  /** The address at which the hub finds its database, from the real one: that of a statement log, say. */
  readonly through?: (url: string) => string;
  /** The one subgraph that it serves; else the whole graph. */
  readonly subgraph?: string;
  /** What a measurement puts around the hub's own. */
  readonly ledger?: HubOptions['ledger'];
  /** True: the hub's own limits on looking. Else none: a test asks more than anybody may. */
  readonly limits?: boolean;
  /** By what answers that tell of nobody wait for the quantum. Else they do not: `systemStopwatch` is outside of tests. */
  readonly stopwatch?: Stopwatch;
  /** What stands in the place of those to whom it delivers. Else it looks for what waits only when it is told. */
  readonly outbox?: HubOptions['outbox'];
  /** How it reaches other hubs. Else it shows and looks at heads only when it is told. */
  readonly witnesses?: HubOptions['witnesses'];
  /** Else the procedures and calendars of `schema/`. */
  readonly rules?: HubOptions['rules'];
  /** Connections of the hub; else 4. */
  readonly poolSize?: number;
}

export interface Ask {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly user?: string;
  readonly job?: string;
  /** Null sends none. */
  readonly purpose?: string | null;
  readonly reference?: string | null;
  readonly onBehalfOf?: string;
  readonly mode?: string;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes of the body. */
  readonly text: string;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly TestError[];
  readonly codes: readonly string[];
  readonly sharing:
    { readonly rulesetVersion: string; readonly disclosureId: string; readonly promise: string } | undefined;
}

export interface TestHub {
  readonly hub: Hub;
  readonly clock: ManualClock;
  readonly database: TestDatabase;
  /** Where the hub keeps its keys. */
  readonly dataDir: string;
  readonly http: TestAgent;
  /** Lines of the hub's log, level debug, as they were written. */
  readonly log: readonly string[];
  /** A token for an organisation or unit, good for an hour of the hub's clock. */
  token(as: string, who?: { readonly user?: string; readonly job?: string }): string;
  /** One question over HTTP; purpose LOCATE_CHILD and a reference unless the ask says otherwise. */
  query(as: string, ask: Ask): Promise<TestAnswer>;
  stop(): Promise<void>;
}

const impatient: Stopwatch = { now: () => performance.now(), until: () => Promise.resolve() };

/** A whole hub on a database of its own, with directory and agreements in force. `afterAll` stops it. */
export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const { clock = new ManualClock(TEST_DAY), agreements } = options;
  const folder = makeTestFolder(0o700);
  const { through, poolSize = 4, stopwatch = impatient } = options;
  const database = await createTestDatabase({ poolSize, ...(agreements ? {} : { template: seeded() }) });
  const log: string[] = [];
  const app = through
    ? createDataSource({ url: through(database.url), role: 'app', poolSize })
    : database.app;
  let hub: Hub | undefined;
  const stop = async (): Promise<void> => {
    await hub?.stop();
    if (through && app.isInitialized) await app.destroy();
    await database.drop();
    folder.remove();
  };
  try {
    if (agreements) {
      const files = Object.entries(agreements).map(([file, text]) => ({ file, text }));
      await seed(database.owner, files, options.config?.homeAuthority);
    }
    const config: Config = {
      databaseUrl: database.url,
      dataDir: folder.path,
      host: '127.0.0.1',
      port: 0,
      homeAuthority: HOME,
      issuers: [],
      audience: 'rollcall',
      poolSize: 4,
      ledgerMaximumWait: 10_000,
      logLevel: 'debug',
      publicUrl: undefined,
      mail: null,
      scanner: null,
      ...options.config,
    };
    if (through) await app.initialize();
    const pools = { owner: database.owner, app, url: database.url };
    hub = await createHub({
      config, clock,
      database: pools,
      log: pino({ level: config.logLevel }, linesTo(log)),
      ...(options.subgraph === undefined ? {} : { subgraph: options.subgraph }),
      ...(options.ledger ? { ledger: options.ledger } : {}),
      ...(options.rules ? { rules: options.rules } : {}),
      ...(options.limits === true ? {} : { looking: unlimitedLooking }),
      stopwatch,
      outbox: { every: 3_600_000, ...options.outbox },
      lostPupilsEvery: 3_600_000,
      witnesses: { every: 3_600_000, ...options.witnesses },
    }); // prettier-ignore
    await hub.app.listen({ host: '127.0.0.1', port: 0 });
  } catch (error) {
    await stop();
    throw error;
  }
  const started = hub;
  const http = request(started.app.server);
  const token: TestHub['token'] = (as, who = {}) => {
    if (started.developmentIssuer === null) throw new Error('This hub has no development issuer.');
    return started.developmentIssuer.issueToken({ as, user: 'A. Tester', job: 'tester', ...who });
  };
  const query: TestHub['query'] = async (as, ask) => {
    const who = {
      ...(ask.user === undefined ? {} : { user: ask.user }),
      ...(ask.job === undefined ? {} : { job: ask.job }),
    };
    const answer = await http
      .post('/graphql')
      .set({ authorization: `Bearer ${token(as, who)}`, ...headersOf(ask) })
      .send({ query: ask.query, variables: ask.variables, operationName: ask.operationName });
    return answerOf(answer);
  };
  return { hub: started, clock, database, dataDir: folder.path, http, log, token, query, stop };
}

/** The body of an answer but for what is new with each: its disclosure id, and the promise about that entry. */
export const bytesOf = ({ text, sharing }: TestAnswer): string =>
  text.replace(sharing?.disclosureId ?? 'none', 'DISCLOSURE').replace(sharing?.promise ?? 'none', 'PROMISE');

/** A body but for every id, every instant and the promise. */
export const withoutIdsAndTimes = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/"promise":"[^"]+"/g, '"promise":"PROMISE"')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME');

/** What a GraphQL answer over HTTP says. */
export function answerOf({
  status,
  headers,
  text,
}: {
  status: number;
  headers: unknown;
  text: string;
}): TestAnswer {
  const body = JSON.parse(text) as {
    data?: Record<string, unknown> | null;
    errors?: TestError[];
    extensions?: { sharing?: { rulesetVersion: string; disclosureId: string; promise: string } };
  };
  const errors = body.errors ?? [];
  return {
    status,
    text,
    errors,
    headers: headers as Record<string, string>,
    data: body.data,
    codes: errors.map(({ extensions }) => extensions.code),
    sharing: body.extensions?.sharing,
  };
}

function headersOf(ask: Ask): Record<string, string> {
  const { purpose = 'LOCATE_CHILD', reference = 'TEST/1', onBehalfOf, mode, idempotencyKey } = ask;
  const headers: Record<string, string | null | undefined> = {
    'sharing-purpose': purpose,
    'sharing-reference': reference,
    'sharing-on-behalf-of': onBehalfOf,
    'sharing-mode': mode,
    'idempotency-key': idempotencyKey,
    ...ask.headers,
  };
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] != null),
  );
}

function linesTo(lines: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(
        ...chunk
          .toString()
          .split('\n')
          .filter((line) => line !== ''),
      );
      done();
    },
  });
}
