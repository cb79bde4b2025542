import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { GraphQLObjectType } from 'graphql';
import { DOORS, type DoorName } from '../../src/gate/doors';
import type { TestHub } from '../support/hub';
import { readCatalogues } from '../../src/agreements/catalogue-files';
import { servedGraph } from '../../src/federation/served-graph';
import { buildHubSchema } from '../../src/schema';
import { EVERYTHING } from './fourteen/doors-in-use';
import { expectTold, expectUntold, putAll, textOf, type Said } from './fourteen/question';
import { CANARY, STRANGER, TEAM, openWorld, type World } from './fourteen/world';

/** They take their time: each is read until nothing more comes. */
const STREAMS: ReadonlySet<DoorName> = new Set([
  'alert stream',
  'enquiry stream',
  'notice stream',
  'web socket',
]);

describe('doors', () => {
  let world: World;
  let hub: TestHub;
  let purposes: Readonly<Record<string, readonly string[]>>;

  beforeAll(async () => {
    world = await openWorld();
    hub = world.hub;
    purposes = { [STRANGER]: await agreedWith(STRANGER), [TEAM]: await agreedWith(TEAM) };
  }, 60_000);
  afterAll(() => hub.stop());

  async function agreedWith(as: string): Promise<string[]> {
    const { data } = await hub.query(as, {
      purpose: null,
      query: '{ sharing { purposes { code agreed } } }',
    });
    const { purposes: all } = data?.['sharing'] as { purposes: { code: string; agreed: boolean }[] };
    return all.filter(({ agreed }) => agreed).map(({ code }) => code);
  }

  /** Everything that comes back from asking for everything, for every purpose. */
  async function through(door: DoorName, as: string): Promise<string> {
    const questions = EVERYTHING[door](world.about);
    const ask = (purpose: string): Promise<Said[]> =>
      putAll(hub, { as, purpose, job: 'front door' }, questions);
    // The routes take no purpose; a stream takes its time, so that all are read at once.
    const codes = door === 'operations' ? ['none'] : (purposes[as] ?? []);
    const said: Said[] = [];
    if (STREAMS.has(door)) said.push(...(await Promise.all(codes.map(ask))).flat());
    else for (const code of codes) said.push(...(await ask(code)));
    for (const { codes: wrong, text } of door === 'error text' ? [] : said)
      if (wrong.includes('TOO_COMPLEX') || text.includes('there is no such name'))
        throw new Error(`a question of this test is wrong: ${text}`);
    return textOf(said);
  }

  describe.each(Object.keys(DOORS) as DoorName[])('%s', (door) => {
    it('tells a stranger nothing of the child', async () => {
      const said = await through(door, STRANGER);
      expect(said.length).toBeGreaterThan(0);
      expectUntold(said.toLowerCase(), CANARY.toLowerCase());
    }, 60_000);

    if (DOORS[door].tells) {
      it('tells the officer, so that the test above could fail', async () => {
        let said = await through(door, TEAM);
        // A stream is read until it is silent, which on a busy machine may be before it began.
        for (let tries = 0; tries < 3 && !said.includes(CANARY); tries += 1) said = await through(door, TEAM);
        expectTold(said, CANARY);
      }, 60_000);
    }
  });

  it('lead to every root field of the graph and every route, each through one door', () => {
    const opened = Object.values(DOORS).flatMap(({ opens }) => [...opens]);
    // As it is served: with the doors of gateways.
    const { schema } = servedGraph(buildHubSchema(), readCatalogues().catalogues, null);
    const roots = (['Query', 'Subscription'] as const).flatMap((root) =>
      Object.keys((schema.getType(root) as GraphQLObjectType).getFields()).map((field) => `${root}.${field}`),
    );
    const routes = routesOf(hub);
    const expected = [
      ...roots,
      ...routes,
      'Mutation',
      'Query.__schema',
      'Query.__type',
      'WS /graphql',
      'webhook',
      'peer hub',
      'log',
    ];
    expect([...opened].sort()).toEqual([...expected].sort());
  });

  it('are the only ways to the one door inside', () => {
    const root = resolve(__dirname, '../../src');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
    const callers = files.filter((f) => /\bgate\.answer\(/.test(readFileSync(resolve(root, f), 'utf8')));
    expect(callers.sort()).toEqual([
      'cli/ledger-questions-asker.ts',
      'interchange/export-ctf.ts',
      'outbox/asked-for.ts',
      'server/answer-operation.ts',
      'server/stream.ts',
    ]);
  });
});

/** Fastify prints a tree: each line adds to the address of the line that it hangs under. */
function routesOf(hub: TestHub): string[] {
  const above: string[] = [];
  return hub.hub.app
    .printRoutes()
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] =
        /^(.*?)[└├]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
      const depth = indent.length / 4;
      above[depth] = (above[depth - 1] ?? '') + part;
      const reading = methods.split(', ').filter((method) => method !== '' && method !== 'HEAD');
      return reading.map((method) => `${method} ${above[depth] ?? ''}`);
    });
}
